"""Trains `rules/privacy-model.json`, the small linear model beside the phrases, or measures it.

    python bench/train_privacy.py            write the model
    python bench/train_privacy.py --measure  five-fold cross-validation on the labelled items

It learns from the labelled development items, from the example headlines of the phrases and masks, and
from unlabelled news on which the phrases' own points are clear (at least 1.5, or below 0.6). Nothing of
those texts is kept but words and pairs of words that stand in four texts or more. Needs the development
data beside the checkout; plain Python, the same bytes on every machine.
"""

from __future__ import annotations

import html
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import feedparser

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from wirecopy.privacy.evidence import gather  # noqa: E402  # after the path is set
from wirecopy.privacy.judge import add_up  # noqa: E402
from wirecopy.privacy.language import likely_languages  # noqa: E402
from wirecopy.privacy.model import WORDS, bounded, features  # noqa: E402
from wirecopy.privacy.rows import parse_language, read_rules  # noqa: E402
from wirecopy.privacy.rules import load_rules  # noqa: E402
from wirecopy.topics.words import words  # noqa: E402

SHARED = ROOT.parent / "shared"
MODEL = ROOT / "src" / "wirecopy" / "rules" / "privacy-model.json"
RARE, KEPT, RIDGE = 4, 1800, 0.1
NEWTON, GRADIENTS = 7, 12
FOLDS = 5


class Example(NamedTuple):
    features: tuple[str, ...]
    privacy: bool
    trust: float  # 3 for a label by hand, less for a guess
    points: float  # of the phrases


class Model(NamedTuple):
    bias: float
    weights: dict[str, float]
    rarity: dict[str, float]  # log of how many texts there are for each one with the feature

    def odds(self, found: Sequence[str]) -> float:
        known = [f for f in found if f in self.weights]
        norm = math.sqrt(sum(self.rarity[f] ** 2 for f in known)) or 1.0
        return self.bias + sum(self.weights[f] * self.rarity[f] for f in known) / norm


def example(title: str, text: str, privacy: bool | None, trust: float) -> Example | None:
    """A labelled text, or one that the phrases label; None where they are in doubt or it is not English."""
    rules = load_rules()
    points, lexicon = rules.numbers.points, rules.lexicon("en")
    head, body = words(title, 60), words(text, points.most_words)
    assert lexicon is not None
    total = add_up(gather(head, body, lexicon, points).reasons, points)
    if privacy is None:
        if "en" not in likely_languages(head, body) or 0.6 <= total < 1.5:
            return None
        privacy, trust = total >= 1.5, 0.5 if total >= 1.5 else 0.3 if total < 0.15 else 0.2
    return Example(tuple(sorted(set(features(head, body[:WORDS])))), privacy, trust, total)


def labelled() -> list[Example]:
    lines = (SHARED / "eval" / "privacy" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    items = [json.loads(line) for line in lines]
    rows = (
        example(d["title"], d["text"], d["label"] == "yes", 3.0) for d in items if d["label"] != "borderline"
    )
    return [row for row in rows if row]


def unlabelled() -> list[Example]:
    """Examples of the phrases and masks themselves, then all news of the other development sets."""
    file = parse_language(read_rules("privacy-en.toml"), "privacy-en.toml")
    strong = [r for g in file.phrases for r in g.rows if (g.weight if r.weight is None else r.weight) >= 0.55]
    out = [example(row.example, "", True, 0.5) for row in strong]
    out += [example(row.example, "", False, 0.5) for row in file.masks]
    labelled_lines = (SHARED / "eval" / "privacy" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    seen = {_key(json.loads(line)["title"]) for line in labelled_lines}
    for title, text in news():
        if _key(title) not in seen:
            seen.add(_key(title))
            out.append(example(title, text, None, 0.0))
    return [row for row in out if row]


def news() -> Iterator[tuple[str, str]]:
    for path in sorted((SHARED / "feeds").glob("*.xml")):
        for entry in feedparser.parse(path.read_bytes()).entries:
            body = entry.get("content", [{}])[0].get("value") or entry.get("summary", "")
            body = re.sub(r"(?s)<(script|style).*?</\1>|<[^>]+>", " ", body)
            yield html.unescape(entry.get("title", "")), html.unescape(body)
    for path in sorted((SHARED / "eval").glob("*/*_items.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            yield item["title"], item["text"]
    for path in sorted((SHARED / "eval" / "boilerplate").glob("*.context.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield from ((title, "") for title in json.loads(line)["other_titles"])


def _key(title: str) -> str:
    return re.sub(r"\W+", "", title.lower())[:60]


def train(rows: Sequence[Example]) -> Model:
    """Logistic regression, twice: on all features, then on the most useful alone."""
    count = Counter(f for row in rows for f in row.features)
    usual = [f for f, n in sorted(count.items()) if n >= RARE]
    rarity = {f: math.log(len(rows) / count[f]) for f in usual}
    full = fit(rows, rarity)
    use = {f: abs(full.weights[f]) * math.sqrt(count[f]) * rarity[f] for f in usual}
    kept = sorted(sorted(usual, key=lambda f: (-use[f], f))[:KEPT])
    return fit(rows, {f: rarity[f] for f in kept})


def fit(rows: Sequence[Example], rarity: dict[str, float]) -> Model:
    """Ridge logistic regression by Newton's method with conjugate gradients (Lin, Weng, Keerthi 2008)."""
    index = {f: i for i, f in enumerate(rarity, 1)}  # 0 is the bias
    scale = [0.0, *rarity.values()]
    cells: list[list[tuple[int, float]]] = []
    for row in rows:
        ids = [index[f] for f in row.features if f in index]
        norm = math.sqrt(sum(scale[i] ** 2 for i in ids)) or 1.0
        cells.append([(0, 1.0), *((i, scale[i] / norm) for i in ids)])
    weights = [0.0] * len(scale)
    for _ in range(NEWTON):
        slope, bends = [RIDGE * w for w in weights], []
        for cell, row in zip(cells, rows, strict=True):
            likely = 1 / (1 + math.exp(-max(-30.0, min(30.0, sum([weights[i] * x for i, x in cell])))))
            bends.append(row.trust * likely * (1 - likely))
            for i, x in cell:
                slope[i] += row.trust * (likely - row.privacy) * x
        step = solve(cells, bends, slope)
        weights = [w - d for w, d in zip(weights, step, strict=True)]
    return Model(weights[0], dict(zip(index, weights[1:], strict=True)), rarity)


def solve(cells: list[list[tuple[int, float]]], bends: list[float], slope: list[float]) -> list[float]:
    """The Newton step: conjugate gradients on (XᵀBX + ridge) step = slope."""
    step, rest, way = [0.0] * len(slope), list(slope), list(slope)
    left = sum([v * v for v in rest])
    for _ in range(GRADIENTS):
        if left < 1e-6:
            break
        product = [RIDGE * v for v in way]
        for cell, bend in zip(cells, bends, strict=True):
            moved = bend * sum([way[i] * x for i, x in cell])
            for i, x in cell:
                product[i] += moved * x
        length = left / sum([a * b for a, b in zip(way, product, strict=True)])
        step = [a + length * b for a, b in zip(step, way, strict=True)]
        rest = [a - length * b for a, b in zip(rest, product, strict=True)]
        before, left = left, sum([v * v for v in rest])
        way = [a + left / before * b for a, b in zip(rest, way, strict=True)]
    return step


def write(model: Model) -> None:
    """The model as JSON: `bias`, and by feature its weight × rarity and its rarity."""
    rows = {f: [round(w * model.rarity[f], 1), round(model.rarity[f], 1)] for f, w in model.weights.items()}
    text = json.dumps(
        {"bias": round(model.bias, 3), "weights": rows}, separators=(",", ":"), ensure_ascii=False
    )
    MODEL.write_text(text + "\n", encoding="utf-8")
    print(f"{len(rows)} features, {MODEL.stat().st_size / 1000:.1f} kB")


def measure(gold: Sequence[Example], rest: Sequence[Example]) -> None:
    """F1 at the shipped threshold and average precision, without the model and with it."""
    odds = [0.0] * len(gold)
    for fold in range(FOLDS):
        model = train([row for i, row in enumerate(gold) if i % FOLDS != fold] + list(rest))
        for i in range(fold, len(gold), FOLDS):
            odds[i] = model.odds(gold[i].features)
    points = load_rules().numbers.points
    print("model alone", *report([(o, row.privacy) for o, row in zip(odds, gold, strict=True)], 0.0))
    print("phrases    ", *report([(row.points, row.privacy) for row in gold], 1.0))
    both = [(row.points + bounded(o, points), row.privacy) for o, row in zip(odds, gold, strict=True)]
    print("together   ", *report(both, 1.0))


def report(scored: list[tuple[float, bool]], threshold: float) -> tuple[str, str]:
    told = sum(s >= threshold for s, _ in scored)
    right = sum(s >= threshold and p for s, p in scored)
    positives = sum(p for _, p in scored)
    ranked = sorted(scored, key=lambda pair: -pair[0])
    hits, precision = 0, 0.0
    for n, (_, privacy) in enumerate(ranked, 1):
        hits += privacy
        precision += hits / n if privacy else 0.0
    return f"F1 {2 * right / (told + positives):.3f}", f"AP {precision / positives:.3f}"


def main() -> None:
    if not SHARED.is_dir():
        sys.exit("the development data is not beside the checkout: nothing to train on")
    gold, rest = labelled(), unlabelled()
    print(f"{len(gold)} labelled, {len(rest)} others, {sum(row.privacy for row in rest)} of them privacy")
    if "--measure" in sys.argv[1:]:
        measure(gold, rest)
    else:
        write(train(gold + rest))


if __name__ == "__main__":
    main()

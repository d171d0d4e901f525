"""The rules as they are shipped and as the owner changed them, for a whole build."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from importlib import resources

import msgspec

from wirecopy import bodies, boilerplate, privacy, topics
from wirecopy.corpus.learnt import Learnt, Lesson
from wirecopy.corpus.value import Cut, Reason, Tag
from wirecopy.names import slug_of
from wirecopy.topics.words import CHARACTERS_A_WORD, words
from wirecopy.types import Article, Ready, Source

_BEGAN = datetime(1970, 1, 1, tzinfo=UTC)
_CUT_SHOWN = 200  # characters of a cut block that are kept to explain it


_NOBODY = Article(
    title="A title", date=_BEGAN, slug="a", entry_id="", source_id="", link="", guid="", story="a", first_seen=_BEGAN, markdown="A word.", lang="en"
)  # fmt: skip


class Rules:
    """`Knowledge` (see `derive`) out of the packages that know about bodies, boilerplate, privacy and topics."""

    def __init__(
        self,
        sources: tuple[Source, ...],
        owner_topics: tuple[topics.Topic, ...] = (),
        privacy_settings: privacy.PrivacySettings | None = None,
        ready: Ready | None = None,
    ) -> None:
        self._topics = owner_topics
        self._privacy = privacy.load_rules(privacy_settings, ready)
        self._cues = boilerplate.made_ready(ready) if ready else None
        self._source_rules = {s.id: _source_rules(s) for s in sources}
        self.learnt = Learnt()
        # Converted bodies of this batch and their parts, by identity of the article.
        self._bodies: dict[int, tuple[str, boilerplate.Parts]] = {}
        self._verdicts: dict[int, bool] = {}  # likewise: privacy or not
        self._batch: list[tuple[Article, Lesson]] = []
        self.digest = _digest_of(sources, owner_topics, privacy_settings)

    def learn(self, batch: list[Article]) -> None:
        self.learnt.count([self.judged(article, lesson) for article, lesson in self._batch])
        self.forget()
        self.learnt.open(batch[0].first_seen)
        self._batch = [(article, self.lesson(article)) for article in batch]
        self.learnt.hear([lesson for _, lesson in self._batch])

    def lesson(self, article: Article) -> Lesson:
        """What the article teaches, before it is judged."""
        _, (found, _) = self._body(article)
        blocks = boilerplate.keys_of(found)
        return Lesson(source_id=article.source_id, title=article.title, blocks=blocks)

    def judged(self, article: Article, lesson: Lesson) -> Lesson:
        """The lesson with the verdict; as it was when the article was not judged in this batch."""
        return msgspec.structs.replace(lesson, privacy=self._verdicts.get(id(article), lesson.privacy))

    def warm(self) -> None:
        """Reads what is else read when the first article asks for it."""
        self.body(_NOBODY)
        self.tags(_NOBODY, "A word.")
        self.forget()

    def forget(self) -> None:
        """Ends the batch: what is kept of its articles beside their lessons goes."""
        self._bodies, self._verdicts, self._batch = {}, {}, []

    def _body(self, article: Article) -> tuple[str, boilerplate.Parts]:
        known = self._bodies.get(id(article))
        if known is None:
            known = self._bodies[id(article)] = self._read(article)
        return known

    def _read(self, article: Article) -> tuple[str, boilerplate.Parts]:
        """The body and its blocks; only the blocks where nobody will see the body, as with most articles."""
        rules = self._source_rules.get(article.source_id)
        if article.shown != "full" and not (rules and rules.selectors):
            blocks = boilerplate.blocks_told(article.markdown)
            if blocks is not None:
                return "", (blocks, [])
        html = bodies.to_html(article.markdown)
        return html, boilerplate.read(html)

    def body(self, article: Article) -> tuple[str, str, tuple[Cut, ...]]:
        html, parts = self._body(article)
        if not parts[0] and not html.strip():
            return "", "", ()
        stripped = boilerplate.strip(
            html,
            title=article.title,
            lang=article.lang,
            link=article.link,
            source=self._source_rules.get(article.source_id),
            headlines=self.learnt.headlines.without(article.title),
            memory=self.learnt.memory(article.source_id),
            parts=parts,
            cues=self._cues,
        )
        cuts = tuple(Cut(cut.kind, cut.evidence, cut.text[:_CUT_SHOWN]) for cut in stripped.cuts)
        return stripped.html, stripped.text, cuts

    def tags(self, article: Article, text: str) -> tuple[Tag, ...]:
        verdict = privacy.judge(
            article.title,
            text,
            lang=article.lang,
            categories=article.categories,
            link=article.link,
            prior=self.learnt.prior(article.source_id),
            rules=self._privacy,
            tokens=_words_told(text, self._privacy.numbers.points.most_words),
        )
        self._verdicts[id(article)] = verdict.state == "yes"
        found = [*_privacy_tags(verdict)]
        for hit in topics.match(
            article.title, text, self._topics, categories=article.categories, link=article.link
        ):
            reasons = tuple(_topic_reason(reason) for reason in hit.reasons)
            found.append(Tag(name=hit.name, slug=hit.slug, kind="topic", reasons=reasons))
        return by_hand(tuple(found), article.tags)


def _words_told(text: str, most: int) -> list[str] | None:
    """The words of a text as `topics.words` gives them, out of those that its blocks were known by; None where words are that long that they would be cut."""
    found: list[str] = []
    read = 0
    for line in text.split("\n"):
        plain = line.isascii() and "'" not in line
        found += boilerplate.spoken(line).words if plain else words(line, most)
        read += len(line) + 1
        if len(found) >= most:
            break
    return found[:most] if read <= most * CHARACTERS_A_WORD else None


def by_hand(found: tuple[Tag, ...], given: tuple[str, ...]) -> tuple[Tag, ...]:
    """The derived tags, corrected by those in the front matter: "-privacy" removes, "Privacy" makes sure, others are added."""
    removed = {slug_of(tag[1:]) for tag in given if tag.startswith("-")}
    added = {slug_of(tag): tag for tag in given if tag and not tag.startswith("-")}
    kept = [t for t in found if t.slug not in removed and t.slug.partition("/")[0] not in removed]
    known = {t.slug for t in kept}
    sure = [msgspec.structs.replace(t, sure=True) if t.slug in added else t for t in kept]
    return (*sure, *(Tag(name=n, slug=s, kind="rule") for s, n in sorted(added.items()) if s not in known))


def _privacy_tags(verdict: privacy.Verdict) -> list[Tag]:
    if verdict.state == "no":
        return []
    told = tuple(Reason(r.phrase, r.field, r.weight) for r in verdict.reasons)
    main = Tag(
        name="Privacy",
        slug=privacy.TAG,
        kind="privacy",
        sure=verdict.state == "yes",
        score=verdict.score,
        reasons=told,
    )
    if verdict.state == "maybe":
        return [main]
    facets = [
        Tag(
            name=facet_name(facet),
            slug=f"{privacy.TAG}/{facet}",
            kind="facet",
            reasons=tuple(
                Reason(r.phrase, r.field, r.weight) for r in verdict.reasons if facet in r.facet.split()
            ),
        )
        for facet in verdict.facets
    ]
    return [main, *facets]


def facet_name(facet: str) -> str:
    """`data-breach` as "Data breach"."""
    return {
        "ai-data": "AI and data",
        "tracking-ads": "Tracking and ads",
        "biometrics-id": "Biometrics and ID",
    }.get(facet, facet.replace("-", " ").capitalize())


def _topic_reason(reason: str) -> Reason:
    """`title: "open source"` in its parts."""
    field, _, phrase = reason.partition(": ")
    return Reason(phrase.strip('"') or reason, field if phrase else "", 0.0)


def _source_rules(source: Source) -> boilerplate.SourceRules:
    return boilerplate.SourceRules(
        strip=source.strip, selectors=source.strip_selectors, cues=source.strip_cues
    )


def _digest_of(*owner: object) -> str:
    """Of everything shipped or set that can change a derived value."""
    digest = hashlib.blake2b(digest_size=12)
    for part in owner:
        digest.update(msgspec.json.encode(part))
    rules = resources.files("wirecopy") / "rules"
    for file in sorted(rules.iterdir(), key=lambda f: f.name):
        if file.is_file():
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()

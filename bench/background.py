"""Write rules/stories_background.txt: how common words are in general language, from the wordfreq data.

    python -m venv /tmp/wordfreq && /tmp/wordfreq/bin/pip install wordfreq==3.1.1
    /tmp/wordfreq/bin/python bench/background.py > src/wirecopy/rules/stories_background.txt

A line is a language, the negative decimal logarithm of a word's share of running text in tenths, and the words
that have it. English goes down to 1 word in 25,000, other languages to 1 in 4,000: rarer words count as rare.
"""

from __future__ import annotations

import math
import sys
from collections import defaultdict

import wordfreq

LANGUAGES = [
    "en",
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "nl",
    "sv",
    "da",
    "nb",
    "fi",
    "pl",
    "cs",
    "sk",
    "sl",
    "hu",
    "ro",
    "ca",
    "bg",
    "uk",
    "ru",
    "el",
    "tr",
    "id",
    "ms",
    "fil",
    "vi",
    "ar",
    "he",
    "fa",
    "hi",
    "ur",
    "bn",
    "ta",
]
RAREST = {"en": 4e-5}  # the other languages: 1 in 4,000
ATTRIBUTION = (
    "# Word frequencies from wordfreq 3.1.1 by Robyn Speer (https://github.com/rspeer/wordfreq), data under",
    "# CC BY-SA 4.0; its sources are listed there. Rounded and cut by bench/background.py; same licence.",
    "# language, -log10 of the share of running text in tenths, words",
)


def main() -> None:
    print(*ATTRIBUTION, sep="\n")
    for language in LANGUAGES:
        rows: dict[int, list[str]] = defaultdict(list)
        for word in wordfreq.top_n_list(language, 8000):
            share = wordfreq.word_frequency(word, language)
            if share < RAREST.get(language, 2.5e-4):
                break
            if any(c.isalpha() for c in word):
                rows[round(-10 * math.log10(share))].append(word)
        for tenths in sorted(rows):
            print(language, tenths, *sorted(rows[tenths]))


if __name__ == "__main__":
    sys.exit(main())

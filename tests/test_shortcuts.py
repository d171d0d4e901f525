"""Where the line takes a short way, it comes out where the long one does."""

from __future__ import annotations

import re
import unicodedata
import uuid
from urllib.parse import urljoin

from hypothesis import given
from hypothesis import strategies as st

from wirecopy.normalise.address import resolve
from wirecopy.normalise.detect import _SCRIPTS, is_latin, script_of
from wirecopy.normalise.identity import entry_id_of
from wirecopy.parse.plain import clean_line, plain_line
from wirecopy.parse.text import forbid

LETTERS = st.text(
    st.sampled_from("abcdefghijk XYZ .,éß")
    | st.sampled_from("日本語漢かなカ한국אבגджαβ١ع")
    | st.characters(),
    max_size=80,
)
ANYTHING = st.text(
    st.sampled_from(" \n\t\x00\x0b\x85\xa0\xad\u0301\u2003\u200b\u200d\u202e\u2028\ufeff\ufffe\U000e0001")
    | st.characters()
)


def counted_script(text: str) -> str:
    """`script_of` by counting alone."""
    counts = {script: len(pattern.findall(text)) for script, pattern in _SCRIPTS}
    if counts["Jpan"] * 8 >= counts["Hani"] > 0 or (counts["Jpan"] and not counts["Hani"]):
        counts["Jpan"] += counts["Hani"]
    for dense in ("Hani", "Jpan", "Kore"):
        counts[dense] *= 3
    best = max(counts, key=lambda script: counts[script])
    return best if counts[best] >= 12 else ""


@given(LETTERS)
def test_the_script_of_a_text_is_the_one_most_of_its_letters_are_in(text: str) -> None:
    assert script_of(text) == counted_script(text)


@given(st.text(st.sampled_from("abcdefghijk XYZ .,éß한漢"), max_size=60), LETTERS)
def test_a_title_that_shows_latin_script_is_right_about_the_text(title: str, html: str) -> None:
    if is_latin(title, html):
        assert script_of(f"{title}\n{plain_line(html, is_html=True)}"[:500]) == "Latn"


@given(st.text(max_size=20), st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_an_entry_id_is_a_uuid_of_version_5(source: str, guid: str) -> None:
    guid = guid.replace(":", ".")  # nothing that is taken for an address
    source = source.encode("utf-8", "replace").decode()
    space = uuid.uuid5(uuid.NAMESPACE_DNS, "wirecopy")
    assert entry_id_of(source, guid) == f"urn:uuid:{uuid.uuid5(space, source + chr(10) + guid)}"


@given(
    st.sampled_from(["", "https://a.example/b/c", "http://a.example", "https://a.example/x;y?z#f"]),
    st.from_regex(r"https?://[a-zA-Z0-9.-]{1,9}(/[a-z./;:%?#&=+~_-]{0,12})?", fullmatch=True),
)
def test_an_absolute_address_is_resolved_as_the_standard_says(base: str, address: str) -> None:
    assert resolve(base, address) == urljoin(base, address)


@given(ANYTHING)
def test_a_line_is_cleaned_as_its_patterns_say(text: str) -> None:
    unseen = re.compile(
        "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
        "\ud800-\udfff\ufdd0-\ufdef\U000e0000-\U000e007f]"
    )
    normal = unicodedata.normalize("NFC", unseen.sub("", text))
    assert clean_line(text) == re.sub(r"\s+", " ", normal).strip()


@given(ANYTHING)
def test_forbidden_characters_go_from_any_text(text: str) -> None:
    text = text.replace("&", "+")
    assert forbid(text) == re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text)

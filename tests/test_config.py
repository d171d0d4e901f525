"""feeds.toml: one mistake, one line, with its address and the nearest valid name."""

from __future__ import annotations

from pathlib import Path

import pytest

from wirecopy.config import load, source_id
from wirecopy.errors import ConfigError

FEED = '[[feeds]]\nurl = "https://a.example/rss"\n'


def loaded(tmp_path: Path, text: str):  # type: ignore[no-untyped-def]
    path = tmp_path / "feeds.toml"
    path.write_text(text, "utf-8")
    return load(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (FEED + 'sho = "full"', "feeds.toml: feeds[0].sho: unknown key, did you mean 'show'?"),
        (FEED + 'show = "all"', "feeds.toml: feeds[0].show: "),
        (FEED + '[[feeds]]\nname = "x"', "feeds.toml: feeds[1].url: missing"),
        (FEED + '[[feeds]]\nurl = "ftp://b.example/"', "feeds.toml: feeds[1].url: not an http(s) URL: 'ftp://b.example/'"),
        (FEED + '[[feeds]]\nurl = "https://"', "feeds.toml: feeds[1].url: not an http(s) URL"),
        (FEED + '[[feeds]]\nurl = "https://b.example/ x"', "feeds.toml: feeds[1].url: not an http(s) URL"),
        ('[fetch]\ntimeout_s = "long"', "feeds.toml: fetch.timeout_s: expected "),
        ("[fetch]\nper_host = 0", "feeds.toml: fetch.per_host: expected "),
        ("[fetsh]\nper_host = 1", "feeds.toml: fetsh: unknown key, did you mean 'fetch'?"),
        ('[site]\nnmae = "x"', "feeds.toml: site.nmae: unknown key, did you mean 'name'?"),
        ('[site]\nname = " "', "feeds.toml: site.name: empty"),
        ('[site]\nurl = "example.org"', "feeds.toml: site.url: not an http(s) URL"),
        ('[[rules]]\nname = "x"\naction = "eat"\ntitle = ["y"]', "feeds.toml: rules[0].action: "),
        ('[[rules]]\nname = "x"\naction = "drop"\ntitle = ["/(/"]', "feeds.toml: rules[0].title[0]: "),
        ('[[topics]]\nname = "x"\nany = ["/(/"]', "feeds.toml: topics[0].any[0]: "),
        (FEED + 'show = "full"', "feeds.toml: feeds[0].show: 'full' needs the licence"),
        (FEED + 'id = "Über uns"', "feeds.toml: feeds[0].id: "),
        (FEED + 'id = "a"\n[[feeds]]\nurl = "https://b.example/"\nid = "a"', "feeds.toml: feeds[1].id: 'a' is feeds[0]'s already"),
        ("[site\n", "feeds.toml: "),
    ],
)  # fmt: skip
def test_a_mistake_is_one_line_with_its_address(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, text)
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="wirecopy init"):
        load(tmp_path / "feeds.toml")


def test_a_feed_that_is_listed_twice_counts_once(tmp_path: Path) -> None:
    assert len(loaded(tmp_path, FEED + FEED).sources) == 1


def test_two_feeds_of_one_host_have_two_ids_whatever_their_order(tmp_path: Path) -> None:
    a, b = (
        '[[feeds]]\nurl = "https://x.example/rss"\n',
        '[[feeds]]\nurl = "https://x.example/feed.xml?tag=law"\n',
    )
    ids = {s.url: s.id for s in loaded(tmp_path, a + b).sources}
    assert ids == {s.url: s.id for s in loaded(tmp_path, b + a).sources}
    assert len(set(ids.values())) == 2


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.404media.co/rss/", "404media-co"),
        ("http://feeds.example.org/news/world/rss.xml", "example-org-news-world"),
        ("http://127.0.0.1:8800/bbc-world.xml", "bbc-world"),
        ("https://例え.example/feed", "li-e-example"),
    ],
)
def test_an_id_is_made_of_the_words_of_the_address(url: str, name: str) -> None:
    assert source_id(url) == name


def test_the_name_of_a_feed_does_not_change_its_id(tmp_path: Path) -> None:
    before = loaded(tmp_path, FEED + 'name = "Before"').sources[0]
    assert loaded(tmp_path, FEED + 'name = "After"').sources[0].id == before.id

"""Feeds that want to be another: spam under old ids, another's guids and addresses. What is on record stays, and `why` tells."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

import hostile
from liveline import BIN, LiveSite
from loopback import Loopback
from test_bed_publishers import story
from wirecopy.selftest.scenario import feed, item


def spam(n: int, **other: str) -> str:
    values = {"guid": f"g{n}", "link": f"https://weir.example/{n}"} | other
    return item(f"Cheap pills, order {n} now", "Miracle cure " * 20 + str(n), **values)


def why(site: LiveSite, asked: str) -> str:
    command = [str(BIN / "wirecopy"), "why", asked]
    return subprocess.run(command, cwd=site.folder, capture_output=True, text=True, check=True).stdout


def test_an_update_that_is_another_story_is_kept_out_and_why_tells_it(tmp_path: Path) -> None:
    with Loopback() as server:
        site = LiveSite(tmp_path / "site", server)
        site.feeds(f=server.reply("/f", feed(*[story(n) for n in range(5)])))
        site.fetch()
        before = {a.guid: a for a in site.articles("f")}
        server.reply("/f", feed(*[spam(n) for n in range(5)]))
        ended = site.fetch("--force", hours=2)
        assert "another story under an old id 5" in ended.out
        assert {a.guid: a for a in site.articles("f")} == before
        told = why(site, "https://weir.example/3")
        assert "kept out" in told
        assert "the feed says now: Cheap pills, order 3 now" in told
        assert before["g3"].title in why(site, "Cheap pills, order 3 now")
        server.reply("/f", feed(*[story(n).replace("otter", "beaver") for n in range(5)]))
        assert "another story" not in site.fetch("--force", hours=2).out
        assert "starts a story of its own" in why(site, "https://weir.example/3")


@pytest.mark.parametrize("first", ["a", "b"])
@pytest.mark.parametrize("apart", [0, 2])
def test_a_feed_that_takes_anothers_guids_and_addresses_takes_nothing_from_it(
    tmp_path: Path, first: str, apart: int
) -> None:
    """Whoever is read first: the other's articles are all there, with their own titles and texts."""
    true, false = (
        feed(*[story(n) for n in range(8)]),
        feed(*[spam(n) for n in range(8)], title="Another weir"),
    )
    with Loopback() as server:
        site = LiveSite(tmp_path / "site", server)
        places = {"a": server.reply("/a", true), "b": server.reply("/b", false)}
        if apart:
            site.feeds(**{first: places[first]})
            site.fetch()
        site.feeds(**places)
        site.fetch("--force", hours=apart)
        assert len(site.articles("a")) == len(site.articles("b")) == 8
        assert not any("pills" in f"{a.title}{a.markdown}{a.also}" for a in site.articles("a"))
        assert "says something else: kept apart" in why(site, site.articles("ba"[first == "b"])[0].title)


def test_an_outlet_that_links_anothers_page_under_nearly_its_headline_is_still_named_there(
    tmp_path: Path,
) -> None:
    one = item(
        "Lock gate at the old weir repaired after flood",
        "The gate closes again. " * 9,
        guid="1",
        link="https://weir.example/1",
    )
    two = item("Old weir lock gate repaired", "Comments", guid="x", link="https://weir.example/1")
    with Loopback() as server:
        site = LiveSite(tmp_path / "site", server)
        site.feeds(a=server.reply("/a", feed(one)), b=server.reply("/b", feed(two, title="Links")))
        site.fetch()
        (article,) = site.articles()
    assert [a.source_id for a in article.also] == [{"a": "b", "b": "a"}[article.source_id]]


def test_a_domain_under_new_ownership_serves_a_page_and_the_record_stays(tmp_path: Path) -> None:
    with Loopback() as server:
        site = LiveSite(tmp_path / "site", server)
        site.feeds(f=server.reply("/f", feed(*[story(n) for n in range(5)]), ETag='"1"'))
        site.fetch()
        before = site.articles()
        server.reply("/f", b"<!doctype html><title>This domain is for sale</title>", ETag='"2"')
        site.fetch("--force", hours=2)
        server.reply("/f", hostile.FEED, status=404)
        site.fetch("--force", hours=2)
        assert site.articles() == before
        assert all(a.headers.get("if-none-match") in (None, '"1"') for a in server.log)


def test_a_site_of_which_no_feed_could_be_read_is_built_nevertheless(tmp_path: Path) -> None:
    with Loopback() as server:
        site = LiveSite(tmp_path / "site", server)
        site.feeds(f=server.reply("/f", b"no feed at all"))
        assert site.fetch().code == 5
    site.build()
    assert (tmp_path / "site" / "output" / "index.html").exists()

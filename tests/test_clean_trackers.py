"""The table of tracker images: every row is proven by its example."""

from __future__ import annotations

import re

import pytest

from wirecopy.clean.trackers import Tracker, is_pixel, is_tracker, trackers


@pytest.mark.parametrize("row", trackers(), ids=lambda row: row.example)
def test_each_row_catches_its_example_by_itself(row: Tracker) -> None:
    host = row.example.split("/")[2]
    assert not row.host or host == row.host or host.endswith("." + row.host)
    rest = row.example.split(host, 1)[1]
    assert re.search(row.path, rest)
    assert is_tracker(row.example)
    assert row.source


@pytest.mark.parametrize(
    "address",
    [
        "https://news.example/tr/photo.jpg",
        "https://www.facebook.com/travel/photo.jpg",
        "https://i0.wp.com/news.example/photo.jpg",
        "https://blogger.googleusercontent.com/img/a/photo=s1600",
        "https://substackcdn.com/image/fetch/photo.png",
        "https://www.propublica.org/photo.jpg",
        "https://notdoubleclick.net.example/photo.jpg",
        "https://miro.medium.com/max/1024/photo.png",
        "https://www.google.com/logos/photo.png",
        "https://static01.nyt.example/images/photo.jpg",
        "https://news.example/open/photo.jpg",
        "",
    ],
)
def test_photographs_are_no_trackers(address: str) -> None:
    assert not is_tracker(address)


def test_a_pixel_is_told_by_width_height_or_style() -> None:
    assert is_pixel({"width": "1", "height": "1"})
    assert is_pixel({"style": "border:0;width:1px"})
    assert not is_pixel({"width": "10", "height": "10"})
    assert not is_pixel({"style": "opacity: 0.9; max-width: 100%"})

"""The network: feeds asked politely, within limits, and nowhere that is not the open internet."""

from wirecopy.fetch.discover import FeedLink, discover, is_web_page
from wirecopy.fetch.feeds import fetch
from wirecopy.fetch.pages import FailedGet, Page, get, get_all
from wirecopy.fetch.robots import Robots
from wirecopy.fetch.schedule import next_state

__all__ = [
    "FailedGet",
    "FeedLink",
    "Page",
    "Robots",
    "discover",
    "fetch",
    "get",
    "get_all",
    "is_web_page",
    "next_state",
]

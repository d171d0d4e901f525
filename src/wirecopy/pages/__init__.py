"""Which files the site has, what each is made of, and how they are printed."""

from wirecopy.pages.furnish import furnish
from wirecopy.pages.page import Context, FeedLink, Head, Page, root_of
from wirecopy.pages.plan import plan
from wirecopy.pages.press import Printed, print_pages, render, write_page

__all__ = [
    "Context",
    "FeedLink",
    "Head",
    "Page",
    "Printed",
    "furnish",
    "plan",
    "print_pages",
    "render",
    "root_of",
    "write_page",
]

"""Images that the site serves itself: which a body asks for, and the body once they are there."""

from __future__ import annotations

from collections.abc import Mapping

from wirecopy.bodies.canonical import finish, tree_of
from wirecopy.bodies.shape import shape
from wirecopy.bodies.tree import Node, elements, read


def image_addresses(html: str) -> tuple[str, ...]:
    """Addresses of the images in a safe body, in order, each once: what `images = "local"` has to fetch."""
    found = (node.attrs.get("src", "") for node in elements(tree_of(html)) if node.tag == "img")
    return tuple(dict.fromkeys(address for address in found if address))


def with_local_images(html: str, served: Mapping[str, str]) -> str:
    """The safe body with each image at the place where the site serves it ("images/3f2a.webp").

    An image that could not be had becomes its alternative text: no page ever asks another host for it.
    """
    if "<img" not in html:
        return html
    tree = read(html)
    for node in elements(tree):
        _settle(node, served)
    return finish(shape(tree))


def _settle(node: Node, served: Mapping[str, str]) -> None:
    if node.tag != "img":
        return
    if place := served.get(node.attrs.get("src", "")):
        node.attrs["src"] = place
        return
    alt = node.attrs.get("alt", "")
    node.tag, node.attrs, node.children = "span", {}, [alt] if alt else []

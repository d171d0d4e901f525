"""Images that the site serves itself: which a body asks for, and the body once they are there."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from wirecopy.bodies.canonical import finish, tree_of
from wirecopy.bodies.shape import shape
from wirecopy.bodies.tree import Node, elements, read
from wirecopy.clean.images import stands_for_text


class Place(Struct, frozen=True):
    """Where the site serves an image, and how large it is."""

    address: str  # relative to the page: "../../../../images/3f2a.webp"
    width: int = 0  # pixels; 0: not known
    height: int = 0


def image_addresses(html: str) -> tuple[str, ...]:
    """Addresses of the images in a safe body, in order, each once: what `images = "local"` has to fetch."""
    if "<img" not in html:
        return ()
    found = (node.attrs.get("src", "") for node in elements(tree_of(html)) if node.tag == "img")
    return tuple(dict.fromkeys(address for address in found if address))


def with_local_images(html: str, served: Mapping[str, Place]) -> str:
    """The safe body with each image at the place where the site serves it.

    An image that could not be had becomes a link to it: no page ever asks another host by itself.
    """
    if "<img" not in html:
        return html
    tree = read(html)
    _settle(tree, served, inside_link=False)
    return finish(shape(tree))


def _settle(parent: Node, served: Mapping[str, Place], *, inside_link: bool) -> None:
    for node in parent.children:
        if not isinstance(node, Node):
            continue
        if node.tag == "img":
            _settle_image(node, served.get(node.attrs.get("src", "")), inside_link=inside_link)
        else:
            _settle(node, served, inside_link=inside_link or node.tag == "a")


def _settle_image(node: Node, place: Place | None, *, inside_link: bool) -> None:
    address, alt = node.attrs.get("src", ""), node.attrs.get("alt", "")
    if place:
        node.attrs = {"src": place.address, "alt": alt}
        if place.width and place.height:
            node.attrs |= {"width": str(place.width), "height": str(place.height)}
    elif stands_for_text(alt, address) or not address.startswith("http"):
        node.tag, node.attrs, node.children = "span", {}, [alt] if alt else []
    else:
        said = f"[image: {alt}]" if alt else "[image]"
        # a link within a link is none: what surrounds it leads to the picture, or to its page
        node.tag, node.attrs = ("span", {}) if inside_link else ("a", {"href": address})
        node.children = [said]

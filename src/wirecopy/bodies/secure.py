"""Addresses in what a person may have written: pages on the web or on this site, images of this site."""

from __future__ import annotations

import re

from wirecopy.bodies.tree import Node, elements

_WEB = re.compile(r"https?://[^/?#\s\\@{|}<>]+(?:[/?#][^\s\\{|}<>]*)?|mailto:[^\s{|}<>\\]+", re.IGNORECASE)
# Below this site: a path, a query or a fragment, not another host, no scheme.
_HERE = re.compile(r"(?![/\\]{2})[^\s:\\{|}<>?#]*(?:[?#][^\s\\{|}<>]*)?")
_IMAGE = re.compile(r"/?(?:\.\./)*[\w-][\w.-]*(?:/[\w-][\w.-]*)*")


def secure(root: Node) -> Node:
    """The same tree, in which links lead to http, https, mail or this site and images come from this site.

    A link that does not loses its address and dissolves when the tree is shaped; an image that would
    make a reader's browser ask another host becomes its alternative text.
    """
    for node in elements(root):
        if node.tag == "a" and "href" in node.attrs:
            address = node.attrs["href"].strip()
            if not (_WEB.fullmatch(address) or (address and _HERE.fullmatch(address))):
                node.attrs = {}
        elif node.tag == "img" and not _IMAGE.fullmatch(node.attrs.get("src", "")):
            node.tag = "span"
            node.children = [alt] if (alt := node.attrs.get("alt", "")) else []
            node.attrs = {}
    return root

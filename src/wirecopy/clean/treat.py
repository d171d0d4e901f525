"""The walk through a rough tree that applies the owner's policy to each element."""

from __future__ import annotations

from wirecopy.bodies.allow import LANGUAGE_CLASS, RENAMED
from wirecopy.bodies.tree import Node
from wirecopy.clean.embeds import EMBEDS, treat_embed
from wirecopy.clean.images import treat_image
from wirecopy.clean.links import treat_link
from wirecopy.clean.policy import CleanPolicy
from wirecopy.clean.tally import Tally


def treat(parent: Node, base: str, policy: CleanPolicy, tally: Tally) -> None:
    """Rename, resolve, replace and count, in place, everything below an element."""
    kept: list[Node | str] = []
    for child in parent.children:
        if isinstance(child, str):
            kept.append(child)
            continue
        child.tag = RENAMED.get(child.tag, child.tag)
        if child.tag == "img":
            image = treat_image(child.attrs, base, policy, tally)
            if image is not None:
                kept.append(image)
            continue
        if child.tag in EMBEDS:
            _treat_inside(child, base, policy, tally)
            kept += treat_embed(child, base, tally)
            continue
        if child.tag == "a":
            child.attrs = treat_link(child.attrs, base, tally)
        elif child.tag in ("code", "pre"):
            _keep_language(child)
        treat(child, base, policy, tally)
        kept.append(child)
    parent.children = kept


def _treat_inside(node: Node, base: str, policy: CleanPolicy, tally: Tally) -> None:
    """The fallback content of an embed; what is inside embeds inside it is not counted again."""
    sources = [
        child for child in node.children if isinstance(child, Node) and child.tag in ("source", "embed")
    ]
    node.children = [child for child in node.children if child not in sources]
    treat(node, base, policy, tally)
    node.children = [*sources, *node.children]


def _keep_language(node: Node) -> None:
    """Of the classes of a code element, the one that names its language."""
    for name in node.attrs.get("class", "").split():
        name = "language-" + name.removeprefix("lang-") if name.startswith("lang-") else name
        if LANGUAGE_CLASS.fullmatch(name):
            node.attrs = {"class": name}
            return
    node.attrs = {}

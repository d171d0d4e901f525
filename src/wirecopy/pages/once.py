"""`{% once KEY %}…{% endonce %}`: a part of a page that is printed once and stands in every page with the same key.

Header, footer and assets of ten thousand pages differ by the way to the root and the kind of the page alone. The
key names everything that the part shows beside the site's own values, so only what the template's author lists
there may be used inside: equal keys must give equal text (`tests/test_pages.py` prints whole sites both ways).
"""

from __future__ import annotations

from collections.abc import Callable

from jinja2 import Environment, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from markupsafe import Markup

_HELD = "_once"  # the name of the part within the template


class Once(Extension):
    """The tag, and what was printed under which key; forgotten when the environment gets other values of the site."""

    tags = {"once"}  # noqa: RUF012  # as Jinja declares it

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self._site: object = None
        self._held: dict[tuple[str, object], Markup] = {}

    def parse(self, parser: Parser) -> list[nodes.Node]:
        line = next(parser.stream).lineno
        place = nodes.Const(f"{parser.name or parser.filename}:{line}")
        key = parser.parse_tuple()
        body = parser.parse_statements(("name:endonce",), drop_needle=True)
        held = nodes.Name(_HELD, "load")
        printed = self.call_method("_keep", [place, key, held])
        return [
            nodes.Assign(nodes.Name(_HELD, "store"), self.call_method("_known", [place, key])).set_lineno(
                line
            ),
            nodes.If(
                nodes.Test(held, "none", [], [], None, None),
                [nodes.AssignBlock(nodes.Name(_HELD, "store"), None, body), nodes.Output([printed])],
                [],
                [nodes.Output([held])],
            ).set_lineno(line),
        ]

    @property
    def parts(self) -> tuple[Callable[..., object], ...]:
        """What templates call for each part."""
        return self._known, self._keep

    def _known(self, place: str, key: object) -> Markup | None:
        site = self.environment.globals.get("site")
        if site is not self._site:
            self._site, self._held = site, {}
        return self._held.get((place, key))

    def _keep(self, place: str, key: object, printed: str) -> str:
        if isinstance(printed, Markup):
            self._held[place, key] = printed
        return printed

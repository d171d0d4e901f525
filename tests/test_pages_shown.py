"""Templates give the same text with our code generator as with Jinja's own, and refuse the same mistakes."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, TemplateError, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from msgspec import Struct

from wirecopy.pages.shown import show_quickly


class Ref(Struct, frozen=True):
    name: str


class Thing(Struct, frozen=True):
    title: str
    ref: Ref


PARTS = """
{% macro plain(a, b="<i>", c=b) %}[{{ a }} {{ b }} {{ c }} {{ outer|default("none") }}]{% endmacro %}
{% macro many(a) %}{{ a }} {{ varargs|join(",") }} {{ kwargs|dictsort }}{% endmacro %}
{% macro framed(a) %}<b>{{ caller(a) }}</b>{% endmacro %}
"""
VALUES = {
    "thing": Thing("A & <b>", Ref("Ref's")),
    "table": {"title": 'of a "mapping"', "items": "hidden by the method", "deep": {"er": 3}},
    "row": [Thing("one", Ref("x")), {"title": "two"}, {"other": 1}],
    "outer": "<outer>",
}
TEXTS = (
    "{{ thing.title }} {{ thing.ref.name }} {{ thing['title'] }}",
    "{{ table.title }} {{ table.deep.er }} {{ table.items().__len__() }} {{ table.none is defined }}",
    "{% for t in row %}{{ t.title if t.title is defined else '-' }}{{ loop.index }}{{ ', ' if not loop.last }}{% endfor %}",
    "{% for t in row if t.title is defined %}{{ t.title }}{% else %}none{% endfor %}",
    "{{ parts.plain(1) }} {{ parts.plain('<', '&') }} {{ parts.plain(1, c=thing.title) }} {{ parts.plain(b=2, a=1) }}",
    "{{ parts.many(1, 2, '<', x='>') }} {{ parts.many(1) }} {% call(x) parts.framed(7) %}<{{ x }}>{% endcall %}",
    "{% set ns = namespace(n=1) %}{% for t in row %}{% set ns.n = ns.n + 1 %}{% set inner = loop.index %}{{ seen_by() }}{% endfor %}{{ ns.n }}",
    "{% block one %}{% set inner = 5 %}{{ seen_by() }} {{ self.two() }}{% endblock %}{% block two %}2{% endblock %}",
    "{% autoescape false %}{{ parts.plain('<') }}{{ thing.title }}{% endautoescape %} {{ thing.title|upper }}",
    "{{ marked }} {{ marked + '<' }} {{ '%s' % thing.title }} {{ thing.title.upper().lower() }}",
)
MISTAKES = (
    "{{ thing.titel }}",
    "{{ nothing }}",
    "{{ nothing.at.all }}",
    "{{ table.none }}",
    "{{ thing.ref.none.deeper }}",
    "{{ parts.plain(1, 2, 3, 4) }}",
    "{{ parts.plain(1, d=3) }}",
    "{{ parts.none() }}",
    "{{ thing.title() }}",
)


def env_of(quick: bool, text: str) -> Environment:
    env = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=DictLoader({"page": '{% import "parts" as parts with context %}' + text, "parts": PARTS}),
    )

    @pass_context
    def seen_by(context: Context) -> str:
        return f"({context.get('inner', '<nothing>')})"

    env.globals.update(seen_by=seen_by, marked=Markup("<em>"))
    if quick:
        show_quickly(env, [])
    return env


@pytest.mark.parametrize("text", TEXTS)
def test_the_text_is_the_one_that_jinja_gives(text: str) -> None:
    ours, theirs = (env_of(quick, text).get_template("page").render(VALUES) for quick in (True, False))
    assert ours == theirs


@pytest.mark.parametrize("text", MISTAKES)
def test_a_mistake_is_refused_as_jinja_refuses_it(text: str) -> None:
    said = []
    for quick in (True, False):
        with pytest.raises((TemplateError, TypeError)) as raised:
            env_of(quick, text).get_template("page").render(VALUES)
        said.append((raised.type, str(raised.value)))
    assert said[0] == said[1]


def test_globals_that_were_set_before_show_quickly_are_those_of_templates_loaded_earlier() -> None:
    env = env_of(False, "{{ marked }}")
    assert "<em>" in env.get_template("page").render()
    env.globals["marked"] = "new"
    show_quickly(env, [])
    assert "new" in env.get_template("page").render()

"""What templates put out, escaped in the fewest steps.

MarkupSafe's `escape` makes a `Markup` of every piece, also of those that are markup already, and the next step joins
them all into one string. A page has hundreds of pieces, so it costs a fifth less where they stay what they are.
"""

from __future__ import annotations

from typing import Any

from jinja2 import Environment
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape


def shown(value: Any) -> str:
    """The same text as `escape` gives; to be joined with other pieces at once, for it may be a plain string."""
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]
    if kind is str and not ("&" in value or "<" in value or ">" in value or '"' in value or "'" in value):
        return value  # type: ignore[no-any-return]
    return escape(value)


class _Generator(CodeGenerator):
    """Jinja's own, but for the function that pieces pass through."""

    def _output_child_pre(self, node: Any, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.shown(")


def show_quickly(env: Environment) -> None:
    """Makes templates that `env` compiles from now on use `shown`."""
    env.shown = shown  # type: ignore[attr-defined]
    env.code_generator_class = _Generator

"""What templates put out, escaped in the fewest steps.

MarkupSafe's `escape` makes a `Markup` of every piece, also of those that are markup already, and the next step joins
them all into one string. A page has hundreds of pieces, so it costs a fifth less where they stay what they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, MutableMapping
from typing import Any, ClassVar

from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame, optimizeconst
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
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
    """Jinja's own, but for how pieces are put out, attributes are read and functions are called."""

    def _output_child_pre(self, node: Any, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.shown(")

    @optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802  # as Jinja names it
        """`a.b` as Python reads it; only what has no such attribute is asked for in Jinja's way."""
        if not _is_path(node.node):
            self._ask_jinja(node, frame)
            return
        self.write("(seen if (seen := getattr(")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r}, missing)) is not missing else ")
        self._ask_jinja(node, frame)
        self.write(")")

    def _ask_jinja(self, node: nodes.Getattr, frame: Frame) -> None:
        self.write("environment.getattr(")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r})")

    @optimizeconst
    def visit_Call(  # noqa: N802  # as Jinja names it
        self, node: nodes.Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        self.write("context.ask(")
        self.visit(node.node, frame)
        self.write(", _loop_vars" if frame.loop_frame else ", None")
        self.write(", _block_vars" if frame.block_frame else ", None")
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")


def _is_path(node: nodes.Expr) -> bool:
    """Whether it is a name, or names with dots between: it may be written twice, for reading it does nothing else."""
    while isinstance(node, nodes.Getattr):
        node = node.node
    return isinstance(node, nodes.Name)


class _Context(Context):
    """Jinja's own, which need not ask each time what macros and our own functions want to be given."""

    plain: ClassVar[frozenset[object]] = frozenset()  # functions that want nothing but their arguments

    def ask(self, asked: Any, loop: Any, block: Any, /, *args: Any, **kwargs: Any) -> Any:
        """As `call` with the variables of a loop and of a block, which macros and plain functions have no use for."""
        if asked.__class__ is Macro:
            if not (asked.caller or asked.catch_kwargs or asked.catch_varargs):
                if len(args) < len(asked.arguments):
                    args += tuple([kwargs.pop(name, missing) for name in asked.arguments[len(args) :]])
                if not kwargs and len(args) == len(asked.arguments) and self.eval_ctx.autoescape:
                    # Markup's own constructor is Python: it asks what the text is, which is known here.
                    return str.__new__(Markup, asked._func(*args))
            return asked(self.eval_ctx, *args, **kwargs)
        if asked in self.plain:
            return asked(*args, **kwargs)
        if loop is not None:
            kwargs["_loop_vars"] = loop
        if block is not None:
            kwargs["_block_vars"] = block
        return self.call(asked, *args, **kwargs)


def show_quickly(env: Environment, plain: Iterable[Callable[..., object]]) -> None:
    """Makes templates that `env` compiles from now on use `shown`, and call the `plain` functions directly.

    Each template takes the environment's globals as they are when it is loaded: Jinja chains two mappings so that
    later ones are seen, and copies the chain for each page, in Python.
    """

    def make_globals(given: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**env.globals, **(given or {})}

    # A page asks for seven templates: Jinja's cache takes a lock and a reference to the loader for each.
    loaded: dict[object, Template] = {}
    get_template = type(env).get_template

    def get_loaded(
        name: str | Template, parent: str | None = None, globals: MutableMapping[str, Any] | None = None
    ) -> Template:
        if globals:
            return get_template(env, name, parent, globals)
        found = loaded.get(name)
        if found is None:
            found = loaded[name] = get_template(env, name, parent)
        return found

    env.get_template = get_loaded  # type: ignore[method-assign]
    env.make_globals = make_globals  # type: ignore[method-assign,assignment]
    if env.cache is not None:
        env.cache.clear()  # what was loaded before has other globals
    env.shown = shown  # type: ignore[attr-defined]
    env.code_generator_class = _Generator
    env.context_class = type("PageContext", (_Context,), {"plain": frozenset(plain)})

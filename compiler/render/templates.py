"""Templates: Jinja in a sandbox, strict about names, in which every printed value is escaped as Markdown text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import CodeType
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.bccache import Bucket
from jinja2.runtime import Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

from compiler import resources
from compiler.render.error import RenderError
from compiler.render.escape import escaped
from compiler.render.formats import Formats

_NAME = re.compile(r"[\w-]+(/[\w-]+)*\.md")
_INNER_SPACE = re.compile(r"&#32;(?:(?<=[^\W_]&#32;)|(?<=[,;]&#32;))(?=[^\W_])")
"""It begins with what is rare, so that a search is quick."""
_METHODS = {"items", "keys", "values", "get"}
_UNSAFE = ("safe", "e", "escape", "forceescape", "urlize", "xmlattr", "tojson", "pprint", "striptags", "random")


class Written(str):
    """Markdown that was made here, by a macro or block whose values were escaped one by one."""

    __slots__ = ()


class Templates:
    """The templates of one document: the workspace's own before the shipped ones."""

    def __init__(self, overrides: Mapping[str, str], formats: Formats, names: Mapping[str, Any]) -> None:
        self._overrides = overrides

        @jinja2.pass_eval_context
        def finalize(_context: object, value: object) -> str:
            return _printed(value, formats)

        self._environment = _Environment(
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            loader=jinja2.FunctionLoader(self._source),
            finalize=finalize,
            optimized=False,
            bytecode_cache=_COMPILED,
        )
        for name in _UNSAFE:
            self._environment.filters.pop(name, None)
        self._environment.filters.update(formats.filters(), written=Written)
        self._environment.globals.update(names, find=find, names=_names, word=formats.words)
        self._environment.globals.update(hours=formats.hours, by_month=formats.by_month, by_year=formats.by_year)
        self._environment.globals.pop("lipsum", None)

    def __contains__(self, name: str) -> bool:
        return self._source(name) is not None

    def _source(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        source = self._overrides.get(name)
        if source is None:
            source = _shipped(name) if _NAME.fullmatch(name) else None
        return None if source is None else (source, name, lambda: True)

    def render(self, name: str, **more: Any) -> str:
        """The Markdown that a template makes. Raises ``RenderError`` with the template's line."""
        try:
            made = self._environment.get_template(name).render(**more)
        except jinja2.TemplateSyntaxError as error:
            raise RenderError(error.message or "syntax error", error.name or name, error.lineno) from error
        except jinja2.TemplateNotFound as error:
            raise RenderError(f"there is no template '{error.name}'", *self._place(error, name)) from error
        except RecursionError as error:
            raise RenderError("the templates include each other without end", *self._place(error, name)) from error
        except Exception as error:  # a template is the workspace's own code: whatever it does wrong is its own
            raise RenderError(str(error) or type(error).__name__, *self._place(error, name)) from error

        # Between two words a space needs no entity: it only had one since it stood at the edge of a value.
        return _INNER_SPACE.sub(" ", made).strip("\n")

    def _place(self, error: BaseException, name: str) -> tuple[str, int | None]:
        """The innermost template line that the error passed."""
        place: tuple[str, int | None] = (name, None)
        trace = error.__traceback__
        while trace is not None:
            file = trace.tb_frame.f_code.co_filename
            if file.endswith(".md") and file in self:
                place = (file, trace.tb_lineno)
            trace = trace.tb_next
        return place


class _Compiled(jinja2.BytecodeCache):
    """Compiled templates by name and text. The code holds nothing of a language or client: nothing is worked out ahead."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType | None] = {}

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return name

    def get_source_checksum(self, source: str) -> str:
        return source

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()


class _Environment(ImmutableSandboxedEnvironment):
    """A sandbox in which data's own keys win over the methods of mappings, and what macros make isn't escaped again."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, dict):
            if attribute in obj:
                return obj[attribute]
            if attribute not in _METHODS:
                return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def call(self, context: Any, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        made = super().call(context, obj, *args, **kwargs)
        return Written(made) if isinstance(obj, Macro) else made

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for block in tree.find_all(nodes.AssignBlock):
            block.filter = nodes.Filter(block.filter, "written", [], [], None, None, lineno=block.lineno)
        return tree


def _printed(value: Any, formats: Formats) -> str:
    if isinstance(value, jinja2.Undefined):
        return str(value)  # raises, with the name
    if isinstance(value, Written):
        return value
    if value is None or isinstance(value, bool):
        return formats.plain(value)
    if isinstance(value, str | int):
        return escaped(str(value))
    raise TypeError(f"a {type(value).__name__} can't be printed: name the part of it that is meant")


@cache
def _shipped(name: str) -> str | None:
    try:
        return resources.text("templates", name)
    except FileNotFoundError:
        return None


def find(items: Sequence[Mapping[str, Any]], identifier: str) -> Mapping[str, Any]:
    """The item with an id. Raises ``LookupError`` where there is none."""
    for item in items:
        if item.get("id") == identifier:
            return item
    raise LookupError(f"there is no '{identifier}' among: {', '.join(str(item.get('id')) for item in items) or 'nothing'}")


def _names(identifiers: Sequence[str], items: Sequence[Mapping[str, Any]]) -> list[str]:
    """The labels or names of the items with these ids."""
    found = [find(items, identifier) for identifier in identifiers]
    return [str(item.get("label") or item.get("name") or item["id"]) for item in found]

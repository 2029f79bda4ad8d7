"""Writes docs/reference.md from the schemas, and docs/rules/ from the table of codes: ``python -m docs.generate``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from docs.rules import rules

ROOT = Path(__file__).parents[1]
SCHEMAS: dict[str, Any] = {
    path.name.split(".")[0]: json.loads(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "schemas").glob("*.json"))
}
PLACES = {
    "provider": "provider/provider.yaml",
    "sla": "provider/sla/<version>/sla.yaml",
    "monitoring": "provider/monitoring/<name>.yaml",
    "contract": "clients/<client>/contract.yaml",
    "dap": "clients/<client>/dap.yaml",
    "common": "",
    "bundle": "build/bundles/<client>.json",
}
KINDS_OF_VALUE = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "`true` or `false`",
    "null": "empty",
}
LONGEST_EXAMPLE = 160
"""Longer ones are left out of tables: their keys have examples of their own."""


# Examples


class _Yaml(yaml.SafeDumper):
    """Writes as the files are written: YAML 1.2, so that dates and times are plain; double quotes where some are needed."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - the name is the library's

    def ignore_aliases(self, _data: object) -> bool:
        return True

    def choose_scalar_style(self) -> Any:
        style = super().choose_scalar_style()
        return '"' if style == "'" else style


_Yaml.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))
_Yaml.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("^(null|~|)$"), ["n", "~", ""])
_Yaml.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("^-?[0-9]+$"), list("-0123456789"))
# Telephone numbers stand between quotes as well.
_Yaml.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^(-?[0-9]*\.[0-9]+|\+.*)$"), list("-+.0123456789"))


def _yaml(data: object, *, flow: bool = False) -> str:
    return yaml.dump(data, Dumper=_Yaml, default_flow_style=flow, allow_unicode=True, sort_keys=False, width=10**6).strip()


def _inline(file: str, data: dict[str, Any] | list[Any]) -> str:
    """What a block or list holds, on one line of a table: bundles are JSON, files are YAML."""
    line = json.dumps(data, ensure_ascii=False) if file == "bundle" else _yaml(data, flow=True)
    return f"`{line[1:-1]}`".replace("|", "\\|") if len(line) <= LONGEST_EXAMPLE else ""


# The reference


def _target(file: str, reference: str) -> tuple[str, str, dict[str, Any]]:
    """The file, the name and the schema that a reference means."""
    other, _, pointer = reference.partition("#")
    file = other.split(".")[0] or file
    name = pointer.removeprefix("/$defs/")
    return file, name, SCHEMAS[file]["$defs"][name]


def _block(schema: dict[str, Any]) -> tuple[dict[str, Any] | None, list[str]]:
    """The block of keys that a value holds at last, and the names by which lists and blocks lead there."""
    way: list[str] = []
    while "properties" not in schema and "oneOf" not in schema:
        if isinstance(schema.get("additionalProperties"), dict):
            names = schema.get("propertyNames", {}).get("$ref", "id").split("/")[-1].replace("id", "name")
            way.append(f"<{names}>")
            schema = schema["additionalProperties"]
        elif "items" in schema:
            schema = schema["items"]
        else:
            return None, way
    return schema, way


def _value(file: str, schema: dict[str, Any], anchor: str) -> str:
    """What kind of value it is, in words, with a link to where that is described."""
    if "$ref" in schema:
        other, name, part = _target(file, schema["$ref"])
        return f"[{part['title']}](#{other}-part-{name})"
    if "properties" in schema or "oneOf" in schema:
        return f"[see below](#{anchor})"
    if "anyOf" in schema:
        return " or ".join(_value(file, part, anchor) for part in schema["anyOf"])
    if "enum" in schema or "const" in schema:
        choices = schema.get("enum") or [schema["const"]]
        return " · ".join("empty" if choice is None else f"`{choice}`" for choice in choices)
    if schema.get("type") == "array":
        return f"list of {_value(file, schema['items'], anchor)}"
    if isinstance(schema.get("additionalProperties"), dict):
        names = _value(file, schema["propertyNames"], anchor) if "$ref" in schema.get("propertyNames", {}) else "name"
        return f"for each {names}: {_value(file, schema['additionalProperties'], anchor)}"
    kinds = schema.get("type", "any value")
    return " or ".join(KINDS_OF_VALUE.get(kind, kind) for kind in ([kinds] if isinstance(kinds, str) else kinds))


def _named(keys: Any) -> str:
    return " and ".join(f"`{key}`" for key in keys)


def _together(block: dict[str, Any]) -> Iterator[str]:
    """What holds between the keys of a block."""
    if "oneOf" in block:
        yield f"Either {', or '.join(_named(branch['required']) for branch in block['oneOf'])}."
    for key, others in block.get("dependentRequired", {}).items():
        yield f"With `{key}` goes {_named(others)}."
    if "if" in block:
        case = ", ".join(f"`{key}: {value['const']}`" for key, value in block["if"]["properties"].items())
        then = block["then"]["properties"]
        yield from (f"With {case}, `{key}` is {value['x-expected']}." for key, value in then.items() if value)
        if absent := [key for key, value in then.items() if value is False]:
            yield f"With {case}, {_named(absent)} are left out; else they are required."


def _table(file: str, block: dict[str, Any], anchor: str) -> Iterator[str]:
    yield from ("| Key | Required | What it is | Example |", "|---|---|---|---|")
    for key, schema in block["properties"].items():
        required = "yes" if key in block.get("required", ()) else ""
        what = f"{schema['description']} *{_value(file, schema, f'{anchor}-{key}')}*"
        example = "" if _block(schema)[0] else _inline(file, {key: schema["examples"][0]})
        yield f"| `{key}` | {required} | {what} | {example} |"
    yield ""
    yield from (f"{line}\n" for line in _together(block))


def _nested(file: str, block: dict[str, Any], anchor: str, path: tuple[str, ...]) -> Iterator[str]:
    """The blocks within a block, each with its table."""
    for key, schema in block["properties"].items():
        inner, way = _block(schema)
        if inner is not None:
            here = (*path, key, *way)
            yield f'<a id="{anchor}-{key}"></a>\n\n#### `{" › ".join(here)}`\n\n{schema["description"]}\n'
            yield f"```yaml\n{_yaml({key: schema['examples'][0]})}\n```\n"
            yield from _blocks(file, inner, f"{anchor}-{key}", here)


def _blocks(file: str, block: dict[str, Any], anchor: str, path: tuple[str, ...]) -> Iterator[str]:
    """A block's table and those within it; of alternatives, each."""
    for branch in [block] if "properties" in block else block["oneOf"]:
        if branch is not block:
            yield f"**{branch['title']}**\n"
        yield from _table(file, branch, anchor)
        yield from _nested(file, branch, anchor, path)


def _parts(file: str) -> Iterator[str]:
    """The parts of a schema that others refer to: first those with keys of their own, then the plain ones."""
    parts = SCHEMAS[file].get("$defs", {})
    for name, part in parts.items():
        if "properties" in part:
            yield f'<a id="{file}-part-{name}"></a>\n\n### {part["title"]}\n\n{part["description"]}\n'
            yield from _blocks(file, part, f"{file}-part-{name}", ())
    plain = {name: part for name, part in parts.items() if "properties" not in part}
    if plain:
        yield from ("### Values\n", "| Value | What it is | Example |", "|---|---|---|")
        for name, part in plain.items():
            what = f"{part['description']} *{_value(file, part, '')}*"
            yield f'| <a id="{file}-part-{name}"></a>{part["title"]} | {what} | {_inline(file, part["examples"])} |'
        yield ""


def reference() -> str:
    """The page about every key of every file."""
    lines = ["# Reference of the files\n", "Every key of every file, with what it means and an example.\n"]
    lines += [f"- [{SCHEMAS[kind]['title']}](#{kind})" + (f": `{place}`" if place else "") for kind, place in PLACES.items()]
    for kind, place in PLACES.items():
        schema = SCHEMAS[kind]
        lines += [
            f'\n<a id="{kind}"></a>\n',
            f"## {schema['title']}\n",
            f"`{place}`\n" if place else "",
            f"{schema['description']}\n",
        ]
        lines += _blocks(kind, schema, kind, ()) if "properties" in schema else []
        lines += _parts(kind)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def pages() -> dict[str, str]:
    """The text of each page, by its path below docs/."""
    return {"reference.md": reference(), **rules()}


if __name__ == "__main__":
    for old in (ROOT / "docs" / "rules").glob("*.md"):
        old.unlink()
    for name, text in pages().items():
        (ROOT / "docs" / name).parent.mkdir(exist_ok=True)
        (ROOT / "docs" / name).write_text(text, encoding="utf-8", newline="\n")

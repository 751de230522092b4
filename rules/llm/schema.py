"""A small JSON Schema checker for answers: only the keywords that ``schema.json`` uses, in time linear in the value.

>>> schema = {"type": "object", "properties": {"n": {"enum": ["a", "b"]}}, "required": ["n"]}
>>> problems({"n": "c"}, schema), problems({}, schema), problems({"n": "a"}, schema)
(["n: 'c' is none of a, b"], ['n is missing'], [])
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict, "array": list, "string": str, "boolean": bool, "number": (int, float), "integer": int,
}  # fmt: skip
_SHOWN = 60


def problems(value: Any, schema: Mapping[str, Any], root: Mapping[str, Any] | None = None, at: str = "") -> list[str]:
    """What is wrong with a value, in words; empty where it fits."""
    root = schema if root is None else root
    if "$ref" in schema:
        return problems(value, _resolve(schema["$ref"], root), root, at)
    where = at or "the answer"
    if "enum" in schema and value not in schema["enum"]:
        return [f"{where}: {_short(value)} is none of {', '.join(map(str, schema['enum']))}"]
    if "const" in schema and value != schema["const"]:
        return [f"{where}: {_short(value)} is not {schema['const']}"]
    wanted = schema.get("type")
    if wanted and (not isinstance(value, _TYPES[wanted]) or (isinstance(value, bool) and wanted != "boolean")):
        return [f"{where}: {_short(value)} is not of type {wanted}"]
    found: list[str] = []
    if isinstance(value, str) and len(value) > schema.get("maxLength", len(value)):
        found.append(f"{where}: longer than {schema['maxLength']} characters")
    if isinstance(value, list):
        found += _list_problems(value, schema, root, where)
    if isinstance(value, dict):
        found += _object_problems(value, schema, root, at)
    if "anyOf" in schema and not found:
        found += _any_problems(value, schema["anyOf"], root, at)
    return found


def _list_problems(value: list[Any], schema: Mapping[str, Any], root: Mapping[str, Any], where: str) -> list[str]:
    if len(value) > schema.get("maxItems", len(value)):
        return [f"{where}: more than {schema['maxItems']} items"]
    items = schema.get("items")
    return [p for i, item in enumerate(value) for p in problems(item, items, root, f"{where}[{i}]")] if items else []


def _object_problems(value: dict[str, Any], schema: Mapping[str, Any], root: Mapping[str, Any], at: str) -> list[str]:
    properties = schema.get("properties", {})
    inside = f"{at}." if at else ""
    found = [f"{inside}{name} is missing" for name in schema.get("required", ()) if name not in value]
    if schema.get("additionalProperties") is False:
        found += [f"{inside}{name} is not known" for name in value if name not in properties]
    for name, sub in properties.items():
        if name in value:
            found += problems(value[name], sub, root, f"{inside}{name}")
    return found


def _any_problems(value: Any, options: list[Mapping[str, Any]], root: Mapping[str, Any], at: str) -> list[str]:
    """The problems of the option that comes nearest: one whose ``const`` fits, else the first."""
    tried = [problems(value, option, root, at) for option in options]
    if any(not found for found in tried):
        return []
    fitting = [found for found in tried if not any(" is not " in p and "of type" not in p for p in found)]
    return (fitting or tried)[0]


def _resolve(reference: str, root: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Any = root
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    return found


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"

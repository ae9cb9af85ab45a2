"""JSON Schemas of library files, from which editors complete keys and codes and mark mistakes.

They know the form and the shipped codes; what needs more than one file is left to the checks.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from cityghg.base.labels import Language, label, label_file
from cityghg.codes import load_sectors, load_sources
from cityghg.factors.load import CodesFile
from cityghg.factors.schema import FactorFile, LibraryHead, ReallocationFile

DIALECT = "http://json-schema.org/draft-07/schema#"  # what editors for YAML know
MODELS: dict[str, type[BaseModel]] = {
    "library": LibraryHead,
    "factors": FactorFile,
    "codes": CodesFile,
    "reallocation": ReallocationFile,
}
_SOURCES = {("Factor", "source"), ("Factor", "requires"), ("Move", "source"), ("Substitute", "use")}
_SECTORS = {
    ("Method", "not_for"),
    ("Method", "only_for"),
    ("Value", "sector"),
    ("Move", "sector"),
    ("Move", "to"),
}


def schemas(language: Language) -> dict[str, dict[str, Any]]:
    """Return the schema of each kind of file, with descriptions in the language."""
    return {kind: {"$schema": DIALECT, **_schema(kind, language)} for kind in MODELS}


def any_file(language: Language) -> dict[str, Any]:
    """Return one schema for every kind of file."""
    definitions: dict[str, Any] = {}
    for kind in MODELS:
        made = _schema(kind, language)
        definitions |= made.pop("$defs", {})
        definitions[kind] = made
    return {
        "$schema": DIALECT,
        "title": "cityghg",
        "anyOf": [{"$ref": f"#/$defs/{kind}"} for kind in MODELS],
        "$defs": definitions,
    }


def _schema(kind: str, language: Language) -> dict[str, Any]:
    model = MODELS[kind]
    made = model.model_json_schema()
    for name, part in {model.__name__: made, **made.get("$defs", {})}.items():
        part.pop("description", None)  # the docstring is for programmers
        for key, entry in part.get("properties", {}).items():
            entry.pop("title", None)
            _name_codes(entry, name, key)
            _describe(entry, name, key, language)
    _in_dialect(made)
    return made


def _describe(entry: dict[str, Any], model: str, key: str, language: Language) -> None:
    known = label_file("factor_keys")
    group = next((group for group in (model, "any") if key in known.get(group, {})), None)
    if group is not None:
        entry["description"] = label("factor_keys", f"{group}.{key}", language)


def _name_codes(entry: dict[str, Any], model: str, key: str) -> None:
    """Offer the shipped codes; a source may be one of the library's own, a sector may not."""
    if (model, key) in _SOURCES:
        codes = {"enum": [source.id for source in load_sources()]}
        _replace_text(entry, {"anyOf": [codes, {"type": "string"}]})
    elif (model, key) in _SECTORS:
        _replace_text(entry, {"type": "string", "enum": [sector.id for sector in load_sectors()]})


def _replace_text(entry: dict[str, Any], by: dict[str, Any]) -> None:
    """Put `by` for each `string` of an entry, also within a list or a choice."""
    for inner in (*entry.get("anyOf", ()), entry.get("items")):
        if isinstance(inner, dict):
            _replace_text(inner, by)
    if entry.get("type") == "string":
        del entry["type"]
        entry.update(by)


def _in_dialect(node: Any) -> None:
    """Write pairs, and references with a description, as the dialect has them."""
    if isinstance(node, list):
        for inner in node:
            _in_dialect(inner)
    elif isinstance(node, dict):
        if "prefixItems" in node:
            node["items"] = node.pop("prefixItems")
        if "$ref" in node and len(node) > 1:
            node["allOf"] = [{"$ref": node.pop("$ref")}]
        for inner in node.values():
            _in_dialect(inner)

"""What can still be checked of a library that does not load, so that one run tells all its faults.

The result is for checks and never for a calculation. A value, factor or method that is refused is left
out, and with a method the factors that use it: what hangs on a fault is no fault of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from cityghg.base import strict_yaml
from cityghg.factors.load import CODES, HEAD, NOT_DOMAINS, CodesFile, Entry, Given, Library, shown_as
from cityghg.factors.schema import Factor, LibraryHead, Method, Publication, Substitute, Value, Words

M = TypeVar("M", bound=BaseModel)


def salvage(folder: Path, base: Path | None) -> Library | None:
    """Return the parts of a library that have their form, None where its head or its codes cannot be told."""
    document = _read(folder / HEAD, base)
    if document is None or not isinstance(document.data, dict):
        return None
    documents = {HEAD: document}
    head = _head(document.data)
    own = CodesFile(sources=())
    if (folder / CODES).is_file():
        codes = _read(folder / CODES, base)
        kept = _kept(codes.data, CodesFile) if codes is not None else None
        if codes is None or kept is None:
            return None
        documents[CODES], own = codes, kept
    refused = set(_mapping(document.data.get("methods"))) - set(head.methods)
    entries: list[Entry] = []
    for path in sorted(p for p in folder.glob("*.yaml") if p.name not in NOT_DOMAINS):
        domain = _read(path, base)
        if domain is not None:
            documents[path.name] = domain
            entries += (e for e in _entries(domain) if e.factor.method not in refused)
    return Library(head, folder, tuple(entries), own.sources, (), "", documents)


def _head(data: dict[str, Any]) -> LibraryHead:
    sources = {key: _kept(raw, Publication) for key, raw in _mapping(data.get("sources")).items()}
    methods = {key: _kept(raw, Method) for key, raw in _mapping(data.get("methods")).items()}
    substitutes = {key: _kept(raw, Substitute) for key, raw in _mapping(data.get("substitutes")).items()}
    return LibraryHead(
        id="unknown",
        version="",
        title=Words(zh="", en=""),
        sources={key: found or Publication(title=key) for key, found in sources.items()},
        methods={key: found for key, found in methods.items() if found is not None},
        substitutes={key: found for key, found in substitutes.items() if found is not None},
    )


def _entries(document: strict_yaml.Document) -> Iterator[Entry]:
    """Yield the factors that have their form, each with those of its values that have."""
    factors = _mapping(document.data).get("factors")
    for i, raw in enumerate(factors if isinstance(factors, list) else ()):
        factor = _kept({**_mapping(raw), "parameters": {}}, Factor)
        if factor is None:
            continue
        values = {
            name: tuple(_given(document, factor.id, i, name, listed))
            for name, listed in _mapping(raw.get("parameters")).items()
        }
        parameters = {name: tuple(given.value for given in found) for name, found in values.items()}
        yield Entry(
            factor.model_copy(update={"parameters": parameters}), document.place(("factors", i)), values
        )


def _given(
    document: strict_yaml.Document, factor: str, index: int, name: str, listed: object
) -> Iterator[Given]:
    for i, raw in enumerate(listed if isinstance(listed, list) else ()):
        value = _kept(raw, Value)
        if value is not None:
            yield Given(factor, name, value, document.place(("factors", index, "parameters", name, i)))


def _read(path: Path, base: Path | None) -> strict_yaml.Document | None:
    return strict_yaml.read(path, shown_as(path, base))[0]


def _kept(data: object, model: type[M]) -> M | None:
    try:
        return model.model_validate(data)
    except ValidationError:
        return None


def _mapping(data: object) -> dict[str, Any]:
    return data if isinstance(data, dict) else {}

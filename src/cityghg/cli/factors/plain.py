"""What a source emits per unit, as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cityghg.base.labels import Language
from cityghg.cli.factors.cases import Asked, Case
from cityghg.cli.factors.rows import row_of, word
from cityghg.factors.load import load_constants
from cityghg.factors.per_unit import Parameter, PerUnit


def as_plain(asked: Asked, cases: Sequence[Case], language: Language) -> dict[str, Any]:
    """Return what was asked for and a list of the gases, each with method, working and values."""
    return {
        "source": asked.source.id,
        "area": asked.place,
        "year": asked.year,
        "variant": asked.variant,
        "gwp": asked.world.gwp_set,
        "libraries": [library.name for library in asked.world.stack],
        "gases": [_case(case, asked.world.gwps, language) for case in cases],
    }


def _case(case: Case, gwps: Mapping[str, float], language: Language) -> dict[str, Any]:
    head = {"sector": case.sector or None, "gas": case.gas}
    found = case.found
    if found is None:
        return {**head, "method": None, "why": word(f"show.{case.why}", language)}
    gwp = gwps.get(case.gas)
    return {
        **head,
        "unit": found.unit,
        "tonnes_per_unit": found.tonnes,
        "gwp": gwp,
        "co2e_per_unit": None if gwp is None or found.tonnes is None else found.tonnes * gwp,
        "by_age": [
            {"age": age, "tonnes_per_unit": tonnes, "co2e_per_unit": None if gwp is None else tonnes * gwp}
            for age, tonnes in found.by_age.items()
        ],
        **_method(found),
        "working": found.working,
        "scale": found.scale,
        "missing": list(found.resolution.missing),
        "parameters": [_parameter(parameter) for parameter in found.parameters],
        "constants": [
            {
                "name": name, "value": constant.value, "unit": constant.unit,
                "document": load_constants().sources[constant.source].title, "at": constant.at,
            }
            for name, constant in found.constants.items()
        ],
    }  # fmt: skip


def _method(found: PerUnit) -> dict[str, Any]:
    resolution = found.resolution
    method, library, entry = resolution.method, resolution.library, resolution.entry
    reference = method.reference
    return {
        "method": resolution.method_name,
        "kind": method.kind,
        "formula": method.formula,
        "title": method.title.model_dump() if method.title else None,
        "reference": None
        if reference is None
        else {"document": library.publication(reference.source).title, "at": reference.at},
        "library": library.name,
        "factor": entry.factor.id,
        "scope": entry.factor.scope,
        "requires": list(entry.factor.requires),
        "place": str(entry.place),
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    chosen = parameter.chosen
    substitute = chosen.substitute if chosen is not None else None
    return {
        "name": parameter.name,
        "unit": parameter.unit,
        "value": chosen.value if chosen is not None else None,
        "carried_from": chosen.carried_from if chosen is not None else None,
        "substitute": None if substitute is None else {"use": substitute.use, "at": substitute.at},
        "given": None if chosen is None else row_of(chosen.given, chosen.library),
        "candidates": [
            {
                "verdict": str(candidate.verdict),
                "fits": candidate.verdict.fits,
                "source": candidate.source,
                "converted": candidate.number,
                **row_of(candidate.given, candidate.library),
            }
            for candidate in parameter.candidates
        ],
    }

"""The schemas for editors: every file that ships fits, mistakes do not, codes and keys are explained."""

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from cityghg.base import strict_yaml
from cityghg.base.labels import LANGUAGES, label_file
from cityghg.base.locate import factors_dir
from cityghg.factors.json_schema import MODELS, any_file, schemas

FILES = sorted(p for head in factors_dir().glob("*/*/library.yaml") for p in head.parent.glob("*.yaml"))
BROKEN = Path(__file__).parents[2] / "broken_factors"


def data(path: Path) -> Any:
    document, problems = strict_yaml.read(path)
    assert document is not None and problems == []
    return document.data


def kind(path: Path) -> str:
    return path.stem if path.stem in MODELS else "factors"


def faults(instance: Any, schema: dict[str, Any]) -> list[str]:
    return [error.message for error in jsonschema.Draft7Validator(schema).iter_errors(instance)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", MODELS)
def test_a_schema_is_one(name: str, language: str) -> None:
    jsonschema.Draft7Validator.check_schema(schemas("zh" if language == "zh" else "en")[name])


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-3:]))
def test_every_shipped_file_fits(path: Path) -> None:
    assert faults(data(path), schemas("en")[kind(path)]) == []
    assert faults(data(path), any_file("en")) == []


@pytest.mark.parametrize(
    "mistake",
    [
        "key_misspelt",
        "key_missing",
        "value_quoted",
        "year_quoted",
        "status_remembered",
        "uncertainty_negative",
    ],
)
def test_a_mistake_of_form_does_not_fit(mistake: str) -> None:
    assert faults(data(BROKEN / mistake / "fuels.yaml"), schemas("en")["factors"])


def test_a_head_with_a_number_for_a_version_does_not_fit() -> None:
    assert faults(data(BROKEN / "version_not_quoted" / "library.yaml"), schemas("en")["library"])


def test_a_sector_must_be_known_and_a_source_may_be_the_librarys_own() -> None:
    given = {"value": 1, "unit": "t", "from": "doc", "at": "p. 1", "status": "once"}
    factor = {"id": "a", "source": ["diesel", "peat"], "parameters": {"x": [given]}}
    schema = schemas("en")["factors"]
    assert faults({"factors": [factor]}, schema) == []
    given["sector"] = "industy"
    assert faults({"factors": [factor]}, schema)
    assert "diesel" in str(schema["$defs"]["Factor"]["properties"]["source"])


def test_every_key_is_explained() -> None:
    known = label_file("factor_keys")
    unexplained = []
    for schema in schemas("en").values():
        for name, part in {schema["title"]: schema, **schema["$defs"]}.items():
            for key, entry in part.get("properties", {}).items():
                if "description" not in entry:
                    unexplained.append(f"{name}.{key}")
    assert unexplained == []
    fields = {f"{model}.{key}" for model, keys in known.items() if model != "any" for key in keys}
    used = {
        f"{name}.{key}"
        for schema in schemas("en").values()
        for name, part in {schema["title"]: schema, **schema["$defs"]}.items()
        for key in part.get("properties", {})
    }
    assert fields - used == set()

"""What a run stands on: the stack in its order, from where each library is named, faulty ones left out."""

from pathlib import Path

import pytest

from cityghg.factors.load import DEFAULT_STACK
from cityghg.factors.resolve import Query, Resolver
from cityghg.project import Opened, Project
from cityghg.units import load_units
from cityghg.world import load_stack, open_world
from support import codes, entry, value, write_library

OWN = "sources:\n  - {id: peat, zh: %s, en: %s, kind: other, unit: t, gases: [CO2]}\n"


def test_default_spells_out_the_stack() -> None:
    world, problems = open_world(Opened(Project(), Path()))
    assert [library.head.id for library in world.stack] == [
        "cn-provincial",
        "cn-enterprise",
        "cn-grid",
        "ipcc-2006",
    ]
    assert problems == []


def test_libraries_of_the_command_line_stand_in_front_and_start_at_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_library(tmp_path / "here", id="front")
    write_library(tmp_path / "project", id="own")
    monkeypatch.chdir(tmp_path / "here")
    opened = Opened(Project(factors=("own", "cn-grid@2025.1")), tmp_path / "project")
    world, problems = open_world(opened, ("front",))
    assert [library.name for library in world.stack] == ["front@1", "own@1", "cn-grid@2025.1"]
    assert problems == []


def test_a_library_named_twice_stands_where_it_is_named_first() -> None:
    world, _ = open_world(Opened(Project(), Path()), (DEFAULT_STACK[-1],))
    assert [library.head.id for library in world.stack] == [
        "ipcc-2006",
        "cn-provincial",
        "cn-enterprise",
        "cn-grid",
    ]


def test_a_faulty_library_is_told_and_left_out(tmp_path: Path) -> None:
    write_library(tmp_path, entry("diesel", "unknown", emission_factor=value(1)))
    stack, problems = load_stack([("lib", tmp_path)])
    assert (stack, codes(problems)) == ((), ["method_unknown_in_library"])


def test_of_two_libraries_that_declare_a_source_the_first_one_holds(tmp_path: Path) -> None:
    for name, words in (("one", ("泥炭", "Peat")), ("two", ("草炭", "Turf"))):
        (write_library(tmp_path, id=name) / "codes.yaml").write_text(OWN % words, encoding="utf-8")
    world, problems = open_world(Opened(Project(factors=("one", "two")), tmp_path))
    assert (world.sources["peat"].en, problems) == ("Peat", [])


def test_two_libraries_that_give_one_name_to_two_sources_are_told(tmp_path: Path) -> None:
    for name, source in (("one", "peat"), ("two", "turf")):
        text = OWN.replace("id: peat", f"id: {source}") % ("泥炭", source.title())
        (write_library(tmp_path, id=name) / "codes.yaml").write_text(text, encoding="utf-8")
    _, problems = open_world(Opened(Project(factors=("one", "two")), tmp_path))
    assert codes(problems) == ["name_taken"]


def test_an_unknown_gwp_set_is_told() -> None:
    world, problems = open_world(Opened(Project(), Path()), gwp_set="AR5")
    assert (world.gwps, codes(problems)) == ({}, ["gwp_set_unknown"])


def test_a_project_may_want_the_method_of_another_library() -> None:
    wanted = Project(methods={"生活垃圾填埋量": "ipcc-2006"})
    world, problems = open_world(Opened(wanted, Path()))
    assert (world.methods, problems) == ({"msw_landfilled": "ipcc-2006"}, [])
    resolvers = (
        Resolver(world.stack, world.sources, world.sectors, world.areas, load_units(), m)
        for m in ({}, world.methods)
    )
    query = Query("msw_landfilled.managed", "waste.landfill", "CH4", "100000", 2020)
    kinds = [found.method.kind for resolver in resolvers if (found := resolver.resolve(query)) is not None]
    assert kinds == ["direct", "series"]


def test_a_method_of_nothing_known_is_refused() -> None:
    wanted = Project(methods={"msw_landfilled": "nowhere", "垃圾山": "ipcc-2006"})
    world, problems = open_world(Opened(wanted, Path()))
    assert world.methods == {}
    assert codes(problems) == ["method_library_unknown", "method_source_unknown"]

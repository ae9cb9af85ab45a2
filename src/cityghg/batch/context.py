"""What readers of a file in a batch need to know; kept apart, because every worker process imports it."""

from __future__ import annotations

from dataclasses import replace

from cityghg.activity.columns import Defaults
from cityghg.activity.context import Context
from cityghg.codes import CodeList, Source, load_sectors
from cityghg.project import Opened, project_areas
from cityghg.units import load_units


def context_for(opened: Opened, sources: CodeList[Source], defaults: Defaults) -> Context:
    """Return what readers of a project's files need to know."""
    areas, city, _ = project_areas(opened)
    patterns = [(opened.shown(name), layout) for name, layout in opened.project.layouts]
    layouts = tuple(dict.fromkeys([*defaults.layouts, *patterns, *opened.project.layouts]))
    return Context(sources, load_sectors(), areas, load_units(), city, replace(defaults, layouts=layouts))

"""The coverage as a table for programs and as a page for people."""

from __future__ import annotations

from html import escape
from typing import Final

import pandas as pd

from cityghg.base.labels import Language, label
from cityghg.report.coverage.held import State
from cityghg.report.coverage.matrix import Matrix, Row
from cityghg.report.tables import Table

SIGNS: Final = {State.NONE: "·", State.ONLY_ELECTRICITY: "○", State.INCOMPLETE: "◐", State.COMPLETE: "●"}
_STYLE: Final = """
body { font: 14px/1.5 "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif; margin: 24px; }
h1 { font-size: 20px; }
.frame { overflow-x: auto; }
table { border-collapse: collapse; }
th, td { border: 1px solid #bfbfbf; padding: 3px 9px; white-space: nowrap; }
thead th { background: #d6e4f0; position: sticky; top: 0; }
tbody th { text-align: left; font-weight: normal; }
tbody tr.head th { font-weight: bold; }
tbody tr.below th.name { padding-left: 28px; }
td { text-align: center; }
tfoot td, tfoot th { background: #f4f4f4; text-align: right; font-weight: normal; }
.complete { background: #c6e0b4; }
.incomplete { background: #ffe699; }
.only_electricity { background: #ddebf7; }
.none { color: #999; }
.legend span { border: 1px solid #bfbfbf; padding: 2px 10px; margin-right: 10px; }
"""


def table(matrix: Matrix) -> Table:
    """Return `coverage.csv`: a row an area, a column a year, with the state in each cell."""
    rows = [
        {
            "area": row.area, "area_name": row.name, "level": row.level, "within": row.within,
            **{str(year): row.state(year).name.lower() for year in matrix.years},
        }
        for row in matrix.rows
    ]  # fmt: skip
    columns = ["area", "area_name", "level", "within", *map(str, matrix.years)]
    return Table("coverage", pd.DataFrame(rows, columns=columns))


def word(state: State, language: Language) -> str:
    """Return what people call a state."""
    return label("coverage", f"states.{state.name.lower()}", language)


def page(matrix: Matrix, language: Language) -> str:
    """Return the matrix as one HTML page that needs nothing else."""
    title = escape(label("coverage", "title", language))
    heads = [label("coverage", f"columns.{name}", language) for name in ("area_name", "area", "level")]
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in [*heads, *map(str, matrix.years)])
    body = "\n".join(_row(row, matrix, language) for row in matrix.rows)
    foot = "\n".join(_count(state, matrix, language) for state in reversed(State) if state)
    legend = "".join(
        f'<span class="{state.name.lower()}">{SIGNS[state]} {escape(word(state, language))}</span>'
        for state in reversed(State)
    )
    read = escape(label("coverage", "results", language))
    names = "".join(f"<li>{escape(name)}</li>" for name in matrix.results)
    return f"""<!doctype html>
<html lang="{label("coverage", "html_lang", language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>{title}</h1>
<p class="legend">{legend}</p>
<div class="frame">
<table>
<thead><tr>{head}</tr></thead>
<tbody>
{body}
</tbody>
<tfoot>
{foot}
</tfoot>
</table>
</div>
<p>{read}</p>
<ul>{names}</ul>
</body>
</html>
"""


def _row(row: Row, matrix: Matrix, language: Language) -> str:
    kind = "below" if row.within else "head"
    level = label("report", f"levels.{row.level}", language)
    first = f'<th scope="row" class="name">{escape(row.name)}</th>'
    first += f"<td>{escape(row.area)}</td><td>{escape(level)}</td>"
    return f'<tr class="{kind}">{first}{"".join(_cell(row, year, language) for year in matrix.years)}</tr>'


def _cell(row: Row, year: int, language: Language) -> str:
    state = row.state(year)
    told = "; ".join([word(state, language), *row.results.get(year, ())])
    return f'<td class="{state.name.lower()}" title="{escape(told)}">{SIGNS[state]}</td>'


def _count(state: State, matrix: Matrix, language: Language) -> str:
    cells = "".join(f"<td>{matrix.count(year, state)}</td>" for year in matrix.years)
    return f'<tr><th scope="row" colspan="3">{SIGNS[state]} {escape(word(state, language))}</th>{cells}</tr>'

"""The shape of the code: imports point down, modules and functions are short, numbers live in YAML."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "cityghg"
MODULES = sorted(SOURCE.rglob("*.py"))
PAGES = SOURCE / "report" / "excel"  # widths and heights are no factors
LINES_OF_A_MODULE, LINES_OF_A_FUNCTION = 300, 60
PLAIN_NUMBERS = {0.0, 0.5, 1.0, 2.0, 10.0, 100.0}
HEAVY = {"numpy", "pandas", "polars", "pint", "pydantic", "yaml", "openpyxl", "xlsxwriter", "python_calamine"}


def name(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_imports_point_down() -> None:
    from importlinter.cli import lint_imports

    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_is_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LINES_OF_A_MODULE


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_functions_fit_on_a_screen(path: Path) -> None:
    functions = (n for n in ast.walk(tree(path)) if isinstance(n, ast.FunctionDef))
    long = {f.name: (f.end_lineno or 0) - f.lineno + 1 for f in functions}
    assert {name: lines for name, lines in long.items() if lines > LINES_OF_A_FUNCTION} == {}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(tree(path)), "a module begins with what it is for"


def numbers(node: ast.AST) -> Iterator[float]:
    """Yield the float literals of a tree, but those that a name explains.

    Named are constants of the module, defaults of parameters, and keyword arguments.
    """
    for child in ast.iter_child_nodes(node):
        if isinstance(node, ast.Module) and isinstance(child, ast.Assign | ast.AnnAssign):
            continue
        if isinstance(child, ast.keyword | ast.arguments):
            continue
        if isinstance(child, ast.Constant) and isinstance(child.value, float):
            yield child.value
        yield from numbers(child)


@pytest.mark.parametrize("path", [p for p in MODULES if PAGES not in p.parents], ids=name)
def test_no_factor_is_written_in_python(path: Path) -> None:
    assert set(numbers(tree(path))) <= PLAIN_NUMBERS


def test_help_loads_no_data_library() -> None:
    code = (
        "import sys, typer.main\n"
        "from cityghg.cli.app import app\n"
        "from cityghg.cli.factors import app as factors\n"
        "for group in (app, factors):\n"
        "    list(typer.main.get_group(group).commands.values())\n"
        "print(*sorted({m.partition('.')[0] for m in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert set(done.stdout.split()) & HEAVY == set()

"""Print how many slips are noticed, a table for each submission."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from rich.console import Console

from validation import slips
from validation.slips import EXAMPLES, MOST
from validation.slips.tables import tried

_WIDTH: Final = 100


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a table for each submission; return 1 where a clean one is doubted."""
    parser = argparse.ArgumentParser(prog="python -m validation.slips", description=slips.__doc__)
    parser.add_argument("data", nargs="?", help="folder with the published data")
    parser.add_argument("--most", type=int, default=MOST, help="slips of a kind and submission")
    given = parser.parse_args(arguments)
    console = Console(width=None if sys.stdout.isatty() else _WIDTH)
    data = Path(given.data) if given.data else None
    asked = [*((None, [name], given.most) for name in EXAMPLES), (data, [], given.most)]
    alarms = 0
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:  # minutes of work, none of it shared
        for table, doubts in (one for part in pool.map(tried, asked) for one in part):
            console.print(table)
            for text in doubts:
                console.print(f"False alarm: {text}")
            alarms += len(doubts)
    return 1 if alarms else 0


if __name__ == "__main__":
    sys.exit(main())

"""Made-up reports of enterprises for benchmarks of large tables, the same each time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

CHUNK: Final = 1_000_000
COUNTIES: Final = 200
REPORTERS: Final = 5000
SECTORS: Final = (
    "industry.c30", "industry.c31", "industry.c26", "industry.d44", "construction", "trade",
    "transport.road", "agriculture",
)  # fmt: skip
UNITS: Final = {
    **dict.fromkeys(("raw_coal", "coke", "diesel", "gasoline", "lpg", "fuel_oil"), "吨"),
    "natural_gas": "万立方米",
    "electricity": "万千瓦时",
}


def write_reports(path: Path, rows: int, counties: int = COUNTIES) -> None:
    """Write reports as csv and as Parquet beside it.

    A process of its own does it: the peak of a child is never below that of the process that starts it.
    """
    arguments = [str(path), str(rows), str(counties)]
    subprocess.run([sys.executable, "-m", "benchmarks.made_up", *arguments], check=True)  # noqa: S603


def _write(path: Path, rows: int, counties: int) -> None:
    import numpy as np
    import polars as pl

    from cityghg.codes import load_areas

    draw = np.random.default_rng(1)
    areas = [area.code for area in load_areas() if area.level in ("county", "district")][:counties]
    reporters = pl.Series([f"9132{i:014d}" for i in range(REPORTERS)])
    sources, units = pl.Series(list(UNITS)), pl.Series(list(UNITS.values()))
    with path.open("wb") as file:
        file.write(b"area,year,month,reporter,sector,source,amount,unit\n")
        for start in range(0, rows, CHUNK):
            count = min(CHUNK, rows - start)
            which = draw.integers(0, len(sources), count)
            frame = pl.DataFrame(
                {
                    "area": pl.Series(areas).gather(draw.integers(0, len(areas), count)),
                    "year": np.full(count, 2022),
                    "month": draw.integers(1, 13, count),
                    "reporter": reporters.gather(draw.integers(0, REPORTERS, count)),
                    "sector": pl.Series(SECTORS).gather(draw.integers(0, len(SECTORS), count)),
                    "source": sources.gather(which),
                    "amount": np.round(draw.random(count) * 1e4, 2),
                    "unit": units.gather(which),
                }
            )
            file.write(frame.write_csv(include_header=False).encode())
    pl.scan_csv(path, schema_overrides={"area": pl.String}).sink_parquet(path.with_suffix(".parquet"))


if __name__ == "__main__":
    _write(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))

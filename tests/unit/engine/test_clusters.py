"""The engines give the same sums to the last bit, however a table is parted, and say why they cannot."""

from __future__ import annotations

import builtins
import socket
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cityghg.activity.bulk.read import Engine, read_bulk
from cityghg.activity.bulk.tables import sort_out
from cityghg.activity.context import Context
from cityghg.base.problems import Problem
from cityghg.codes import load_areas, load_sectors, load_sources
from cityghg.engine import cluster
from cityghg.engine.cluster import EngineError
from cityghg.engine.local import Local, sum_piece
from cityghg.engine.pieces import Piece
from cityghg.engine.reduce import add, add_following
from cityghg.engine.split import split
from cityghg.units import load_units
from support import codes

if TYPE_CHECKING:
    from cityghg.engine.dask import Dask
    from cityghg.engine.spark import Spark

CONTEXT = Context(load_sources(), load_sectors(), load_areas(), load_units(), city="321100")
HEADING = "area,year,sector,source,amount,unit,uncertainty_pct,reporter\n"
ROW = st.tuples(
    st.sampled_from(["321112", "丹徒区", "nowhere", ""]),
    st.sampled_from(["2020", "2021年"]),
    st.just("industry"),
    st.sampled_from(["diesel", "raw_coal"]),
    st.one_of(
        st.decimals(0, 10**9, places=9, allow_nan=False).map(str),
        st.sampled_from(["1,234.5", "NO", "-", "abc", "-3", "１２", "0.1"]),
    ),
    st.sampled_from(["t", "kg", "furlongs"]),
    st.sampled_from(["", "5", "many"]),
    st.sampled_from(["甲厂", "合计"]),
)
TABLE = st.lists(ROW, min_size=1, max_size=40)
FEW = settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def write(path: Path, rows: list[tuple[str, ...]]) -> None:
    lines = (",".join(f'"{cell}"' if "," in cell else cell for cell in row) for row in rows)
    path.write_text(HEADING + "".join(f"{line}\n" for line in lines), encoding="utf-8")


def summed(path: Path, engine: Engine) -> tuple[pl.DataFrame | None, list[str], list[tuple[Any, ...]]]:
    found = sort_out([(path, path.name)], {}, CONTEXT, all_text=True)
    assert found.sheets == []
    bulk, problems = read_bulk(found.tables, CONTEXT, engine)
    rejected = pl.read_parquet(bulk.rejected).rows() if bulk.rejected else []
    return bulk.sums, [one.text("en") for one in problems], rejected


def same(path: Path, engine: Engine) -> None:
    wanted, told, rejected = summed(path, Local())
    sums, *rest = summed(path, engine)
    assert rest == [told, rejected]
    assert wanted is not None
    assert sums is not None
    assert sums.equals(wanted)  # amounts, counts, uncertainties and places of first rows, bit by bit


@FEW
@given(rows=TABLE)
def test_dask_sums_as_this_machine_does(
    rows: list[tuple[str, ...]], tmp_path: Path, dask_engine: Dask
) -> None:
    write(tmp_path / "a.csv", rows)
    same(tmp_path / "a.csv", dask_engine)


@FEW
@given(rows=TABLE)
def test_spark_sums_as_this_machine_does(
    rows: list[tuple[str, ...]], tmp_path: Path, spark_engine: Spark
) -> None:
    write(tmp_path / "a.csv", rows)
    same(tmp_path / "a.csv", spark_engine)


def parquet(path: Path) -> None:
    rows = 1000
    pl.DataFrame(
        {
            "area": ["321112", "321111"] * (rows // 2), "year": [2020] * rows, "sector": ["industry"] * rows,
            "source": ["diesel"] * rows, "unit": ["t"] * rows,
            "amount": [number / 7 for number in range(rows)],
        }
    ).write_parquet(path, row_group_size=90)  # fmt: skip


@pytest.mark.parametrize("name", ["dask_engine", "spark_engine"])
def test_parquet_is_cut_between_row_groups(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    engine = request.getfixturevalue(name)
    parquet(tmp_path / "a.parquet")
    (table,) = sort_out([(tmp_path / "a.parquet", "a.parquet")], {}, CONTEXT).tables
    assert table.parts[0].piece is not None
    assert len(engine.split(table.parts[0].piece)) > 5
    same(tmp_path / "a.parquet", engine)


@pytest.mark.parametrize("name", ["dask_engine", "spark_engine"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_cells_over_lines_and_other_encodings(
    name: str, encoding: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Text with quoted line ends is not cut after all, and text in another encoding is summed here."""
    row = '丹徒区,2020,industry,diesel,0.1,t,,"甲\n厂"\n'
    (tmp_path / "a.csv").write_bytes((HEADING + row * 60).encode(encoding))
    same(tmp_path / "a.csv", request.getfixturevalue(name))


def test_pieces_are_the_file_cut_after_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"heading\r\n" + b"".join(b"%d,x\r\n" % number for number in range(100)) + b"no end")
    pieces = split(Piece(path, "csv", {}, 2, skip=1), 50)
    content = path.read_bytes()
    cut = [content[piece.start : piece.end] for piece in pieces]
    assert b"".join(cut) == content
    assert len(cut) > 5
    assert all(part.endswith(b"\n") for part in cut[:-1])


@pytest.mark.parametrize("name", ["a.csv", "a.parquet"])
def test_a_task_sums_a_large_piece_in_parts(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parts of pieces add up to the same sums, with the places of first rows counted on.

    Those of a text are cut again, for a part of it is read into memory; those of Parquet are streamed.
    """
    if name == "a.csv":
        numbers = range(300)
        write(
            tmp_path / name,
            [("321112", "2020", "industry", "diesel", f"{n}", "t", "", "甲厂") for n in numbers],
        )
    else:
        parquet(tmp_path / name)
    (table,) = sort_out([(tmp_path / name, name)], {}, CONTEXT, all_text=True).tables
    (piece,) = split(table.parts[0].piece or pytest.fail())
    wanted = sum_piece(piece)
    monkeypatch.setattr("cityghg.engine.split.MOST_PIECES", 3)
    pieces = split(piece, 1)
    assert len(pieces) in (3, 4)
    monkeypatch.setattr(cluster, "PIECE_BYTES", 500)
    monkeypatch.setattr("cityghg.engine.split.MOST_PIECES", 100)
    if name == "a.csv":
        assert all(len(split(one, 500)) > 3 for one in pieces[:3])
    sums = add_following(checked_sums(pieces))
    assert add([sums]).equals(add([wanted]))


def checked_sums(pieces: Sequence[Piece]) -> Iterator[pl.DataFrame]:
    for piece in pieces:
        result = cluster.checked("Dask", piece, cluster.task(piece))
        assert isinstance(result, pl.DataFrame)
        yield result


def test_a_lost_worker_changes_nothing(tmp_path: Path, dask_engine: Dask) -> None:
    """A worker is killed while its tasks run; another does them, and the sums are what they were."""
    path = tmp_path / "a.csv"
    write(
        path,
        [("321112", "2020", "industry", "diesel", f"0.{number}", "t", "5", "甲厂") for number in range(1500)],
    )
    client = dask_engine.client()
    doomed = sorted(client.scheduler_info()["workers"])[0]
    pid = client.submit(_pid, workers=[doomed], pure=False).result()
    client.submit(_die_soon, pid, workers=[w for w in client.scheduler_info()["workers"] if w != doomed])
    same(path, dask_engine)
    assert client.run(_pid) and pid not in client.run(_pid).values()


@pytest.mark.parametrize("name", ["dask_engine", "spark_engine"])
def test_nodes_of_other_versions_and_other_files_are_refused(
    name: str, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The workers are processes of their own: what is changed here is not changed there."""
    engine = request.getfixturevalue(name)
    write(tmp_path / "a.csv", [("321112", "2020", "industry", "diesel", "1", "t", "", "甲厂")])
    monkeypatch.setattr(cluster, "__version__", "0.0.1")
    (found,) = said(tmp_path / "a.csv", engine)
    assert found.code == "engine_versions_differ"
    assert "cityghg 0.0.1, polars" in found.text("en")
    monkeypatch.undo()
    monkeypatch.setattr(cluster, "_size", lambda piece: 1)
    (found,) = said(tmp_path / "a.csv", engine)
    assert found.code == "engine_file_differs"
    assert f"{(tmp_path / 'a.csv').stat().st_size} 字节，本机上有 1 字节" in found.text("zh")


def test_a_scheduler_elsewhere(tmp_path: Path, dask_engine: Dask) -> None:
    from cityghg.engine.dask import Dask

    write(tmp_path / "a.csv", [("321112", "2020", "industry", "diesel", "1", "t", "", "甲厂")])
    elsewhere = Dask(dask_engine.client().scheduler.address)
    same(tmp_path / "a.csv", elsewhere)
    elsewhere.close()
    same(tmp_path / "a.csv", dask_engine)  # whose cluster is still there


def _pid() -> int:
    import os

    return os.getpid()


def _die_soon(pid: int) -> None:
    import os
    import signal
    import threading

    threading.Timer(0.05, os.kill, (pid, signal.SIGKILL)).start()


@pytest.mark.parametrize(("kind", "scheme"), [("dask", "tcp"), ("spark", "sc")])
def test_a_cluster_that_is_not_there_is_said_in_time(kind: str, scheme: str, tmp_path: Path) -> None:
    pytest.importorskip({"dask": "distributed", "spark": "pyspark"}[kind])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    began = time.monotonic()
    assert codes(problems_of(kind, f"{scheme}://127.0.0.1:{port}", tmp_path)) == ["engine_unreachable"]
    assert time.monotonic() - began < cluster.CONNECT_SECONDS
    assert codes(problems_of(kind, "somewhere", tmp_path)) == ["engine_address_wrong"]


@pytest.mark.parametrize(("kind", "library"), [("dask", "distributed"), ("spark", "pyspark.sql")])
def test_an_extra_that_is_missing_is_said(
    kind: str, library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = builtins.__import__

    def missing(name: str, *rest: Any) -> Any:
        if name == library:
            raise ImportError(name)
        return there(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    monkeypatch.setitem(__import__("sys").modules, library, None)
    (found,) = problems_of(kind, None, tmp_path)
    assert found.code == "engine_not_installed"
    assert f"cityghg[{kind}]" in found.text("zh")


def problems_of(kind: str, address: str | None, folder: Path) -> list[Problem]:
    from cityghg.engine.dask import Dask
    from cityghg.engine.spark import Spark

    write(folder / "a.csv", [("321112", "2020", "industry", "diesel", "1", "t", "", "甲厂")])
    return said(folder / "a.csv", Dask(address) if kind == "dask" else Spark(address))


def said(path: Path, engine: Engine) -> list[Problem]:
    """Return the problems of a table that has no sums."""
    found = sort_out([(path, path.name)], {}, CONTEXT, all_text=True)
    bulk, problems = read_bulk(found.tables, CONTEXT, engine)
    assert bulk.sums is None
    return problems


def test_an_address_without_a_host() -> None:
    with pytest.raises(EngineError, match="engine_address_wrong"):
        cluster.check_reachable("tcp://:8786", 8786)

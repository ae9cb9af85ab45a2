"""Addresses of databases: what each part means, what is refused, and that no password is ever shown."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityghg.databases.address import Address, hide_addresses, is_address, parse
from cityghg.databases.errors import DatabaseError


def test_a_server_has_login_schema_and_table() -> None:
    found = parse("postgresql://an%40na:p%2Fw@db.example:5433/ghg?schema=city&table=rows&sslmode=require")
    assert (found.kind, found.schema, found.table, found.query) == ("postgresql", "city", "rows", None)
    assert found.login == {
        "host": "db.example", "port": "5433", "user": "an@na", "password": "p/w", "dbname": "ghg",
        "sslmode": "require",
    }  # fmt: skip
    assert found.shown == "postgresql://db.example:5433/ghg"


@pytest.mark.parametrize(
    ("text", "place", "shown"),
    [
        ("sqlite:///a.db", "a.db", "sqlite:///a.db"),
        ("sqlite:////data/a.db", "/data/a.db", "sqlite:///a.db"),
        ("duckdb:///D:/data/a.duckdb", "D:/data/a.duckdb", "duckdb:///a.duckdb"),
        ("duckdb:///%E6%B8%85%E5%8D%95.duckdb", "清单.duckdb", "duckdb:///清单.duckdb"),
    ],
)
def test_a_file_has_three_slashes_and_its_path_and_shows_its_name(text: str, place: str, shown: str) -> None:
    found = parse(text)
    assert (found.place, found.shown) == (Path(place), shown)


def test_a_socket_is_named_by_its_folder() -> None:
    found = parse("postgresql:///ghg?host=/run/postgresql")
    assert found.login == {"host": "/run/postgresql", "dbname": "ghg"}
    assert found.shown == "postgresql://localhost/ghg"


def test_a_query_is_taken_whole() -> None:
    asked = "select a + 1 from t where b = 'x&y#z' and c like '%q%'"
    assert parse(f"duckdb:///a?schema=s&query={asked}").query == asked


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("mysql://u:geheim@h/d", "database_address_wrong"),
        ("postgresql://u:ge/heim@h/d", "database_address_wrong"),
        ("postgresql://u:ge#heim@h/d", "database_address_wrong"),
        ("postgresql://u:ge[heim@h/d", "database_address_wrong"),
        ("postgresql://u@h:geheim/d", "database_address_wrong"),
        ("sqlite://geheim", "database_address_wrong"),
        ("duckdb:///", "database_address_wrong"),
        ("sqlite:///a?sslmode=geheim", "database_address_wrong"),
        ("postgresql://u:geheim@h/d?sslmod=require", "database_option_unknown"),
        ("postgresql://u:a?geheim=b@h/d", "database_option_unknown"),
        ("postgresql://u:geheim@h/d?table=a&query=b", "database_table_and_query"),
    ],
)
def test_what_cannot_be_understood_is_refused_without_being_repeated(text: str, code: str) -> None:
    with pytest.raises(DatabaseError) as caught:
        parse(text)
    assert caught.value.code == code
    assert "heim" not in f"{caught.value.values}{caught.value}"


@given(st.text(min_size=1))
def test_whatever_the_text_it_is_an_address_or_refused(text: str) -> None:
    for made in (text, f"postgresql://{text}", f"postgresql://u:{text}@h/d", f"sqlite:///{text}"):
        try:
            assert isinstance(parse(made), Address)
        except DatabaseError as error:
            assert error.code.startswith("database_")


def test_the_login_is_not_in_what_python_prints() -> None:
    assert "geheim" not in repr(parse("postgresql://u:geheim@h/d"))


@pytest.mark.parametrize("password", ["geheim", "ge/heim", "g@heim", "ge heim", "ge'heim"])
def test_addresses_in_texts_are_hidden(password: str) -> None:
    text = f"Error: No such command 'postgresql://u:{password}@h/d'.\nnext line"
    assert hide_addresses(text) == "Error: No such command 'postgresql://…@h/d'.\nnext line"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("postgresql://h/d", True),
        ("Postgres://h/d", True),
        ("duckdb:///a", True),
        ("a.csv", False),
        ("data/postgresql", False),
        ("https://h/a.csv", False),
    ],
)
def test_addresses_are_told_from_files(text: str, meant: bool) -> None:
    assert is_address(text) is meant

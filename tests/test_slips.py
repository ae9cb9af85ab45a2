"""The measure of slips of unit and scale: what it changes, and what it finds."""

from __future__ import annotations

from validation import slips


def twin_cities() -> slips.Submission:
    return next(slips.submissions(None, ["twin-cities"]))


def test_slips_of_the_twin_cities_are_noticed_and_the_clean_data_are_not_doubted() -> None:
    whole = twin_cities()
    assert whole.alarms() == []
    found = slips.measure(whole, most=1)
    outcome = dict(zip(found["kind"], found["outcome"], strict=True))
    assert {kind.rpartition(" ")[0] for kind in outcome} >= {
        "figure ×",
        "source ÷",
        "table ×",
        "unit read as",
    }
    # 19 years of 11 counties: a thousandfold slip stands out among them.
    assert {outcome[f"{scope} {sign} 10^3"] for scope in slips.SCOPES for sign in "×÷"} == {"named"}
    assert outcome["unit read as kWh"] == "named"


def test_a_slip_changes_its_cells_and_no_others() -> None:
    whole = twin_cities()
    clean = {sheet.table: sheet for sheet in whole.sheets}
    for slip in slips.slips(whole, most=1):
        before, after = clean[slip.sheet.table], slip.sheet
        moved = {
            (r, c)
            for r, row in enumerate(after.rows)
            for c, value in enumerate(row)
            if value != before.value(r, c)
        }
        assert moved
        assert moved == slip.cells or slip.kind.startswith("unit")

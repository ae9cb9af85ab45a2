"""Factors of pure carbonates against what their molar masses allow."""

from pathlib import Path

import pytest

from support import plain

CARBONATES = Path(__file__).parents[2] / "factors" / "cn-enterprise" / "2024.2" / "carbonates.yaml"
CO2 = 44.009
ATOMS = {
    "H": 1.008, "C": 12.011, "O": 15.999, "Na": 22.990, "Mg": 24.305, "K": 39.098, "Ca": 40.078, "Li": 6.94,
    "Mn": 54.938, "Fe": 55.845, "Sr": 87.62, "Ba": 137.327,
}  # fmt: skip
"""Standard atomic weights, IUPAC 2021 (abridged)."""

FORMULAS: dict[str, tuple[str, int]] = {
    "carbonate.calcium": ("Ca C O O O", 1),
    "carbonate.magnesium": ("Mg C O O O", 1),
    "carbonate.sodium": ("Na Na C O O O", 1),
    "carbonate.sodium_hydrogen": ("Na H C O O O", 1),
    "carbonate.iron": ("Fe C O O O", 1),
    "carbonate.manganese": ("Mn C O O O", 1),
    "carbonate.barium": ("Ba C O O O", 1),
    "carbonate.lithium": ("Li Li C O O O", 1),
    "carbonate.potassium": ("K K C O O O", 1),
    "carbonate.strontium": ("Sr C O O O", 1),
    "carbonate.calcium_magnesium": ("Ca Mg C C O O O O O O", 2),
    "oxalic_acid": ("C C O O O O O O H H H H H H", 1),  # the dihydrate
}


def factors() -> dict[str, float]:
    listed = plain(CARBONATES)["factors"]
    return {f["source"]: f["parameters"]["emission_factor"][0]["value"] for f in listed}


def test_every_carbonate_of_the_library_is_checked() -> None:
    assert set(factors()) == set(FORMULAS)


@pytest.mark.parametrize("source", FORMULAS)
def test_the_factor_is_the_share_of_co2_in_the_molar_mass(source: str) -> None:
    """Printed to three or four digits and cut instead of rounded in places: within 0.1 %."""
    atoms, molecules = FORMULAS[source]
    expected = molecules * CO2 / sum(ATOMS[atom] for atom in atoms.split())
    assert factors()[source] == pytest.approx(expected, rel=1e-3)

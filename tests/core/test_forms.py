"""The official forms as data: counts, keys and identities as the notices print them."""

from __future__ import annotations

import pytest

from core.forms import FORM_IDS, form, form_for_year, split_key


@pytest.mark.parametrize(
    ("form_id", "table2", "table3", "table4", "identities"),
    [("2021", 10, 25 * 7, 15, 7 + 7 + 25 + 3), ("2019", 22, 23 * 7, 15, 7 + 7 + 23 + 3)],
)
def test_counts_of_cells_and_identities(form_id: str, table2: int, table3: int, table4: int, identities: int) -> None:
    """Each form has exactly the figure cells and identities that its notice prints."""
    official = form(form_id)

    assert [table2, table3, table4] == [len(table.cell_keys) for table in official.tables]
    assert identities == len(official.identities)


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_every_identity_speaks_of_cells_of_its_form(form_id: str) -> None:
    """No identity names a cell that the form lacks, and none names one twice."""
    official = form(form_id)
    cells = set(official.cell_keys)

    for identity in official.identities:
        assert cells.issuperset(identity.keys), identity.id
        assert len(set(identity.keys)) == len(identity.keys), identity.id


@pytest.mark.parametrize("form_id", FORM_IDS)
def test_every_cell_of_table_3_stands_in_the_right_number_of_identities(form_id: str) -> None:
    """A figure of table 3 stands in its row's sum and its column's; `total` also in both column identities."""
    official = form(form_id)

    for key in official.table_by_key["t3"].cell_keys:
        _, row, _ = split_key(key)
        expected = {"A101", "A102", "A103"} if row == "total" else {"A103", "A101"} if row in EDGE_ROWS else {"A103", "A102"}
        assert expected == {identity.rule for identity in official.identities_by_cell[key]}, key


EDGE_ROWS = ("new", "carried_over", "carried_forward")


def test_the_outcomes_are_the_rows_between_the_applications_and_the_total() -> None:
    """Table 3's outcome sum takes in 21 rows on the form of 2021 and 19 on that of 2019."""
    counts = {form_id: {len(i.parts) for i in form(form_id).identities if i.rule == "A102"} for form_id in FORM_IDS}

    assert {"2021": {21}, "2019": {19}} == counts


@pytest.mark.parametrize(
    ("key", "parts"),
    [
        ("t3.refused.state_secret.total", ("t3", "refused.state_secret", "total")),
        ("t3.new.natural_person", ("t3", "new", "natural_person")),
        ("t2.fees.amount", ("t2", "fees", "amount")),
        ("t4.suit_after_review.pending", ("t4", "suit_after_review", "pending")),
    ],
)
def test_keys_split_into_table_row_and_column(key: str, parts: tuple[str, str, str]) -> None:
    """A key's row may have a dot of its own; its table and column never do."""
    assert parts == split_key(key)


@pytest.mark.parametrize(("year", "form_id"), [(2024, "2021"), (2021, "2021"), (2020, "2019"), (2019, "2019")])
def test_the_form_that_binds_a_year(year: int, form_id: str) -> None:
    """The form of 2019 bound two years; that of 2021 binds all later ones."""
    bound = form_for_year(year)

    assert bound is not None
    assert form_id == bound.id


def test_no_national_form_before_2019() -> None:
    """Reports for 2018 and earlier had no national table form."""
    assert form_for_year(2018) is None


def test_an_unknown_form_is_refused() -> None:
    """Only the two official forms exist."""
    with pytest.raises(KeyError):
        form("2020")

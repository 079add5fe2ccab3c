"""Every country file has the same shape and says everything that an invoice or an entry asks for."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from zoneinfo import available_timezones

import pytest

from tests.workflows.selling_desk import COUNTRIES, tables
from workflows.catalogue import RateClass

LANGUAGES = ("de", "en", "fr")
SENTENCES = set(
    "exempt export late_payment no_discount out_of_scope reverse_charge reverse_charge_domestic intra_eu_goods "
    "supply_on_issue_date".split()
)
OF_THE_UNION = {"reverse_charge", "intra_eu_goods"}
NOT_EVERYWHERE = {"recovery_costs", "reverse_charge_domestic"}
RATES = tomllib.loads((COUNTRIES.parent / "rates.toml").read_text(encoding="utf-8"))
FILES = tables()


def test_fifteen_countries_are_known() -> None:
    assert set(FILES) == set("FR DE AT CH BE LU IE GB NL IT ES PT PL DK SE".split())


@pytest.mark.parametrize("code", FILES)
def test_a_country_has_the_keys_of_its_siblings(code: str) -> None:
    table = FILES[code]
    assert set(table) - {"late_payment"} == {
        "currency", "language", "eu", "time_zone", "vat", "vat_history", "rounding", "identifiers", "e_invoice",
        "mentions", "archive",
    }  # fmt: skip
    assert table["time_zone"] in available_timezones()
    classes = {member.value for member in RateClass}
    assert {"standard", "zero", "exempt"} <= set(table["vat"]) <= classes
    assert all(Decimal(rate) >= 0 for rate in table["vat"].values())


@pytest.mark.parametrize("code", FILES)
def test_every_sentence_is_there_in_every_language_and_not_empty(code: str) -> None:
    table = FILES[code]
    keys = SENTENCES if table["eu"] else SENTENCES - OF_THE_UNION
    there = {name.rpartition(".")[0] for name in table["mentions"]}
    assert there - NOT_EVERYWHERE == keys - NOT_EVERYWHERE
    assert set(table["mentions"]) == {f"{key}.{language}" for key in there for language in LANGUAGES}
    assert all(sentence.strip() for sentence in table["mentions"].values())


@pytest.mark.parametrize("code", FILES)
def test_the_law_of_late_payment_names_a_table_of_rates(code: str) -> None:
    law = FILES[code].get("late_payment")
    assert (law is not None) is (code in {"FR", "DE", "AT", "CH", "BE", "LU", "IE", "GB", "NL"})
    if law is not None:
        own = {"round_up_to", "floor_table", "floor_times"}  # of some countries' law
        assert set(law) - own == {"table", "add", "fixing", "lump_sums"} and law["table"] in RATES
        assert ("floor_table" in law) is ("floor_times" in law)
        assert law["fixing"] in {"half_year", "at_start"}


@pytest.mark.parametrize("code", FILES)
def test_rates_that_changed_lead_up_to_the_one_that_holds(code: str) -> None:
    for name, dated in FILES[code]["vat_history"].items():
        assert dated == sorted(dated) and dated[-1][1] == FILES[code]["vat"][name]


@pytest.mark.parametrize("code", FILES)
def test_notes_of_e_invoices_have_their_sentence(code: str) -> None:
    table = FILES[code]
    assert all(f"{key}.en" in table["mentions"] for _, key in table["e_invoice"]["notes"])
    sold = {"goods", "services", "mixed"}
    assert set(table["e_invoice"]["frame"]) in (
        set(),
        sold | {f"{each}_{stage}" for each in sold for stage in ("after_deposit", "paid")},
    )
    assert table["identifiers"]["endpoint_of"] in {"registration", "vat_id", "email"}

"""Value added tax: where, who, what; as a table."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.workflows.selling_desk import countries
from workflows.catalogue import RateClass, RevenueKind
from workflows.tax.policy import VAT_ID_FORMS, TaxProblem, treatment, vat_id_fits

GOODS, SERVICE, SUBSCRIPTION = RevenueKind.GOODS, RevenueKind.SERVICE, RevenueKind.SUBSCRIPTION
FR_ID, DE_ID = "FR24226238574", "DE761612490"


@pytest.mark.parametrize(
    ("seller", "buyer", "vat_id", "kind", "rate_class", "category", "rate", "code", "mention"),
    [
        ("DE", "DE", DE_ID, GOODS, "standard", "S", "19", "", ""),
        ("DE", "DE", "", GOODS, "reduced", "S", "7", "", ""),
        ("FR", "FR", "", SERVICE, "reduced", "S", "5.5", "", ""),
        ("FR", "MC", "", GOODS, "standard", "S", "20", "", ""),
        ("GB", "GB", "", GOODS, "zero", "Z", "0", "", ""),
        ("CH", "CH", "", GOODS, "standard", "S", "8.1", "", ""),
        ("CH", "LI", "", GOODS, "standard", "S", "8.1", "", ""),
        ("DE", "LI", "", GOODS, "standard", "G", "0", "VATEX-EU-G", "export"),
        ("DE", "DE", "", SERVICE, "exempt", "E", "0", "", "exempt"),
        ("DE", "FR", FR_ID, GOODS, "standard", "K", "0", "VATEX-EU-IC", "intra_eu_goods"),
        ("DE", "FR", FR_ID, SERVICE, "standard", "AE", "0", "VATEX-EU-AE", "reverse_charge"),
        ("FR", "DE", DE_ID, SUBSCRIPTION, "standard", "AE", "0", "VATEX-EU-AE", "reverse_charge"),
        ("FR", "CZ", "CZ12345678", GOODS, "standard", "K", "0", "VATEX-EU-IC", "intra_eu_goods"),
        ("DE", "GB", "GB123456789", GOODS, "standard", "G", "0", "VATEX-EU-G", "export"),
        ("FR", "CH", "CHE123456788", SERVICE, "standard", "G", "0", "VATEX-EU-G", "export"),
        ("DE", "US", "", GOODS, "reduced", "G", "0", "VATEX-EU-G", "export"),
        ("GB", "DE", DE_ID, GOODS, "standard", "G", "0", "", "export"),
        ("CH", "FR", FR_ID, SERVICE, "standard", "G", "0", "", "export"),
    ],
)
def test_tax_follows_seller_buyer_and_goods(
    seller: str, buyer: str, vat_id: str, kind: RevenueKind, rate_class: str, category: str, rate: str, code: str,
    mention: str,
) -> None:  # fmt: skip
    found = treatment(seller, buyer, vat_id, kind, RateClass(rate_class), countries())
    assert (found.category, found.rate, found.exemption_code, found.mention, found.problem) == (
        category, Decimal(rate), code, mention, None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("vat_id", "problem"),
    [
        ("", TaxProblem.VAT_ID_MISSING),
        ("FR1", TaxProblem.VAT_ID_MALFORMED),
        ("BE0123456789", TaxProblem.VAT_ID_MALFORMED),
    ],
)
def test_without_a_fitting_vat_number_the_sellers_rate_is_charged_and_said(vat_id: str, problem: TaxProblem) -> None:
    found = treatment("DE", "FR", vat_id, GOODS, RateClass.STANDARD, countries())
    assert (found.category, found.rate, found.problem) == ("S", Decimal(19), problem)


def test_a_class_without_a_rate_is_charged_in_full_and_said() -> None:
    found = treatment("DE", "DE", "", GOODS, RateClass.SUPER_REDUCED, countries())
    assert (found.rate, found.problem) == (Decimal(19), TaxProblem.NO_RATE)


def test_spaces_and_dots_in_a_vat_number_do_not_matter() -> None:
    assert vat_id_fits("FR", "fr 24 226.238.574") and vat_id_fits("GR", "EL123456789")


def test_the_countries_agree_on_who_is_in_the_union() -> None:
    assert all(country.eu is (code in VAT_ID_FORMS) for code, country in countries().items())


@pytest.mark.parametrize(
    ("seller", "rate_class", "on", "rate"),
    [
        ("DE", "standard", "2020-06-30", "19"),
        ("DE", "standard", "2020-07-01", "16"),
        ("DE", "reduced", "2020-12-31", "5"),
        ("DE", "standard", "2021-01-01", "19"),
        ("CH", "standard", "2023-12-31", "7.7"),
        ("LU", "intermediate", "2023-06-01", "13"),
        ("FR", "intermediate", "2026-03-01", "10"),
    ],
)
def test_the_rate_is_that_of_the_day_of_supply(seller: str, rate_class: str, on: str, rate: str) -> None:
    found = treatment(seller, seller, "", GOODS, RateClass(rate_class), countries(), date.fromisoformat(on))
    assert (found.rate, found.problem) == (Decimal(rate), None)


@pytest.mark.parametrize(
    ("seller", "vat_id", "category", "problem"),
    [
        ("DE", DE_ID, "AE", None),
        ("DE", "", "S", TaxProblem.VAT_ID_MISSING),
        ("DE", FR_ID, "S", TaxProblem.VAT_ID_MALFORMED),
        ("GB", "GB123456789", "AE", None),
        ("CH", "CHE123456788", "S", TaxProblem.NO_RATE),
    ],
)
def test_a_domestic_buyer_owes_the_tax_where_law_and_number_say_so(
    seller: str, vat_id: str, category: str, problem: TaxProblem | None
) -> None:
    found = treatment(seller, seller, vat_id, SERVICE, RateClass.REVERSE_CHARGE, countries())
    assert (found.category, found.problem) == (category, problem)
    assert (found.mention == "reverse_charge_domestic") is (category == "AE")


@pytest.mark.parametrize("buyer", ["DE", "FR", "US"])
def test_what_is_no_matter_of_vat_is_so_everywhere(buyer: str) -> None:
    found = treatment("DE", buyer, "", GOODS, RateClass.OUT_OF_SCOPE, countries())
    assert (found.category, found.rate, found.exemption_code) == ("O", Decimal(0), "VATEX-EU-O")

"""The shipped laws of late payment give the figures that authorities and advisers have published."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot.settings.law import load_countries
from workflows.errors import RateUnknown
from workflows.late_payment import InterestPeriod, agreed, compensation, interest, interest_of, percent
from workflows.ports import LatePayment

COUNTRIES = load_countries()


def law(country: str) -> LatePayment:
    found = COUNTRIES[country].late_payment
    assert found is not None
    return found


def owed(amount: str) -> tuple[tuple[date, Decimal], ...]:
    return ((date(2002, 1, 1), Decimal(amount)),)


def year_of(percent_a_year: str, days: int, amount: str) -> Decimal:
    first = date(2023, 1, 1)
    last = first + timedelta(days=days - 1)
    return interest_of([InterestPeriod(first, last, Decimal(amount), Decimal(percent_a_year))], "EUR")


@pytest.mark.parametrize(
    ("country", "day", "published"),
    [
        # Service public federal Finances, avis au Moniteur belge, by half-year
        ("BE", "2018-08-01", "8.0"), ("BE", "2015-03-01", "8.5"), ("BE", "2023-01-15", "10.5"), ("BE", "2023-07-15", "12.0"),  # noqa: E501
        ("BE", "2024-02-06", "12.5"), ("BE", "2024-08-01", "12.5"),
        # Directive 2011/7/EU without a rounding of its own: the ECB's rate of the half-year's first day and 8 points
        ("LU", "2024-08-01", "12.25"), ("NL", "2024-08-01", "12.25"), ("IE", "2024-08-01", "12.25"), ("NL", "2025-02-01", "11.15"),  # noqa: E501
        # UGB section 456: base rate of the half-year's first day (2024-07-01: 3.88; 2025-01-01: 2.53) and 9.2 points
        ("AT", "2024-10-01", "13.08"), ("AT", "2025-03-31", "11.73"), ("AT", "2022-07-26", "8.58"),
        # BGB section 288: base rate and nine points (base rates of the Deutsche Bundesbank)
        ("DE", "2024-07-01", "12.37"), ("DE", "2025-01-01", "11.27"),
        # gov.uk: Bank Rate 0.5 gave 8.5; 3.75 at the end of 2025 gives 11.75
        ("GB", "2026-02-01", "11.75"),
        # OR 104
        ("CH", "1999-02-01", "5.00"), ("CH", "2026-11-22", "5.00"),
    ],
)  # fmt: skip
def test_the_rate_of_a_day_is_the_published_one(country: str, day: str, published: str) -> None:
    assert percent(law(country), date.fromisoformat(day)) == Decimal(published)


@pytest.mark.parametrize(
    ("what", "computed", "published", "exact"),
    [
        # gov.uk "Late commercial payments": 1,000 at 8.5 %, 50 days. It rounds the day to 23 pence first, the law does not.  # noqa: E501
        ("gov.uk", year_of("8.5", 50, "1000"), "11.50", "11.64"),
        ("gov.uk, a year", year_of("8.5", 365, "1000"), "85.00", "85.00"),
        # lexing.law: 10,000 for three months at 10.25 % and at 0.12 %, as a quarter of a year in whole euros
        ("lexing.law", year_of("41.00", 91, "10000") / 4, "256", "255.55"),
        ("lexing.law, a quarter", year_of("10.25", 365, "10000") / 4, "256", "256.25"),
        ("lexing.law, legal rate", year_of("0.12", 365, "10000") / 4, "3", "3.00"),
        # gov.ie: 8 % a year is a daily rate of 0.022 %
        ("gov.ie", year_of("8", 1, "100000") / 1000, "0.022", "0.02192"),
        # an adviser's split of a half-year (UGB): 27 days at 11.2 %, 95 days at 10.73 %
        ("UGB", year_of("11.2", 27, "1200") + year_of("10.73", 95, "1200"), "43.45", "43.45"),
    ],
)  # fmt: skip
def test_worked_examples_agree_to_the_rounding_that_their_sources_use(
    what: str, computed: Decimal, published: str, exact: str
) -> None:
    assert abs(computed - Decimal(exact)) <= Decimal("0.005"), what
    assert abs(computed - Decimal(published)) / Decimal(published) < Decimal("0.013"), what


@pytest.mark.parametrize(
    ("country", "total", "currency", "sum_"),
    [
        ("FR", "10", "EUR", "40"), ("DE", "99999", "EUR", "40"), ("AT", "10", "EUR", "40"), ("BE", "10", "EUR", "40"),
        ("LU", "10", "EUR", "40"), ("NL", "10", "EUR", "40"), ("IE", "999.99", "EUR", "40"), ("IE", "1000", "EUR", "70"),  # noqa: E501
        ("GB", "10000", "GBP", "100"), ("CH", "10000", "CHF", "0"), ("FR", "10", "CHF", "0"),
    ],
)  # fmt: skip
def test_the_lump_sum_is_that_of_the_debtors_law(country: str, total: str, currency: str, sum_: str) -> None:
    assert compensation(law(country), Decimal(total), currency) == Decimal(sum_)


def test_a_french_contract_may_agree_less_than_the_law_but_never_less_than_three_times_the_legal_rate() -> None:
    """bpifrance: three times 4.92 makes 14.76 in the second half of 2024."""
    low, high = agreed(law("FR"), Decimal("1.00")), agreed(law("FR"), Decimal("20.00"))
    assert percent(low, date(2024, 10, 1)) == Decimal("14.76")
    assert percent(low, date(2026, 3, 1)) == Decimal("7.86")
    assert percent(high, date(2024, 10, 1)) == Decimal("20.00")
    assert agreed(law("FR"), None) is law("FR")


def test_where_the_floor_is_not_published_yet_nothing_is_computed() -> None:
    with pytest.raises(RateUnknown, match="french_legal_rate"):
        percent(agreed(law("FR"), Decimal("12.00")), date(2026, 7, 1))


def test_a_contract_elsewhere_holds_as_it_was_agreed() -> None:
    contract = agreed(law("DE"), Decimal("6.00"))
    assert interest(contract, owed("36500"), date(2025, 6, 29), date(2025, 7, 2)) == Decimal("18.00")


@pytest.mark.parametrize("country", sorted(code for code, found in COUNTRIES.items() if found.late_payment))
def test_beyond_its_last_published_rate_no_law_computes(country: str) -> None:
    last = law(country).known_until
    assert percent(law(country), last) > 0
    with pytest.raises(RateUnknown):
        percent(law(country), last + timedelta(days=1))


def test_a_changed_country_file_changes_nothing_else() -> None:
    assert replace(law("LU"), round_up_to=Decimal("0.5")).rates == law("BE").rates

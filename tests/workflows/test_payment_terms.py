"""Payment terms: what texts mean, which day they lead to, and when they run longer than the law."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings.law import load_holidays
from workflows.payment_terms.ceilings import too_long
from workflows.payment_terms.due import due_on, month_end, moved, schedule
from workflows.payment_terms.model import Ceiling, DueRule, MonthEnd, OnHoliday, PaymentTerms, Share
from workflows.payment_terms.reading import TermsUnclear, read_terms
from workflows.payment_terms.words import WORDS, TermWords

D = Decimal
LME = Ceiling(60, 45, "C. com. art. L441-10")
ODOO = "Odoo, addons/account/tests/test_payment_term.py"
OCA = "OCA account_payment_term_extension, README"
ERPNEXT = "ERPNext manual, Payment Terms"
TWO_WAYS = "finance-technique.com, calculer des délais de paiement et d'échéances"
MECADYN = "mecadyn.over-blog.com, 45 jours fin de mois"
SOLICES = "solices.fr, 45 jours fin de mois"
MFI = "robotz wiki, Common Invoice Payment Terminology; ember.co"
BASIS = "BASIS AP, terms code examples"

# (terms, date of the invoice, due, where the case is published)
CASES = [
    ("net 0 days", "2019-01-15", "2019-01-15", ODOO),
    ("45 days from end of month", "2019-01-01", "2019-03-17", ODOO),
    ("45 days from end of month", "2019-01-31", "2019-03-17", ODOO),
    ("31 days on the 15th", "2019-01-01", "2019-02-15", ODOO),
    ("31 days on the 15th", "2019-01-15", "2019-02-15", ODOO),
    ("31 days on the 15th", "2019-01-31", "2019-03-15", ODOO),
    ("end of month", "2019-01-01", "2019-01-31", ODOO),
    ("end of month", "2019-01-31", "2019-01-31", ODOO),
    ("1st of following month", "2019-01-01", "2019-02-01", ODOO),
    ("1st of following month", "2019-01-31", "2019-02-01", ODOO),
    ("30 jours fin de mois", "2019-01-30", "2019-03-31", OCA),
    ("1 mois fin de mois", "2019-01-30", "2019-02-28", OCA),
    ("7 days after end of month", "2026-04-20", "2026-05-07", ERPNEXT),
    ("45 jours fin de mois", "2026-04-02", "2026-05-31", TWO_WAYS),
    (
        "fin de mois 45 jours",
        "2026-04-02",
        "2026-06-14",
        TWO_WAYS,
    ),  # printed as 15 June: 45 days from 30 April are the 14th
    ("45 jours fin de mois", "2026-04-20", "2026-06-30", TWO_WAYS),
    ("30 jours fin de mois", "2008-04-15", "2008-05-31", MECADYN),
    ("30 jours fin de mois le 10", "2008-04-15", "2008-06-10", MECADYN),
    ("60 jours fin de mois le 20", "2008-04-15", "2008-07-20", MECADYN),
    ("45 jours fin de mois", "2008-04-15", "2008-05-31", MECADYN),
    ("45 jours fin de mois", "2008-04-17", "2008-06-30", MECADYN),
    ("45 jours fin de mois", "2025-04-10", "2025-05-31", SOLICES),
    ("net monthly", "2026-03-04", "2026-04-30", MFI),
    ("21 MFI", "2026-03-31", "2026-04-21", MFI),
    ("net 10th prox", "2026-03-04", "2026-04-10", BASIS),
]


@pytest.mark.parametrize(("text", "issued", "due", "source"), CASES)
def test_published_cases_come_out_as_printed(text: str, issued: str, due: str, source: str) -> None:
    (share,) = read_terms(text).shares
    assert due_on(share.rule, date.fromisoformat(issued)) == date.fromisoformat(due), source


NEVER, FIRST, LAST = MonthEnd.NEVER, MonthEnd.FIRST, MonthEnd.LAST
WAYS_TO_SAY = [
    (DueRule(30), ("30 days", "Net-30", "N30", "n/30", "30 Tage netto", "30 jours nets", "innerhalb von 30 Tagen")),
    (DueRule(30, 0, LAST), ("30 jours fin de mois", "30 jours nets fin de mois", "30 FDM", "30 Tage zum Monatsende")),
    (DueRule(45, 0, LAST, 10), ("45 jours fin de mois le 10", "45FDM10", "45 JOURS FIN DE MOIS, LE 10")),
    (DueRule(45, 0, FIRST), ("fin de mois 45 jours", "fin de mois + 45 jours", "45 EOM", "45 Tage nach Monatsende")),
    (DueRule(0, 0, FIRST, 10), ("10 MFI", "10th of following month (MFI)", "am 10. des Folgemonats", "10 prox")),
    (DueRule(0, 1, LAST), ("end of month following", "Ende des Folgemonats", "fin du mois suivant")),
    (DueRule(0), ("comptant", "à réception de facture", "sofort fällig", "due on receipt", "C.O.D.")),
    (DueRule(60, 0, NEVER, 15), ("60 jours le 15", "60 days on the 15th", "60 Tage zum 15.")),
    (DueRule(14), ("2 weeks", "2 Wochen", "2 semaines")),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in WAYS_TO_SAY for text in texts])
def test_the_same_terms_are_read_however_they_are_written(rule: DueRule, text: str) -> None:
    assert read_terms(text) == PaymentTerms((Share(D(100), rule),))


@pytest.mark.parametrize(
    ("text", "discounts"),
    [
        ("14 Tage 2 %, 30 Tage netto", [("2", 14)]),
        ("14 Tage 2 % 30 Tage netto", [("2", 14)]),
        ("2/10 net 30", [("2", 10)]),
        ("2 % 10, net 30", [("2", 10)]),
        ("10 jours 2 % d'escompte, 30 jours nets", [("2", 10)]),
        ("Bei Zahlung innerhalb von 14 Tagen 2,5 % Skonto, 30 Tage ohne Abzug", [("2.5", 14)]),
        ("3 % 8 Tage, 2 % 14 Tage, 30 Tage netto", [("3", 8), ("2", 14)]),
    ],
)
def test_what_is_granted_for_paying_sooner_is_no_due_date(text: str, discounts: list[tuple[str, int]]) -> None:
    terms = read_terms(text)
    assert terms.shares == (Share(D(100), DueRule(30)),)
    assert [(one.percent, one.rule.days) for one in terms.discounts] == [(D(rate), days) for rate, days in discounts]


@pytest.mark.parametrize(
    "text",
    [
        "30 % now, 70 % in 60 days",
        "30 % à la commande, solde à 60 jours",
        "30 % bei Bestellung, Rest in 60 Tagen netto",
    ],
)
def test_shares_come_to_the_whole_and_sum_to_the_cent(text: str) -> None:
    parts = schedule(read_terms(text), date(2026, 3, 2), D("99.99"), "EUR")
    assert parts == ((date(2026, 3, 2), D("30.00")), (date(2026, 5, 1), D("69.99")))


@pytest.mark.parametrize(
    "text",
    [
        "", "30", "FDM 30", "net", "30 bananas", "30 % now, 60 % in 60 days", "2/40 net 30", "30 days 60 days",
        "2 % 10th net 10 prox", "30 jours fin de mois le 32", "9999 days", "30.5 days", "x" * 300, "net 30 net 60",
    ],
)  # fmt: skip
def test_what_is_not_known_or_has_two_meanings_is_refused(text: str) -> None:
    with pytest.raises(TermsUnclear):
        read_terms(text)


@given(st.text(alphabet="0123456789 %/,netodaysjurfimlEOM.", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        terms = read_terms(text)
    except TermsUnclear:
        return
    assert sum(share.percent for share in terms.shares) == 100


days = st.dates(date(2020, 1, 1), date(2040, 12, 31))
rules = st.builds(DueRule, st.integers(0, 120), st.integers(0, 4), st.sampled_from(MonthEnd), st.integers(0, 31))


@given(rules, days)
def test_nothing_is_due_before_its_invoice(rule: DueRule, issued: date) -> None:
    assert due_on(rule, issued) >= issued


@given(rules, days)
def test_a_later_invoice_is_never_due_sooner(rule: DueRule, issued: date) -> None:
    assert due_on(rule, issued) <= due_on(rule, issued + timedelta(days=1))


@given(days, st.sampled_from(OnHoliday), st.sampled_from(["DE", "FR", "GB", "XX"]))
def test_a_moved_day_is_one_on_which_people_work(day: date, how: OnHoliday, country: str) -> None:
    found = moved(day, how, country, load_holidays())
    assert how is not OnHoliday.NEXT or found >= day
    assert how is not OnHoliday.PREVIOUS or found <= day
    assert how is not OnHoliday.NEXT_IN_MONTH or found.month == day.month
    assert how is not OnHoliday.KEEP or found == day
    assert moved(found, how, country, load_holidays()) == found


def test_a_due_date_on_a_holiday_moves_as_is_agreed() -> None:
    saturday, rules = date(2026, 1, 31), load_holidays()
    assert moved(saturday, OnHoliday.NEXT, "DE", rules) == date(2026, 2, 2)
    assert moved(saturday, OnHoliday.NEXT_IN_MONTH, "DE", rules) == date(2026, 1, 30)
    assert moved(date(2026, 12, 25), OnHoliday.NEXT, "DE", rules) == date(2026, 12, 28)
    assert read_terms("30 Tage netto, nächster Werktag").on_holiday is OnHoliday.NEXT


@pytest.mark.parametrize(
    "text",
    ["60 jours", "45 jours fin de mois", "fin de mois 45 jours", "30 jours fin de mois", "10 MFI"],
)
def test_terms_within_the_ceiling_are_not_named(text: str) -> None:
    assert too_long(read_terms(text), LME) is None


@pytest.mark.parametrize(
    "text", ["61 jours", "60 jours fin de mois", "30 jours fin de mois le 10", "90 jours", "3 mois"]
)
def test_terms_beyond_it_are_named_with_the_worst_day(text: str) -> None:
    found = too_long(read_terms(text), LME)
    assert found is not None and found.due > found.latest >= found.issued + timedelta(days=60)
    assert "L441-10" in str(found)


def test_every_language_says_all_of_it_and_no_phrase_two_things() -> None:
    known: dict[str, str] = {}
    for words in WORDS.values():
        for one in fields(TermWords):
            phrases = getattr(words, one.name)
            assert phrases, one.name
            for phrase in phrases:
                assert known.setdefault(phrase, one.name) == one.name, phrase


@given(days)
def test_a_month_ends_before_the_next_one_begins(day: date) -> None:
    end = month_end(day)
    assert (end.year, end.month) == (day.year, day.month) and (end + timedelta(days=1)).day == 1

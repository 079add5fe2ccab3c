"""FEC and DATEV say to the cent what the journal says, in the currency of the books, as their own texts ask for it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.exchange.accounting import book_of
from bot.exchange.book import Book, letters
from bot.exchange.datev import FOREIGN_AMOUNT, debtor_accounts, reference
from tests.bot.book_readers import FEC_FIELDS, datev_balances, fec_amount, read_datev, read_fec
from tests.bot.booked_desk import Booked, a_year
from workflows.errors import BadInput
from workflows.integrity import problems
from workflows.invoicing.opening import take_over
from workflows.ledger.allocation import apply_payment
from workflows.ledger.chart import Books
from workflows.ledger.journal import chart_of
from workflows.ledger.valuation import ValuedEntry
from workflows.ledger.years import financial_year, year_of

D = Decimal
NOW = datetime(2026, 3, 31, 12, 0)


def fec(booked: Booked, **asked: object) -> list[dict[str, str]]:
    written = book_of("fec", "", booked.uow, booked.desk, NOW, **asked)  # type: ignore[arg-type]
    return read_fec(written.name, written.data, str(asked.get("encoding") or "utf-8"))


def fec_balances(rows: list[dict[str, str]]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        sums[row["CompteNum"]] += fec_amount(row["Debit"]) - fec_amount(row["Credit"])
    return {account: rest for account, rest in sums.items() if rest}


def test_a_fec_is_accepted_by_a_reader_written_from_the_law() -> None:
    booked = a_year()
    rows = fec(booked)
    assert list(rows[0]) == FEC_FIELDS
    assert {row["EcritureNum"] for row in rows} == set(booked.uow.entries.rows)
    assert {row["JournalCode"] for row in rows} == {"VE", "BQ", "OD"}
    assert rows[0]["CompAuxLib"] == "Maison René Frères" and rows[0]["CompteLib"] == "Clients"
    assert book_of("fec", "", booked.uow, booked.desk, NOW).name == "204685150FEC20261231.txt"


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-15"])
def test_a_fec_is_written_in_both_encodings_of_the_law(encoding: str) -> None:
    booked = a_year()
    booked.uow.customers.put(replace(booked.buyer, name="Łódź & Œuvre"))
    (name,) = {row["CompAuxLib"] for row in fec(booked, encoding=encoding)} - {""}
    assert name == ("Łódź & Œuvre" if encoding == "utf-8" else "?ódz & Œuvre")


def test_the_exchange_difference_is_a_loss_between_receivable_and_money() -> None:
    """1200 dollars booked at 1.25 are 960 euros; the 1200 euros that came are 240 more: a gain."""
    sums = fec_balances(fec(a_year()))
    assert (sums["756000"], "656000" in sums) == (D("-240.00"), False)
    assert sums.get("411000", 0) == 0
    assert sums["512000"] == D("1176.00") + D("527.10") + D("1200.00") + D("77.70")


@pytest.mark.parametrize(("paid", "left"), [("1000.00", "-40.00"), ("900.00", "60.00"), ("960.00", "0")])
def test_money_in_another_currency_leaves_its_gain_or_loss_and_sound_books(paid: str, left: str) -> None:
    """1200 dollars booked at 1.25 are 960 euros, and were paid in euros."""
    booked = Booked()
    invoice = booked.sell("1000.00", "2026-01-07", "USD")
    money = booked.receive(paid, "2026-03-03")
    apply_payment(
        booked.uow, booked.desk, payment=money.id, invoice=invoice.number, amount=invoice.total, paid=D(paid),
        on=date(2026, 3, 3), rule="number", proof="",
    )  # fmt: skip
    sums = fec_balances(fec(booked))
    assert sums.get("756000", 0) + sums.get("656000", 0) == D(left)
    assert "411000" not in sums and sums["512000"] == D(paid)
    assert problems(booked.uow, booked.desk) == []


def test_a_discount_gives_back_its_tax_and_a_short_payment_is_written_off() -> None:
    sums = fec_balances(fec(a_year()))
    assert (sums["665000"], sums["658000"]) == (D("20.00"), D("0.40"))
    assert sums["445711"] == -(D("200.00") - D("4.00") + D("160.00"))


def test_settled_receivables_carry_letters_and_the_day_and_others_do_not() -> None:
    booked = a_year()
    booked.sell("10.00", "2026-03-15")
    rows = [row for row in fec(booked) if row["CompteNum"] == "411000"]
    by_document: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        by_document[row["PieceRef"]].add(row["EcritureLet"])
    assert all(len(found) == 1 for found in by_document.values())
    *settled, newest = sorted(document for document in by_document if document.startswith("R-"))
    assert by_document[newest] == {""} and all(by_document[document] != {""} for document in settled)
    assert by_document["G-2026-00001"] == by_document[settled[-1]]
    again = {row["PieceRef"]: row["EcritureLet"] for row in fec(booked) if row["EcritureLet"]}
    assert again == {row["PieceRef"]: row["EcritureLet"] for row in rows if row["EcritureLet"]}


def test_letters_differ_within_a_financial_year_of_two_calendar_years() -> None:
    booked = Booked()
    seller = replace(booked.company, books=Books(year_starts=7))
    booked.company, booked.desk = seller, replace(booked.desk, companies={seller.code: seller})
    for sold, paid in (("2025-12-01", "2025-12-20"), ("2026-01-05", "2026-01-20")):
        invoice = booked.sell("100.00", sold)
        booked.pay(invoice, f"{invoice.total}", paid)
    pairs = {(row["PieceRef"], row["EcritureLet"]) for row in fec(booked) if row["EcritureLet"]}
    assert len(pairs) == len({letters for _, letters in pairs}) == 2


def test_a_book_is_of_one_financial_year() -> None:
    booked = a_year()
    booked.sell("10.00", "2025-12-30")
    assert len({row["EcritureDate"][:4] for row in fec(booked)}) == 1
    assert [row["EcritureDate"] for row in fec(booked, year=2025)] == ["20251230"] * 3


@pytest.mark.parametrize(
    ("starts", "day", "first", "last"),
    [
        (1, date(2026, 6, 30), date(2026, 1, 1), date(2026, 12, 31)),
        (7, date(2026, 6, 30), date(2025, 7, 1), date(2026, 6, 30)),
        (7, date(2026, 7, 1), date(2026, 7, 1), date(2027, 6, 30)),
        (3, date(2028, 2, 29), date(2027, 3, 1), date(2028, 2, 29)),
    ],
)
def test_a_financial_year_begins_with_the_month_that_the_company_says(
    starts: int, day: date, first: date, last: date
) -> None:
    found = year_of(Books(year_starts=starts), day)
    assert (found.first, found.last) == (first, last) and day in found
    assert financial_year(Books(year_starts=starts), last.year) == found


def test_without_a_rate_nothing_is_guessed() -> None:
    booked = a_year()
    booked.uow.rates.rows.clear()
    with pytest.raises(BadInput, match="no rate of USD on or before 2026-01-07"):
        fec(booked)


@pytest.mark.parametrize(("country", "chart"), [("DE", ""), ("DE", "SKR04"), ("AT", "")])
def test_a_datev_batch_is_accepted_and_says_what_the_journal_says(country: str, chart: str) -> None:
    booked = a_year(country, chart)
    written = book_of("datev", "", booked.uow, booked.desk, NOW)
    batch = read_datev(written.data)
    assert written.name == f"EXTF_Buchungsstapel_{country}01_20260101_20261231.csv"
    assert batch.head[26] == {"": "03" if country == "DE" else "", "SKR04": "04"}[chart]
    number, sums = chart_of(booked.desk, booked.company.code).number, datev_balances(batch)
    assert sums[number("fx.gain")] == -booked.uow.invoices.get("R-2026-00003").total / 5
    assert sums[number("write_off")] == D("0.40")
    assert sum(sums.values()) == 0
    assert "10107" not in sums  # the customer's receivables are all settled


def test_rows_of_one_leg_share_its_foreign_amount() -> None:
    booked = Booked("DE")
    invoice = booked.sell("1000.00", "2026-01-07", "USD")
    batch = read_datev(book_of("datev", "", booked.uow, booked.desk, NOW).data)
    assert [row[FOREIGN_AMOUNT] for row in batch.rows] == ["USD 1000.00", f"USD {invoice.total - 1000}"]


def test_of_an_account_that_reckons_its_tax_itself_a_batch_says_that_it_is_booked() -> None:
    batch = read_datev(book_of("datev", "", (booked := a_year("DE")).uow, booked.desk, NOW).data)
    automatic = {"8400", "8300", "8736", "8731"}
    for row in batch.rows:
        assert (row[9] == "40") == bool({row[7], row[8]} & automatic)
    sale = batch.rows[0]
    assert (sale[1], sale[7], sale[8], sale[10], sale[11]) == ("1000,00", "10107", "8400", "0501", "R-2026-00001")
    assert (sale[12], sale[115], sale[40]) == ("040226", "05012026", "DE987654321")


def test_a_debtors_account_is_his_own_figures_and_stays_his() -> None:
    booked = a_year("DE")
    assert debtor_accounts(_valued(booked), 4) == {"K10107": "10107"}
    assert debtor_accounts(_named("K107", "L107", "K70107", "K10500", "X"), 4) == {
        "K107": "10107", "L107": "69999", "K70107": "69998", "K10500": "10500", "X": "69997",
    }  # fmt: skip


def _valued(booked: Booked) -> list[ValuedEntry]:
    year = year_of(booked.company.books, NOW.date())
    return Book(booked.uow, booked.desk, booked.company, year, year).entries


def _named(*customers: str) -> list[ValuedEntry]:
    """Sales to these customers, one after the other."""
    entry, *_ = _valued(a_year("DE"))
    receivable, *others = entry.entry.lines
    changed = [replace(entry.entry, lines=(replace(receivable, customer=name), *others)) for name in customers]
    return [replace(entry, entry=each) for each in changed]


@pytest.mark.parametrize(
    ("document", "expected"), [("R 2026_1/ä", "R20261/"), ("x" * 40, "x" * 36), ("PM-1", "PM-1"), ("", "")]
)
def test_a_reference_has_only_the_letters_that_the_field_allows(document: str, expected: str) -> None:
    assert reference(document) == expected


def test_letters_are_at_least_three_and_differ() -> None:
    assert (letters(0), letters(1), letters(26**3 - 1), letters(26**3)) == ("AAA", "AAB", "ZZZ", "BAAA")
    assert len({letters(number) for number in range(5000)}) == 5000


STEP = st.tuples(
    st.sampled_from(["EUR", "USD"]), st.integers(1, 99_999), st.integers(1, 100), st.booleans(), st.integers(1, 12)
)


@settings(max_examples=40, deadline=None)
@given(st.lists(STEP, min_size=1, max_size=6), st.sampled_from(["FR", "DE"]))
def test_whatever_is_booked_balances_in_both_books(steps: list[tuple[str, int, int, bool, int]], country: str) -> None:
    booked = Booked(country)
    for currency, cents, percent, credits, month in steps:
        day = f"2026-{month:02d}-15"
        invoice = booked.sell(f"{D(cents) / 100}", day, currency)
        part = (invoice.total * percent / 100).quantize(D("0.01"))
        if part and credits:
            booked.credit(invoice, f"{part}", day)
        elif part:
            booked.pay(invoice, f"{part}", f"2026-{month:02d}-28")
    if country == "FR":
        assert sum(fec_balances(fec(booked)).values()) == 0
    else:
        batch = read_datev(book_of("datev", "", booked.uow, booked.desk, NOW).data)
        assert sum(datev_balances(batch).values()) == 0
    settled = all(item.open_amount == 0 for item in booked.uow.open_items.where())
    if settled and country == "FR":
        assert "411000" not in fec_balances(fec(booked))


def two_years(country: str = "FR", chart: str = "") -> Booked:
    """A year's books, of which something is open, and what became of it in the next."""
    booked = a_year(country, chart)
    local = booked.sell("300.00", "2026-11-02")
    booked.sell("150.00", "2026-11-03")
    booked.sell("1000.00", "2026-12-01", "USD")
    booked.credit(local, f"{local.total / 3:.2f}", "2026-12-20")
    booked.pay(local, f"{local.total - (local.total / 3).quantize(D('0.01'))}", "2027-01-15")
    booked.sell("80.00", "2027-02-01")
    return booked


def balance_sheet(sums: dict[str, Decimal]) -> dict[str, Decimal]:
    return {account: amount for account, amount in sums.items() if account[0] not in "67"}


def test_the_second_years_fec_begins_with_what_the_first_one_left() -> None:
    booked = two_years()
    first, second = fec(booked, year=2026), fec(booked, year=2027)
    opening = [row for row in second if row["JournalCode"] == "AN"]
    assert opening == second[: len(opening)] and len({row["EcritureNum"] for row in opening}) == 1
    assert not [row for row in first if row["JournalCode"] == "AN"]
    left = fec_balances(first)
    earned = sum(amount for account, amount in left.items() if account[0] in "67")
    assert fec_balances(opening) == {**balance_sheet(left), "120000": earned}
    assert {row["EcritureDate"] for row in opening} == {"20270101"}


def test_receivables_are_brought_forward_document_by_document_and_lettered_when_they_are_settled() -> None:
    rows = [row for row in fec(two_years(), year=2027) if row["CompteNum"] == "411000"]
    opening = {row["PieceRef"]: row for row in rows if row["JournalCode"] == "AN"}
    assert [(row["CompAuxNum"], row["Debit"]) for row in opening.values()] == [
        ("K10107", "240,00"), ("K10107", "180,00"), ("K10107", "1200,00"),
    ]  # fmt: skip
    settled, still_open, dollars = opening
    (payment,) = [row for row in rows if row["PieceRef"] == settled and row["JournalCode"] != "AN"]
    assert opening[settled]["EcritureLet"] == payment["EcritureLet"] != "" == opening[still_open]["EcritureLet"]
    assert (opening[dollars]["Montantdevise"], opening[dollars]["Idevise"]) == ("1200,00", "USD")


def test_results_of_earlier_years_are_carried_apart_from_the_last_ones() -> None:
    booked = two_years()
    booked.sell("10.00", "2028-03-01")
    sums = fec_balances([row for row in fec(booked, year=2028) if row["JournalCode"] == "AN"])
    assert sums["120000"] == D("-80.00") and sums["110000"] < 0 and "129000" not in sums
    assert sum(sums.values()) == 0


def test_a_financial_year_that_is_no_calendar_year_begins_on_its_own_first_day() -> None:
    booked = two_years()
    booked.company = replace(booked.company, books=replace(booked.company.books, year_starts=7))
    booked.desk = replace(booked.desk, companies={booked.company.code: booked.company})
    opening = [row for row in fec(booked, year=2027) if row["JournalCode"] == "AN"]
    assert {row["EcritureDate"] for row in opening} == {"20260701"} and sum(fec_balances(opening).values()) == 0


@pytest.mark.parametrize(
    ("country", "chart", "profit"), [("DE", "", "0860"), ("DE", "SKR04", "2970"), ("AT", "", "9390")]
)
def test_datevs_opening_balances_are_a_batch_of_their_own(country: str, chart: str, profit: str) -> None:
    booked = two_years(country, chart)
    written = book_of("datev", "", booked.uow, booked.desk, NOW, year=2027, opening=True)
    batch = read_datev(written.data)
    assert written.name == f"EXTF_Saldenvortrag_{country}01_20270101.csv"
    first = datev_balances(read_datev(book_of("datev", "", booked.uow, booked.desk, NOW, year=2026).data))
    number = chart_of(booked.desk, booked.company.code).number
    sums = datev_balances(batch)
    carriers = {number("opening.accounts"), number("opening.debtors")}
    assert sum(sums.get(one, D(0)) for one in carriers) == 0 and sums[profit] < 0
    assert sums["10107"] == first["10107"] and sums[number("bank")] == first[number("bank")]
    debtors = [row for row in batch.rows if row[7] == "10107"]
    assert len(debtors) == 3 and all(row[8] == number("opening.debtors") and row[11] for row in debtors)
    assert {row[10] for row in batch.rows} == {"0101"}


def test_what_was_taken_over_is_carried_on_as_debtors_alone() -> None:
    booked = a_year("DE", "")
    day, total = date(2026, 9, 1), D("500.00")
    take_over(
        booked.uow, booked.desk, datetime(2026, 11, 1), number="OLD-1", customer="K10107", company="DE01",
        issue_date=day, due_date=day, total=total, open_amount=total, currency="EUR",
    )  # fmt: skip
    batch = read_datev(book_of("datev", "", booked.uow, booked.desk, NOW, year=2027, opening=True).data)
    number = chart_of(booked.desk, booked.company.code).number
    assert number("opening.debtors") not in {row[7] for row in batch.rows}
    sums = datev_balances(batch)
    assert sums[number("opening.debtors")] == -sums["10107"] == -total


def test_a_fec_has_no_opening_file_of_its_own() -> None:
    booked = two_years()
    with pytest.raises(BadInput, match="begins with its opening balances itself"):
        book_of("fec", "", booked.uow, booked.desk, NOW, opening=True)


@settings(max_examples=40, deadline=None)
@given(st.lists(STEP, min_size=1, max_size=6))
def test_what_a_year_leaves_is_what_the_next_begins_with(steps: list[tuple[str, int, int, bool, int]]) -> None:
    booked = Booked("FR")
    for currency, cents, percent, credits, month in steps:
        day = f"{2026 + month % 2}-{month:02d}-15"
        invoice = booked.sell(f"{D(cents) / 100}", day, currency)
        part = (invoice.total * percent / 100).quantize(D("0.01"))
        if part and credits:
            booked.credit(invoice, f"{part}", day)
        elif part:
            booked.pay(invoice, f"{part}", f"2027-{month:02d}-28")
    closed = balance_sheet(fec_balances(fec(booked, year=2026)))
    opening = fec_balances([row for row in fec(booked, year=2027) if row["JournalCode"] == "AN"])
    assert {account: amount for account, amount in opening.items() if account[:2] not in ("11", "12")} == closed

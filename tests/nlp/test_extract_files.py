"""Data formats and tables as orders, changes and payments: what is sure, and what a person must see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from nlp.extract.order.file import addressed
from nlp.opened import (
    Document,
    LineAction,
    Paper,
    Purpose,
    StructuredLine,
    StructuredOrder,
    StructuredPaid,
    StructuredRemittance,
    Table,
)
from nlp.reading import ChangeAction, DeductionReason
from tests.nlp import extraction_desk as desk

LINE = StructuredLine("MP-1", "Wischmopp 40 cm", "3", "9.90", unit="C62")
ORDER = StructuredOrder("ubl_order", "HS/0300", "2026-04-01", "2026-04-20", "EUR", "29.70", (LINE,))


def facts(*documents: Document):
    return desk.facts(desk.context("anbei", language="de", documents=documents))


def order_file(**changes) -> Document:
    return Document("a.xml", "application/xml", 9, "HS/0300 MP-1", order=replace(ORDER, **changes), paper=Paper.ORDER)


def advice_file(*advices: StructuredRemittance, text: str = "IN-7015 IN-7016") -> Document:
    return Document("a.edi", "application/edifact", 9, text, advices=advices, paper=Paper.ADVICE)


def codes(found):
    return [problem.code for problem in found.problems]


def test_an_order_file_is_sure_of_itself():
    found = facts(order_file()).order
    assert (found.strength, found.problems) == (1.0, ())
    assert [(x.sku, x.quantity, x.unit_price) for x in found.value.lines] == [("MP-1", Decimal(3), Decimal("9.90"))]


@pytest.mark.parametrize("purpose", [Purpose.CHANGE, Purpose.CANCELLATION])
def test_a_change_in_a_data_format_is_never_a_new_order(purpose):
    read = facts(order_file(purpose=purpose, po_number="HS/0207"))
    assert read.order.strength == 0.0 or not read.order.value.lines
    wanted = ChangeAction.CANCEL if purpose is Purpose.CANCELLATION else ChangeAction.CHANGE
    assert (read.order_change.value.po_number, read.order_change.value.action) == ("HS/0207", wanted)
    assert read.order_change.strength == 1.0


def test_a_line_that_goes_has_no_quantity_and_one_that_stays_is_not_named():
    lines = (replace(LINE, action=LineAction.REMOVED), StructuredLine("GL-5", "", "2", None, action=LineAction.KEPT))
    change = facts(order_file(purpose=Purpose.CHANGE, po_number="HS/0207", lines=lines)).order_change.value
    assert [(line.sku, line.quantity) for line in change.lines] == [("MP-1", Decimal(0))]


def test_an_order_stated_anew_that_leaves_articles_out_goes_to_a_person():
    lines = (StructuredLine("GL-5", "Glasreiniger 5 l", "2", None),)
    found = facts(order_file(purpose=Purpose.CHANGE, po_number="HS/0207", lines=lines)).order_change
    assert "lines_left_out" in codes(found) and found.strength < 1.0


def test_a_change_of_an_order_that_nobody_knows_is_not_sure():
    assert facts(order_file(purpose=Purpose.CHANGE, po_number="HS/9999")).order_change.strength < 1.0


def test_numbers_of_different_articles_in_one_line_go_to_a_person():
    found = facts(order_file(lines=(replace(LINE, numbers=("GL-5",)),))).order
    assert "several_articles" in codes(found)


def test_the_buyers_number_is_asked_where_the_sellers_is_unknown():
    line = StructuredLine("4012345000011", "", "3", "9.90", numbers=("MP-1",))
    assert facts(order_file(lines=(line,))).order.value.lines[0].sku == "MP-1"


@pytest.mark.parametrize(
    ("unit", "price", "told"), [("BX", "22.80", False), ("C62", "0.25", True), ("C62", "22.80", False)]
)
def test_pieces_of_what_is_sold_in_boxes_go_to_a_person(unit, price, told):
    line = StructuredLine("TU-16", "Reagenzgläser", "2", price, unit=unit)
    assert ("unit_mismatch" in codes(facts(order_file(lines=(line,), total=None)).order)) is told


class Named:
    """A book that knows our own names."""

    def own_names(self):
        return ("Nordlicht Handels GmbH",)


@pytest.mark.parametrize(
    ("name", "ours"), [("Nordlicht AG", True), ("NORDLICHT", True), ("Südwind GmbH", False), ("", True), ("GmbH", True)]
)
def test_a_file_addressed_to_another_company_is_named(name, ours):
    context = replace(desk.context(), book=Named())
    assert (not list(addressed(context, name, context.body))) is ours


PAID = StructuredRemittance(
    "pain.001", "Z-1", "2026-04-03", "EUR", "2360.69",
    (StructuredPaid("IN-7015", "2310.40", "46.21", "discount"), StructuredPaid("IN-7016", "96.50")),
)  # fmt: skip


def test_a_payment_file_is_sure_of_itself():
    found = facts(advice_file(PAID)).remittance
    assert (found.problems, found.strength) == ((), 1.0)
    assert (found.value.payment_date, found.value.reference) == (date(2026, 4, 3), "Z-1")
    first = found.value.lines[0]
    assert (first.invoice, first.deduction, first.reason) == ("IN-7015", Decimal("46.21"), DeductionReason.DISCOUNT)


@pytest.mark.parametrize(
    ("advice", "code"),
    [
        (replace(PAID, total="2400.00"), "total_mismatch"),
        (replace(PAID, currency="CHF"), "other_currency"),
        (replace(PAID, total="1.00", lines=(StructuredPaid("XX-1", "1.00"),)), "unknown_invoice"),
        (replace(PAID, total="11.00", lines=(StructuredPaid("IN-5000", "11.00"),)), "other_customer"),
        (replace(PAID, lines=(StructuredPaid("IN-7015", None),)), "no_amount"),
        (replace(PAID, lines=()), "no_lines"),
    ],
)
def test_a_payment_file_that_does_not_fit_the_book_goes_to_a_person(advice, code):
    found = facts(advice_file(advice, text="")).remittance
    assert code in codes(found) and found.strength < 1.0


def test_two_payments_in_one_file_are_put_together_and_named():
    other = replace(PAID, reference="Z-2", total="430.00", lines=(StructuredPaid("IN-7020", "430.00"),))
    found = facts(advice_file(PAID, other)).remittance
    assert (len(found.value.lines), found.value.reference) == (3, None) and "several_advices" in codes(found)


def test_a_credit_note_in_a_payment_file_is_negative():
    advice = replace(
        PAID, total="385.00", lines=(StructuredPaid("IN-7020", "430.00"), StructuredPaid("IN-9001", "45.00"))
    )
    assert [line.amount for line in facts(advice_file(advice)).remittance.value.lines] == [Decimal(430), Decimal(-45)]


def table(*rows: str, header: int = -1) -> Table:
    return Table(tuple(tuple(row.split("|")) for row in rows), header)


def paper(found: Table, kind: Paper = Paper.UNKNOWN) -> Document:
    text = "\n".join("  ".join(row) for row in found.rows)
    return Document("a.pdf", "application/pdf", 9, text, (found,), paper=kind)


def test_an_advice_without_headings_is_read_by_the_book():
    found = facts(paper(table("IN-7015|12.01.2026|2.310,40|46,21|2.264,19", "IN-7016|12.01.2026|96,50|0,00|96,50")))
    lines = [(x.invoice, x.amount, x.deduction) for x in found.remittance.value.lines]
    assert lines == [("IN-7015", Decimal("2310.40"), Decimal("46.21")), ("IN-7016", Decimal("96.50"), None)]


def test_an_order_without_headings_is_read_by_its_sums():
    found = facts(paper(table("1|MP-1|Wischmopp|3|9,90|29,70", "2|GL-5|Reiniger|2|12,60|25,20"))).order
    assert [(x.sku, x.quantity, x.unit_price) for x in found.value.lines] == [
        ("MP-1", Decimal(3), Decimal("9.90")),
        ("GL-5", Decimal(2), Decimal("12.60")),
    ]


@pytest.mark.parametrize("kind", [Paper.INVOICE, Paper.DELIVERY_NOTE, Paper.CONFIRMATION])
def test_the_sellers_own_papers_order_nothing(kind):
    lines = table("Artikel|Bezeichnung|Menge|Preis|Betrag", "MP-1|Wischmopp|3|9,90|29,70", header=0)
    assert facts(paper(lines, kind)).order.value is None
    assert facts(paper(lines, Paper.ORDER)).order.value.lines


@pytest.mark.parametrize("kind", [Paper.REMINDER, Paper.STATEMENT, Paper.INVOICE])
def test_a_list_that_asks_for_money_is_no_sure_advice(kind):
    found = facts(paper(table("Rechnung|Betrag", "IN-7015|2.310,40", header=0), kind)).remittance
    assert "not_an_advice" in codes(found) and found.strength < 1.0


@pytest.mark.parametrize(
    "heading", ["Material|Text|Menge alt|Menge neu", "Part|Description|Was|Now", "Réf|Article|Avant|Après"]
)
def test_a_table_of_old_and_new_quantities_changes_an_order_and_places_none(heading):
    document = paper(table(heading, "MP-1|Wischmopp 40 cm|5|8", header=0))
    read = desk.facts(desk.context("Bitte ändern: HS/0207", language="de", documents=(document,)))
    assert read.order.value is None or not read.order.value.lines
    change = read.order_change
    assert (change.value.po_number, change.strength) == ("HS/0207", 1.0)
    assert [(line.sku, line.quantity) for line in change.value.lines] == [("MP-1", Decimal(8))]


def test_a_new_quantity_of_an_article_that_nobody_knows_goes_to_a_person():
    document = paper(table("Artikel|Menge alt|Menge neu", "MP-1|5|8", "ZZ-99|1|2", header=0))
    change = desk.facts(desk.context("Bitte ändern: HS/0207", language="de", documents=(document,))).order_change
    assert "unknown_article" in codes(change) and change.strength < 1.0


def test_a_list_of_what_left_the_account_is_paid_and_a_credit_note_is_taken():
    found = facts(paper(table("Rechnung|Betrag", "IN-7015|-2.310,40", "IN-7016|-96,50", header=0))).remittance
    assert [line.amount for line in found.value.lines] == [Decimal("2310.40"), Decimal("96.50")]
    found = facts(paper(table("Rechnung|Betrag", "IN-7015|2.310,40", "IN-9001|-45,00", header=0))).remittance
    assert [line.amount for line in found.value.lines] == [Decimal("2310.40"), Decimal("-45.00")]

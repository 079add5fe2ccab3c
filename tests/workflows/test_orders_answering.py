"""The answer to a question about an order lets it go on where it settles everything, and is a person's otherwise."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from nlp import reading as r
from nlp.reading import AnswerKind, AnswerPart, OrderAnswer
from tests.fakes import FakeUnitOfWork
from tests.workflows.mail_desk import message
from tests.workflows.selling_desk import NOW, books, company, desk, only_order, placing, price, product, wanted
from workflows import triage
from workflows.catalogue import ArticleTerms
from workflows.letters import Letter, LetterStatus
from workflows.messages import Message, MessageStatus
from workflows.orders.findings import Finding, Outcome
from workflows.orders.handlers import ask, place, reject, release, remind_all
from workflows.orders.model import Order, OrderStatus, Stock
from workflows.orders.terms import OrderPolicy
from workflows.ports import Desk

ORDER = "DE01-O-2026-00001"
ASK = {code: Outcome.ASK for code in (
    Finding.PRICE_LOWER, Finding.PACK_SIZE, Finding.UNKNOWN_ARTICLE, Finding.REPLACED_ARTICLE, Finding.PO_REQUIRED,
    Finding.ARTICLE_ENDED, Finding.LEAD_TIME, Finding.DUPLICATE_PO,
)}  # fmt: skip
YES, NO = AnswerPart(AnswerKind.AGREE, "yes"), AnswerPart(AnswerKind.DECLINE, "no")


def asking(invoice_on: str = "delivery", **given: Any) -> Desk:
    return replace(desk(company(invoice_on=invoice_on)), orders=OrderPolicy(outcomes=ASK, **given))


def asked(
    *lines: tuple[str | None, str, str | None], uow: FakeUnitOfWork | None = None, **given: Any
) -> FakeUnitOfWork:
    """An order about which the customer was asked, by a letter that went out."""
    uow = uow or books()
    place(placing(wanted(*(lines or (("PUMP", "3", "90.00"),)), **given)), uow, asking(), NOW)
    assert only_order(uow).state is OrderStatus.ASKED
    sent(uow)
    return uow


def sent(uow: FakeUnitOfWork, state: LetterStatus = LetterStatus.SENT, at: datetime = NOW) -> Letter:
    letter = max(
        uow.letters.where(template=("order_question", "order_reminder")), key=lambda row: (row.created_at, row.template)
    )
    done = replace(
        letter, state=state, sent_at=at if state is LetterStatus.SENT else None, subject="Your order PO-1: a question"
    )
    uow.letters.put(done)
    return done


def mail(uow: FakeUnitOfWork, *parts: AnswerPart, complete: bool = True, **given: Any) -> r.Reading:
    """A reply to the last question, from the person who was asked."""
    letter = max(uow.letters.where(template=("order_question", "order_reminder")), key=lambda row: row.created_at)
    read = r.Reading(
        message_id="<2@kunde.example>", sender=r.Address("Maier", "frau.maier@kunde.example"), recipients=(),
        subject="AW: Your order PO-1: a question", sent_at=NOW, in_reply_to=letter.message_id, references=(), text="ja",
        new_text="ja", language="de", customer="K1", identified_by=r.Identification.DOMAIN, trust=r.Trust.VERIFIED,
        automatic=False, intents=(r.Intent(r.IntentName.OTHER, 0.9),), answer=OrderAnswer(ORDER, parts, complete),
    )  # fmt: skip
    return replace(read, **given)


def worked(uow: FakeUnitOfWork, read: r.Reading, own: Desk | None = None, number: int = 2) -> Message:
    row = replace(message(number, read), company="DE01")
    uow.messages.put(row)
    return triage.work(row, read, uow, own or asking(), NOW)


def quantity(number: str, position: int | None = None) -> AnswerPart:
    return AnswerPart(AnswerKind.QUANTITY, number, position=position, quantity=Decimal(number))


def confirmation(uow: FakeUnitOfWork) -> dict[str, Any]:
    (letter,) = uow.letters.where(template="order_confirmation")
    found: dict[str, Any] = json.loads(letter.facts)
    return found | {"answers": letter.in_reply_to, "to": letter.to}


def agreed(uow: FakeUnitOfWork) -> list[tuple[str, int, str]]:
    return [(row["code"], row["position"], row["ours"]) for row in confirmation(uow)["agreed"]]


def waits(uow: FakeUnitOfWork, row: Message) -> Order:
    """The order that a person reads with the answer: nothing was confirmed."""
    assert (row.route, row.state, row.records) == ("review", MessageStatus.REVIEW, (ORDER,))
    assert uow.letters.where(template="order_confirmation") == []
    return only_order(uow)


def test_a_yes_to_our_price_confirms_the_order_at_it_and_says_so() -> None:
    uow = asked()
    row = worked(uow, mail(uow, YES))
    assert (row.route, row.records) == ("auto", (ORDER,))
    assert (only_order(uow).state, only_order(uow).total) == (OrderStatus.CONFIRMED, Decimal("300.00"))
    assert agreed(uow) == [("agreed_price", 1, "100.00")] and confirmation(uow)["deviations"] == []
    told = confirmation(uow)
    assert (told["answers"], told["to"]) == ("<2@kunde.example>", ("frau.maier@kunde.example",))


def test_where_confirmations_are_invoiced_the_answer_invoices_once() -> None:
    uow = books()
    own = asking("confirmation")
    place(placing(wanted(("PUMP", "3", "90.00"))), uow, own, NOW)
    sent(uow)
    read = mail(uow, YES)
    first = worked(uow, read, own)
    assert first.records == (ORDER, "R-2026-00001") and only_order(uow).state is OrderStatus.INVOICED
    again = worked(uow, replace(read, message_id="<3@kunde.example>", text="ja!", new_text="ja!"), own, 3)
    assert again.route == "review" and len(uow.invoices.where()) == 1


def test_a_quantity_that_was_asked_for_becomes_the_lines() -> None:
    uow = books()
    uow.products.put(product(terms=ArticleTerms(pack_size=Decimal(6))))
    asked(("PUMP", "11", None), ("BOOK", "2", None), uow=uow)
    assert worked(uow, mail(uow, quantity("12"))).route == "auto"
    assert [line.quantity for line in only_order(uow).lines] == [12, 2]
    assert agreed(uow) == [("agreed_quantity", 1, "12")]


def test_a_quantity_that_is_still_wrong_or_raises_the_price_waits_for_a_person() -> None:
    for number, more in (("11", ()), ("6", (price("PUMP", "80.00", min_quantity=Decimal(10)),))):
        uow = books()
        uow.products.put(product(terms=ArticleTerms(pack_size=Decimal(6))))
        for row in more:
            uow.prices.put(row)
        asked(("PUMP", "13", None), uow=uow)
        assert waits(uow, worked(uow, mail(uow, quantity(number)))).state is OrderStatus.ON_HOLD


def test_an_article_that_was_asked_for_is_priced_and_judged_like_any_other() -> None:
    uow = asked((None, "2", None), ("PUMP", "1", None))
    assert worked(uow, mail(uow, AnswerPart(AnswerKind.ARTICLE, "the book", position=1, value="BOOK"))).route == "auto"
    order = only_order(uow)
    assert ([line.sku for line in order.lines], order.total) == (["BOOK", "PUMP"], Decimal("120.00"))


def test_a_line_is_left_out_and_the_rest_goes_on() -> None:
    uow = asked((None, "2", None), ("PUMP", "1", None))
    assert worked(uow, mail(uow, NO, AnswerPart(AnswerKind.LEAVE_OUT, "leave it out"))).route == "auto"
    assert [(line.position, line.sku) for line in only_order(uow).lines] == [(1, "PUMP")]
    assert [row["code"] for row in confirmation(uow)["agreed"]] == ["agreed_left_out"]


@pytest.mark.parametrize(
    "no", [NO, replace(NO, position=2), replace(NO, matter="price"), replace(NO, position=2, matter="price")]
)
def test_a_no_beside_a_line_left_out_stays_one(no: AnswerPart) -> None:
    uow = asked((None, "2", None), ("PUMP", "3", "90.00"))
    out = AnswerPart(AnswerKind.LEAVE_OUT, "drop line 1", position=1)
    assert "says no" in worked(uow, mail(uow, no, out, YES)).why and only_order(uow).state is OrderStatus.ON_HOLD


def test_a_number_of_the_customers_that_was_missing_is_taken() -> None:
    uow = books()
    own = asking(po_required=frozenset({"K1"}))
    place(placing(wanted(("PUMP", "1", None), po_number=None)), uow, own, NOW)
    sent(uow)
    read = mail(uow, AnswerPart(AnswerKind.PO_NUMBER, "PO-9", value="PO-9"))
    assert worked(uow, read, own).route == "auto" and only_order(uow).po_number == "PO-9"


def test_of_two_numbers_of_the_customers_none_is_taken() -> None:
    uow = books()
    own = asking(po_required=frozenset({"K1"}))
    place(placing(wanted(("PUMP", "1", None), po_number=None)), uow, own, NOW)
    sent(uow)
    parts = [AnswerPart(AnswerKind.PO_NUMBER, number, value=number) for number in ("PO-9", "4711")]
    assert "two order numbers" in worked(uow, mail(uow, *parts), own).why and only_order(uow).po_number == ""


def test_a_number_that_another_order_has_already_is_a_persons() -> None:
    uow = books()
    own = asking(po_required=frozenset({"K1"}))
    place(placing(wanted(("BOOK", "5", None), po_number="PO-9"), message_id="<0@kunde.example>"), uow, own, NOW)
    place(placing(wanted(("PUMP", "1", None), po_number=None)), uow, own, NOW)
    sent(uow)
    (held,) = uow.orders.where(state=OrderStatus.ASKED)
    answer = OrderAnswer(held.number, (AnswerPart(AnswerKind.PO_NUMBER, "PO-9", value="PO-9"),), complete=True)
    assert worked(uow, mail(uow, answer=answer), own).route == "review"


def test_a_cancelled_order_ends_and_the_customer_reads_it() -> None:
    uow = asked()
    assert worked(uow, mail(uow, NO, AnswerPart(AnswerKind.CANCEL, "cancel it"))).route == "auto"
    assert only_order(uow).state is OrderStatus.CANCELLED
    assert len(uow.letters.where(template="order_cancelled")) == 1


def test_of_several_lines_a_mere_cancel_it_is_not_clear() -> None:
    uow = asked(("PUMP", "3", "90.00"), ("BOOK", "1", None))
    assert waits(uow, worked(uow, mail(uow, AnswerPart(AnswerKind.CANCEL, "cancel it")))).state is OrderStatus.ON_HOLD
    whole = asked(("PUMP", "3", "90.00"), ("BOOK", "1", None))
    worked(whole, mail(whole, AnswerPart(AnswerKind.CANCEL, "cancel the order", matter="order")))
    assert only_order(whole).state is OrderStatus.CANCELLED


@pytest.mark.parametrize(
    "changed",
    [
        {"complete": False},
        {"customer": "K2"},
        {"trust": r.Trust.FAILED},
        {"identified_by": r.Identification.REFERENCE},
        {"sender": r.Address("X", "other@kunde.example"), "trust": r.Trust.UNKNOWN},
        {"subject": "AW: Your order PO-1: a question, and 5 more gloves"},
        {"attachments": (r.AttachmentSummary("order.pdf", "application/pdf", 9, "5 pumps"),)},
        {"delivery_address": "Kai 3, 20457 Hamburg"},
        {"master_data": r.MasterDataChange((("iban", "DE02120300000000202051"),))},
        {"problems": (r.Problem("text_cut", "not all was read"),)},
        {"answer": None},
    ],
)
def test_an_answer_that_is_unclear_forged_or_says_more_confirms_nothing(changed: dict[str, Any]) -> None:
    uow = asked()
    uow.customers.add(replace(uow.customers.get("K1"), number="K2", domains=("other.example",)))
    row = worked(uow, mail(uow, YES, **changed))
    assert row.route == "review" and uow.letters.where(template="order_confirmation") == []
    assert only_order(uow).state in (OrderStatus.ASKED, OrderStatus.ON_HOLD)


@pytest.mark.parametrize(
    "parts",
    [
        (NO,), (YES, NO), (quantity("12"),), (YES, quantity("12")),
        (AnswerPart(AnswerKind.AGREE, "date", matter="day"),),
        (YES, AnswerPart(AnswerKind.CANCEL, "cancel")), (AnswerPart(AnswerKind.LEAVE_OUT, "drop it"),),
        (AnswerPart(AnswerKind.ARTICLE, "BOOK", value="BOOK"),),
    ],
)  # fmt: skip
def test_what_settles_not_just_what_was_asked_is_a_persons(parts: tuple[AnswerPart, ...]) -> None:
    uow = asked()
    assert waits(uow, worked(uow, mail(uow, *parts))).state is OrderStatus.ON_HOLD


def test_a_price_that_changed_since_the_question_was_agreed_to_by_nobody() -> None:
    uow = asked()
    uow.prices.put(price("PUMP", "110.00"))
    row = worked(uow, mail(uow, YES))
    assert waits(uow, row).state is OrderStatus.ON_HOLD and "not ours any more" in row.why


def test_a_price_that_rose_where_nobody_asked_is_a_persons() -> None:
    uow = asked(("PUMP", "3", "90.00"), ("BOOK", "2", "10.00"))
    uow.prices.put(price("BOOK", "12.00"))
    row = worked(uow, mail(uow, YES))
    assert waits(uow, row).state is OrderStatus.ON_HOLD and "Line 2: the price rose" in row.why


def test_the_confirmation_names_all_that_was_answered_with_ours_and_not_asked() -> None:
    uow = asked((None, "2", None), ("PUMP", "3", "90.00"), ("BOOK", "2", "11.00"))
    worked(uow, mail(uow, AnswerPart(AnswerKind.LEAVE_OUT, "drop line 1", position=1), YES))
    told = [(row["code"], row["position"], row["asked"], row["ours"]) for row in confirmation(uow)["deviations"]]
    assert told == [("price_higher", 2, "11.00", "10.00")]


@pytest.mark.parametrize("arrives", [date(2026, 5, 8), None])
def test_a_back_order_that_comes_on_another_day_than_was_agreed_is_a_persons(arrives: date | None) -> None:
    uow, own = books(), replace(desk(), orders=OrderPolicy(outcomes={Finding.BACK_ORDER: Outcome.ASK}))
    uow.stock.add(Stock("PUMP", Decimal(1), NOW.date(), date(2026, 4, 10)))
    place(placing(wanted(("PUMP", "3", None), requested_date=None)), uow, own, NOW)
    sent(uow)
    read = mail(uow, YES)
    uow.stock.put(Stock("PUMP", Decimal(1), NOW.date(), arrives))
    assert waits(uow, worked(uow, read, own)).state is OrderStatus.ON_HOLD


def test_what_the_rules_find_since_then_waits_for_a_person() -> None:
    uow = asked()
    uow.customers.put(replace(uow.customers.get("K1"), credit_limit=Decimal(10)))
    assert "the limit is" in worked(uow, mail(uow, YES)).why and only_order(uow).state is OrderStatus.ON_HOLD


def test_a_question_of_a_person_is_answered_to_that_person() -> None:
    uow = asked()
    ask(uow, asking(), NOW + timedelta(minutes=1), order=ORDER, actor="anna", text="For 230 or 400 volts?")
    sent(uow)
    assert "words of their own" in worked(uow, mail(uow, YES)).why


def test_a_question_whose_form_is_sent_twice_goes_out_once() -> None:
    uow = asked()
    for minute in (1, 2):
        ask(uow, asking(), NOW + timedelta(minutes=minute), order=ORDER, actor="anna", text="For 230 or 400 volts?")
    assert len(uow.letters.where(template="order_question")) == 2  # the desk's own, and anna's
    ask(uow, asking(), NOW + timedelta(minutes=3), order=ORDER, actor="anna", text="And in which colour?")
    worked(uow, mail(uow, YES))
    for minute in (4, 5):
        ask(uow, asking(), NOW + timedelta(minutes=minute), order=ORDER, actor="anna", text="And in which colour?")
    assert len(uow.letters.where(template="order_question")) == 4


def test_an_answer_to_an_older_question_is_a_persons() -> None:
    uow = asked()
    order = only_order(uow)
    uow.orders.put(replace(order, deviations=(replace(order.deviations[0], ours="105.00"), *order.deviations[1:])))
    assert "asked something else" in worked(uow, mail(uow, YES)).why


def test_whether_it_is_a_second_order_is_never_settled_by_a_mail() -> None:
    uow = books()
    place(placing(wanted(("PUMP", "1", None)), message_id="<0@kunde.example>"), uow, asking(), NOW)
    place(placing(wanted(("PUMP", "3", "90.00"))), uow, asking(), NOW)
    (held,) = uow.orders.where(state=OrderStatus.ASKED)
    row = worked(uow, mail(uow, answer=OrderAnswer(held.number, (YES,), complete=True)))
    assert row.route == "review" and uow.orders.get(held.number).state is OrderStatus.ON_HOLD


@pytest.mark.parametrize("decide", [release, reject])
def test_whoever_decides_the_order_has_read_its_answer(decide: Any) -> None:
    uow = asked()
    row = worked(uow, mail(uow, NO))
    more = worked(uow, replace(mail(uow, NO, complete=False), message_id="<4@x>", text="x", new_text="x"), number=3)
    decide(uow, asking(), NOW, order=ORDER, actor="anna")
    assert (uow.messages.get(row.id).state, uow.messages.get(row.id).owner) == (MessageStatus.DONE, "anna")
    assert uow.messages.get(more.id).state is MessageStatus.REVIEW


@pytest.mark.parametrize(
    "more",
    [
        {"attachments": (r.AttachmentSummary("order.pdf", "application/pdf", 9, "5 pumps"),)},
        {"subject": "AW: Your order PO-1: a question, and 5 more gloves"},
        {"delivery_address": "Kai 3, 20457 Hamburg"},
        {"problems": (r.Problem("text_cut", "not all was read"),)},
        {"dispute": r.Dispute(("R-1",), r.DisputeReason.PRICE, None, None)},
    ],
)
def test_what_an_answer_brings_beside_waits_for_a_person_whatever_becomes_of_the_order(more: dict[str, Any]) -> None:
    uow = asked()
    row = worked(uow, mail(uow, YES, **more))
    release(uow, asking(), NOW, order=ORDER, actor="anna")
    assert uow.messages.get(row.id).state is MessageStatus.REVIEW


def test_what_was_understood_stands_in_the_orders_trail() -> None:
    uow = asked()
    worked(uow, mail(uow, NO, quantity("2", 1)))
    (event,) = uow.audit.where(subject=ORDER, action="order.answered")
    assert json.loads(event.details)["understood"] == ["says no", "line 1: quantity 2"]


def test_a_question_is_asked_again_once_and_then_a_person_takes_over() -> None:
    uow, own = asked(), asking()
    monday = NOW
    assert remind_all(uow, own, monday + timedelta(days=2)) == ()
    assert remind_all(uow, own, monday + timedelta(days=3)) == (ORDER,)
    assert remind_all(uow, own, monday + timedelta(days=3)) == ()  # not sent yet
    letter = sent(uow, at=monday + timedelta(days=3))
    assert (letter.template, letter.to) == ("order_reminder", ("frau.maier@kunde.example",))
    assert remind_all(uow, own, monday + timedelta(days=9)) == ()
    assert remind_all(uow, own, monday + timedelta(days=10)) == (ORDER,)
    assert only_order(uow).state is OrderStatus.ON_HOLD


def test_the_answer_to_a_reminder_is_one_to_the_question() -> None:
    uow = asked()
    remind_all(uow, asking(), NOW + timedelta(days=3))
    sent(uow, at=NOW + timedelta(days=3))
    assert worked(uow, mail(uow, YES)).route == "auto"


def test_a_question_that_nobody_got_is_a_persons_at_once() -> None:
    uow = asked()
    sent(uow, LetterStatus.BOUNCED)
    assert remind_all(uow, asking(), NOW) == (ORDER,) and only_order(uow).state is OrderStatus.ON_HOLD


def test_a_desk_may_wait_for_ever() -> None:
    uow = asked()
    assert remind_all(uow, asking(remind_after_days=()), NOW + timedelta(days=99)) == ()

"""Goods that a customer asks to send back are prepared for a person: nothing moves or is credited by a mail."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from nlp import reading as r
from nlp.reading import GoodsBack, OrderLine
from tests.fakes import FakeUnitOfWork
from tests.workflows.mail_desk import message
from tests.workflows.selling_desk import NOW, TODAY, books, company, desk, only_order, placing, product, source, wanted
from workflows import triage
from workflows.commands import DeliverGoods, RequestReturn
from workflows.errors import Exceeds, IllegalTransition, NotAllowed, NotFound
from workflows.orders import return_requests, returning
from workflows.orders.handlers import deliver, place, request_return
from workflows.orders.returns import Return, ReturnStatus
from workflows.orders.terms import OrderPolicy, ReturnTerms

ORDER, RETURN = "DE01-O-2026-00001", "DE01-T-2026-00001"


def delivered(days_ago: int = 9) -> FakeUnitOfWork:
    """Ten pumps and two books; six pumps delivered and invoiced."""
    uow = books()
    place(placing(wanted(("PUMP", "10", None), ("BOOK", "2", None))), uow, desk(company()), NOW)
    deliver(DeliverGoods(ORDER, TODAY - timedelta(days=days_ago), "PUMP", "6"), uow, desk(company()), NOW)
    return uow


def goods(*lines: tuple[str | None, str], **given: Any) -> GoodsBack:
    found = tuple(OrderLine(sku, sku or "something", Decimal(quantity)) for sku, quantity in lines)
    return replace(GoodsBack(found, (), None, "Can we send them back?"), **given)


def asked(uow: FakeUnitOfWork, back: GoodsBack, reason: str = "other", **policy: Any) -> Return:
    own = replace(desk(company()), orders=OrderPolicy(returns=ReturnTerms(**policy)))
    command = RequestReturn(source(message_id="<7@kunde.example>"), "K1", back, reason)
    (number,) = request_return(command, uow, own, NOW)
    found = uow.returns.get(number)
    assert found is not None
    return found


def codes(held: Return) -> list[str]:
    return [found.code for found in held.findings]


def test_a_request_knows_its_order_and_lines_and_moves_nothing() -> None:
    uow = delivered()
    held = asked(uow, goods(("PUMP", "2")))
    assert (held.state, held.order, held.findings) == (ReturnStatus.REQUESTED, ORDER, ())
    assert [(line.position, line.quantity) for line in held.lines] == [(1, 2)]
    assert only_order(uow).lines[0].returned == 0 and uow.letters.where(template="return_expected") == []


def test_the_same_mail_asks_once() -> None:
    uow = delivered()
    assert asked(uow, goods(("PUMP", "2"))) == asked(uow, goods(("PUMP", "2")))


@pytest.mark.parametrize(
    ("back", "found"),
    [
        (goods(("PUMP", "7")), ["return_not_delivered"]),
        (goods(("PUMP", "0")), ["return_no_quantity"]),
        (goods((None, "2"), po_number="PO-1"), ["return_unknown_article"]),
        (goods(("BOOK", "1"), po_number="PO-1"), ["return_not_delivered"]),
        (goods(("BOOK", "1")), ["return_no_order"]),
        (goods(("PUMP", "1"), po_number="PO-1"), []),
        (goods(("PUMP", "1"), invoices=("R-2026-00001",)), []),
    ],
)
def test_what_the_books_say_of_the_goods_is_told(back: GoodsBack, found: list[str]) -> None:
    assert codes(asked(delivered(), back)) == found


def test_goods_of_two_orders_are_not_guessed_at() -> None:
    uow = delivered()
    place(placing(wanted(("PUMP", "3", None), po_number="PO-2"), message_id="<5@k>"), uow, desk(company()), NOW)
    deliver(DeliverGoods("DE01-O-2026-00002", TODAY, "PUMP", "3"), uow, desk(company()), NOW)
    held = asked(uow, goods(("PUMP", "1")))
    assert (held.order, codes(held)) == ("", ["return_several_orders"])
    return_requests.place(uow, desk(), NOW, number=RETURN, order="DE01-O-2026-00002", actor="anna")
    placed = uow.returns.get(RETURN)
    assert (placed.order, placed.lines[0].position, placed.findings) == ("DE01-O-2026-00002", 1, ())


def test_a_request_that_was_put_on_the_wrong_order_keeps_its_goods_for_the_right_one() -> None:
    uow = delivered()
    place(placing(wanted(("BOOK", "3", None), po_number="PO-2"), message_id="<5@k>"), uow, desk(company()), NOW)
    asked(uow, goods(("PUMP", "1"), ("BOOK", "1")))
    return_requests.place(uow, desk(), NOW, number=RETURN, order="DE01-O-2026-00002", actor="anna")
    return_requests.place(uow, desk(), NOW, number=RETURN, order=ORDER, actor="anna")
    assert [(line.position, line.sku) for line in uow.returns.get(RETURN).lines] == [(1, "PUMP"), (2, "BOOK")]


def test_less_than_one_of_what_was_delivered_is_told_as_delivered() -> None:
    uow = books()
    uow.products.put(product(unit="KGM"))
    place(placing(wanted(("PUMP", "0.75", None))), uow, desk(company()), NOW)
    deliver(DeliverGoods(ORDER, TODAY, "PUMP", "0.75"), uow, desk(company()), NOW)
    assert codes(asked(uow, goods(("PUMP", "0.5"), po_number="PO-1"))) == []


@pytest.mark.parametrize(("reason", "found"), [("other", ["return_too_late"]), ("damaged", [])])
def test_the_period_holds_but_for_a_fault_of_ours(reason: str, found: list[str]) -> None:
    assert codes(asked(delivered(days_ago=31), goods(("PUMP", "1")), reason)) == found
    assert codes(asked(delivered(days_ago=31), goods(("PUMP", "1")), reason, within_days=0)) == []


def test_what_is_never_taken_back_is_told() -> None:
    assert codes(asked(delivered(), goods(("PUMP", "1")), excluded=("PU",))) == ["return_excluded"]


def test_a_person_accepts_and_the_return_goes_its_way() -> None:
    uow = delivered()
    asked(uow, goods(("PUMP", "2")))
    with pytest.raises(Exceeds):
        return_requests.accept(uow, desk(), NOW, number=RETURN, lines={1: Decimal(7)}, reason="other", actor="anna")
    return_requests.accept(uow, desk(), NOW, number=RETURN, lines={1: Decimal(1)}, reason="other", actor="anna")
    assert uow.returns.get(RETURN).state is ReturnStatus.ANNOUNCED and only_order(uow).lines[0].returned == 1
    assert len(uow.letters.where(template="return_expected")) == 1
    returning.receive(uow, desk(), NOW, number=RETURN, received={1: Decimal(1)}, actor="anna")


def test_a_request_is_refused_with_words_and_gives_nothing_back() -> None:
    uow = delivered()
    asked(uow, goods(("PUMP", "2")))
    with pytest.raises(IllegalTransition):
        returning.refuse(uow, desk(), NOW, number=RETURN, actor="anna", text="no")
    with pytest.raises(NotAllowed):
        return_requests.refuse(uow, desk(), NOW, number=RETURN, actor="anna", text=" ")
    return_requests.refuse(uow, desk(), NOW, number=RETURN, actor="anna", text="It was opened.")
    assert uow.returns.get(RETURN).state is ReturnStatus.REFUSED and only_order(uow).lines[0].returned == 0
    assert len(uow.letters.where(template="return_refused")) == 1


def test_a_request_without_an_order_is_not_accepted_nor_put_on_anothers() -> None:
    uow = delivered()
    uow.customers.add(replace(uow.customers.get("K1"), number="K2"))
    place(placing(wanted(("PUMP", "3", None), po_number="X"), customer="K2"), uow, desk(company()), NOW)
    asked(uow, goods(("BOOK", "1")))
    with pytest.raises(NotAllowed):
        return_requests.accept(uow, desk(), NOW, number=RETURN, lines={1: Decimal(1)}, reason="other", actor="anna")
    with pytest.raises(NotFound):
        return_requests.place(uow, desk(), NOW, number=RETURN, order="DE01-O-2026-00002", actor="anna")
    return_requests.refuse(uow, desk(), NOW, number=RETURN, actor="anna", text="answered by mail")
    assert uow.letters.where(template="return_refused") == []


def mail(*intents: str, **given: Any) -> r.Reading:
    made = r.Reading(
        message_id="<7@kunde.example>", sender=r.Address("M", "einkauf@kunde.example"), recipients=(), subject="Pumpen",
        sent_at=NOW, in_reply_to=None, references=(), text="x", new_text="x", language="de", customer="K1",
        identified_by=r.Identification.ADDRESS, trust=r.Trust.VERIFIED, automatic=False,
        intents=tuple(r.Intent(r.IntentName(name), 0.99) for name in intents), goods_back=goods(("PUMP", "2")),
    )  # fmt: skip
    return replace(made, **given)


def worked(uow: FakeUnitOfWork, read: r.Reading) -> Any:
    row = replace(message(7, read), company="DE01")
    uow.messages.put(row)
    return triage.work(row, read, uow, desk(company()), NOW)


def test_a_mail_makes_the_request_beside_its_case() -> None:
    uow = delivered()
    dispute = r.Dispute(("R-2026-00001",), r.DisputeReason.DAMAGED, None, None)
    row = worked(uow, mail("dispute", dispute=dispute))
    held = uow.returns.get(RETURN)
    assert held.id in row.records and (held.case, held.reason) == ("DE01-C-2026-00001", "damaged")


def test_an_order_that_speaks_of_goods_going_back_is_never_placed_alone() -> None:
    uow = delivered()
    row = worked(uow, mail("order", order=wanted(("PUMP", "2", None), po_number="PO-3")))
    assert row.route == "review" and "go back" in row.why and len(uow.orders.where()) == 1


def test_a_strangers_wish_makes_no_request() -> None:
    uow = delivered()
    worked(uow, mail("other", identified_by=r.Identification.REFERENCE))
    assert uow.returns.where() == []

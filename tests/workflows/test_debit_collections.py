"""Direct debits: proposed, released by a second person, told in time, ordered once, booked by what the bank says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.banks.pain_parts import latin
from tests.workflows.cash_builders import entry as bank_entry
from tests.workflows.dunning_desk import COMPANY, books, case, customer, desk, item, payment, promise
from workflows.cash.debit_booking import EndDebits, RefuseDebits, end_debits, refuse_debits
from workflows.cash.handlers import book_statement, reapply
from workflows.cash.model import BankEntry
from workflows.cash.return_reasons import Mandate as Consequence
from workflows.cash.return_reasons import NextStep, Retry, ReturnReason
from workflows.collections.announcing import called_off
from workflows.collections.candidates import candidates
from workflows.collections.collecting import (
    CancelCollection,
    ProposeCollection,
    ReleaseCollection,
    TakeOnCollection,
    cancel,
    propose,
    release,
    take_on,
)
from workflows.collections.mandates import (
    CollectionStatus,
    Mandate,
    Scheme,
    creditor_id_is_sound,
    reference_is_sound,
)
from workflows.collections.ordering import DebitOrder, OrderCollection, order
from workflows.collections.target import business_days_later, is_target_day
from workflows.commands import BookStatement
from workflows.dunning.plan import plan
from workflows.dunning.stops import DunningStop, StopKind
from workflows.errors import BadDecision, IllegalTransition, NotAllowed, NotFound, O2CError
from workflows.ledger.model import DueShare
from workflows.letters import LetterStatus
from workflows.persons import Limits, Matter

D = Decimal
CREDITOR = "DE98ZZZ09999999999"
OUR_IBAN, THEIR_IBAN = "FR7630006000011234567890189", "DE89370400440532013000"
TODAY = date(2026, 3, 2)  # a Monday
DAY = date(2026, 3, 18)  # the first day that leaves fourteen days and two for the second person
BACK = {
    code: ReturnReason(code, "x", mandate, Retry.NO, NextStep.CHASE)
    for code, mandate in (("AC04", Consequence.STOP), ("AM04", Consequence.KEEP))
}
OWN = replace(
    desk(),
    companies={"FR01": replace(COMPANY, iban=OUR_IBAN, creditor_id=CREDITOR)},
    return_reasons=BACK,
)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def mandate(number: str = "M1", who: str = "K1", **changed: Any) -> Mandate:
    known = Mandate(number, who, "FR01", Scheme.CORE, False, date(2025, 1, 2), THEIR_IBAN)
    return replace(known, **changed)


def world(*items: Any, mandates: tuple[Mandate, ...] = ()) -> Any:
    uow = books(*(items or (item("R1", "2026-03-01"),)), customers=(customer(), customer("K2")))
    for one in mandates or (mandate(),):
        uow.mandates.add(one)
    return uow


def proposed(uow: Any, **changed: Any) -> str:
    (number,) = propose(ProposeCollection("FR01", "anna", **({"signed_in": True} | changed)), uow, OWN, at(TODAY))
    return number


def released(uow: Any, **changed: Any) -> str:
    number = proposed(uow, **changed)
    release(ReleaseCollection(number, "ben"), uow, OWN, at(TODAY))
    for letter in uow.letters.where():
        uow.letters.put(replace(letter, state=LetterStatus.SENT, sent_at=at(TODAY)))
    return number


def ordered(uow: Any, **changed: Any) -> DebitOrder:
    return order(OrderCollection(released(uow, **changed), "anna"), uow, OWN, at(TODAY + timedelta(days=3)))


def entry(amount: str, reference: str, **changed: Any) -> BankEntry:
    known: dict[str, Any] = {
        "account": OUR_IBAN, "booking_date": DAY, "value_date": DAY, "end_to_end_id": reference, "kind": "direct_debit",
        "payer_name": "Atelier Morel", "payer_iban": THEIR_IBAN,
    }  # fmt: skip
    return bank_entry(amount, **(known | changed))


def told(uow: Any, number: str, *entries: BankEntry) -> None:
    command = BookStatement(
        file=number, sha256=number, account=OUR_IBAN, statement=number, currency="EUR", opening=None, closing=None,
        entries=entries,
    )  # fmt: skip
    book_statement(command, uow, OWN, at(DAY))


def test_it_goes_from_a_proposal_to_the_banks_word() -> None:
    uow = world()
    found = ordered(uow)
    ((scheme, use, (debit,)),) = found.groups
    assert (scheme, use.value, debit.amount, found.collected_on) == (Scheme.CORE, "FRST", 1000, DAY)
    assert [one.why for one in plan(uow, OWN, DAY).waiting] == ["direct_debit"]
    told(uow, "S1", entry("1000.00", debit.reference))
    assert uow.open_items.get("R1").open_amount == 0
    assert [row.rule for row in uow.allocations.where()] == ["direct_debit"]
    assert uow.direct_debits.get(debit.reference).ended_how == "collected"
    assert uow.mandates.get("M1").sequence().value == "RCUR"


def test_nobody_releases_what_they_proposed_nor_beyond_their_limit() -> None:
    uow = world()
    number = proposed(uow)
    for actor in ("anna", "Anna", "o2cbot", ""):
        with pytest.raises(NotAllowed):
            release(ReleaseCollection(number, actor), uow, OWN, at(TODAY))
    limited = replace(OWN, limits=Limits({Matter.DIRECT_DEBIT: D("999.99")}))
    with pytest.raises(NotAllowed, match="above the limit"):
        release(ReleaseCollection(number, "ben"), uow, limited, at(TODAY))
    assert uow.direct_debits.where() == [] and uow.letters.where() == []
    with pytest.raises(IllegalTransition):
        order(OrderCollection(number, "ben"), uow, OWN, at(TODAY))


def test_a_limit_holds_for_all_that_a_person_releases_on_a_day() -> None:
    uow = world(item("R1", "2026-02-01"), item("R2", "2026-02-02"))
    limited = replace(OWN, limits=Limits({Matter.DIRECT_DEBIT: D(1999)}))
    first, second = (proposed(uow, documents=(document,)) for document in ("R1", "R2"))
    release(ReleaseCollection(first, "ben"), uow, limited, at(TODAY))
    with pytest.raises(NotAllowed, match="above the limit of 1999"):
        release(ReleaseCollection(second, "Ben"), uow, limited, at(TODAY))
    assert release(ReleaseCollection(second, "lea"), uow, limited, at(TODAY))


def test_what_a_command_line_proposed_counts_for_nobody_until_a_person_takes_it_on() -> None:
    uow = world()
    number = proposed(uow, signed_in=False)
    with pytest.raises(NotAllowed, match="takes it on first"):
        release(ReleaseCollection(number, "ben"), uow, OWN, at(TODAY))
    take_on(TakeOnCollection(number, "ben"), uow, at(TODAY))
    with pytest.raises(NotAllowed, match="second person"):
        release(ReleaseCollection(number, "ben"), uow, OWN, at(TODAY))
    with pytest.raises(IllegalTransition):
        take_on(TakeOnCollection(number, "anna"), uow, at(TODAY))
    assert len(release(ReleaseCollection(number, "anna"), uow, OWN, at(TODAY))) == 1


def test_the_debtor_is_told_what_when_and_by_which_mandate() -> None:
    uow = world(item("R1", "2026-03-01"), item("R2", "2026-03-10", "60.00"))
    released(uow)
    (letter,) = uow.letters.where(template="debit_notice")
    for text in ("2026-03-18", "1060.00", "M1", CREDITOR, "R1", "R2"):
        assert text in letter.facts
    assert THEIR_IBAN not in letter.facts


@pytest.mark.parametrize(
    ("state", "sent_on", "why"),
    [
        (LetterStatus.SENT, DAY - timedelta(days=14), ""),
        (LetterStatus.SENT, DAY - timedelta(days=13), "was sent after"),
        (LetterStatus.QUEUED, None, "has not been sent"),
        (LetterStatus.BOUNCED, TODAY, "has not been sent"),
    ],
)
def test_who_was_not_told_in_time_is_not_collected_from(state: LetterStatus, sent_on: date | None, why: str) -> None:
    uow = world()
    number = released(uow)
    (letter,) = uow.letters.where()
    uow.letters.put(replace(letter, state=state, sent_at=at(sent_on) if sent_on else None))
    command = OrderCollection(number, "anna")
    if why:
        with pytest.raises(BadDecision, match=why):
            order(command, uow, OWN, at(DAY - timedelta(days=5)))
    else:
        assert order(command, uow, OWN, at(DAY - timedelta(days=5))).groups


def test_what_will_not_be_collected_is_not_announced_either() -> None:
    uow = world()
    number = proposed(uow)
    release(ReleaseCollection(number, "ben"), uow, OWN, at(TODAY))
    (letter,) = uow.letters.where()
    last = DAY - timedelta(days=14)
    assert called_off(letter, uow, OWN, at(last)) is None
    assert "was to be announced until" in (called_off(letter, uow, OWN, at(last + timedelta(days=1))) or "")
    cancel(CancelCollection(number, "asked to", "anna"), uow, OWN, at(TODAY))
    assert called_off(letter, uow, OWN, at(TODAY)) == f"nothing of {number} is to be announced any more"
    assert called_off(replace(letter, template="refund_paid"), uow, OWN, at(TODAY)) is None


@pytest.mark.parametrize("days", [0, 1])
def test_the_banks_time_is_kept(days: int) -> None:
    uow = world()
    number = released(uow)
    late = at(DAY - timedelta(days=days))
    if days:
        assert order(OrderCollection(number, "anna"), uow, OWN, late).groups
    else:
        with pytest.raises(BadDecision, match="too late"):
            order(OrderCollection(number, "anna"), uow, OWN, late)


@pytest.mark.parametrize(
    "day", [date(2026, 3, 21), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1), date(2026, 3, 9)]
)
def test_only_a_day_on_which_money_settles_and_that_leaves_the_notice(day: date) -> None:
    with pytest.raises(BadDecision):
        proposed(world(), collected_on=day)


def hold_by(kind: str, uow: Any) -> None:
    if kind == "dispute":
        uow.cases.add(case("C1", "R1"))
    elif kind == "promise":
        uow.promises.add(promise("W1", "R1", pays_on=date(2026, 4, 30)))
    elif kind == "money":
        uow.payments.add(payment("P1", TODAY, "10", unapplied="10"))
    elif kind == "credit":
        uow.open_items.add(item("G1", "2026-03-01", "-10"))
    elif kind == "stop":
        uow.stops.add(DunningStop("T1", "K1", "", StopKind.MANUAL, "asked", "anna", TODAY))
    elif kind == "paid":
        uow.open_items.put(uow.open_items.get("R1").with_open(D("999.99")))
    elif kind == "mandate":
        uow.mandates.put(mandate(revoked_on=TODAY))
    else:
        uow.mandates.put(mandate(iban="DE89370400440532013001"))


@pytest.mark.parametrize("kind", ["dispute", "promise", "money", "credit", "stop", "paid", "mandate", "account"])
@pytest.mark.parametrize("step", ["propose", "release", "order"])
def test_what_speaks_against_it_stops_it_at_every_step(kind: str, step: str) -> None:
    uow = world()
    if step == "propose":
        hold_by(kind, uow)
        if kind == "paid":
            assert uow.debit_collections.get(proposed(uow)).total == D("999.99")
            return
        with pytest.raises(BadDecision):
            proposed(uow)
        return
    number = proposed(uow) if step == "release" else released(uow)
    hold_by(kind, uow)
    with pytest.raises(BadDecision):
        if step == "release":
            release(ReleaseCollection(number, "ben"), uow, OWN, at(TODAY))
        else:
            order(OrderCollection(number, "anna"), uow, OWN, at(TODAY))


def test_what_is_named_and_may_not_be_collected_is_refused_and_not_left_out() -> None:
    uow = world(item("R1", "2026-03-01"), item("R2", "2026-03-01"))
    uow.cases.add(case("C1", "R2"))
    with pytest.raises(BadDecision, match="R2: on hold: dispute"):
        proposed(uow, documents=("R1", "R2"))
    with pytest.raises(BadDecision, match="R9: no open invoice"):
        proposed(uow, documents=("R1", "R9"))
    assert uow.debit_collections.get(proposed(uow)).total == 1000


def test_one_invoice_is_in_one_collection() -> None:
    uow = world()
    proposed(uow)
    assert candidates(uow, OWN, "FR01", DAY, TODAY).left_out == {"R1": "another collection has it"}
    with pytest.raises(BadDecision, match="another collection"):
        proposed(uow)


def test_of_shares_only_those_due_by_the_day_are_collected() -> None:
    shares = (DueShare(date(2026, 3, 1), D(300)), DueShare(DAY, D(300)), DueShare(DAY + timedelta(days=1), D(400)))
    uow = world(item("R1", "2026-03-01", shares=shares))
    assert uow.debit_collections.get(proposed(uow)).total == 600


def test_sequences_follow_the_use_of_each_mandate() -> None:
    uow = world(
        item("R1", "2026-02-01"), item("R2", "2026-02-02"), item("R3", "2026-02-01", customer="K2"),
        mandates=(mandate(), mandate("M2", "K2", scheme=Scheme.B2B, last_used_on=date(2026, 1, 5))),
    )  # fmt: skip
    found = ordered(uow, final=("M2",))
    uses = {(scheme.value, use.value): [one.text for one in debits] for scheme, use, debits in found.groups}
    assert uses == {("core", "FRST"): ["R1"], ("core", "RCUR"): ["R2"], ("b2b", "FNAL"): ["R3"]}
    assert not uow.mandates.get("M2").is_valid(DAY + timedelta(days=1))


def test_of_several_debits_the_last_one_alone_ends_their_mandate_and_its_refusal_alone_revives_it() -> None:
    known = mandate(last_used_on=date(2026, 1, 5))
    for refused, alive in ((0, False), (1, True), (None, True)):
        uow = world(item("R1", "2026-02-01"), item("R2", "2026-02-02"), mandates=(known,))
        found = ordered(uow, final=("M1",))
        uses = {use.value: debits[0] for _, use, debits in found.groups}
        assert {use: debit.text for use, debit in uses.items()} == {"RCUR": "R1", "FNAL": "R2"}
        named = "" if refused is None else (uses["RCUR"], uses["FNAL"])[refused].reference
        refuse_debits(RefuseDebits(found.id, named, "AM04", ""), uow, OWN, at(DAY))
        assert (uow.mandates.get("M1").revoked_on is None) is alive
    assert uow.mandates.get("M1") == known


def test_nothing_is_collected_from_another_account_than_was_announced() -> None:
    uow = world()
    number = released(uow)
    uow.mandates.put(replace(uow.mandates.get("M1"), iban=OUR_IBAN))
    with pytest.raises(BadDecision, match="another account by now"):
        order(OrderCollection(number, "anna"), uow, OWN, at(TODAY))


@pytest.mark.parametrize(
    ("reference", "sound"),
    [
        ("M-1/2 (a)", True), ("M" * 35, True), ("M" * 36, False), ("/M", False), ("M/", False),
        ("M//1", False), ("M  1", False), (" M", False), ("M_1", False), ("Mü", False), ("M\n", False),
    ],
)  # fmt: skip
def test_a_mandate_that_no_bank_would_take_stops_its_own_debits_alone(reference: str, sound: bool) -> None:
    uow = world(item("R1", "2026-02-01"), item("R2", "2026-02-02", customer="K2"))
    uow.mandates.add(mandate(reference, "K2"))
    assert set(candidates(uow, OWN, "FR01", DAY, TODAY).candidates) == ({"R1", "R2"} if sound else {"R1"})
    assert reference_is_sound(reference) is sound is (latin(reference, 35) == reference)


def test_a_one_off_mandate_is_for_one_debit() -> None:
    uow = world(item("R1", "2026-02-01"), item("R2", "2026-02-02"), mandates=(mandate(one_off=True),))
    found = ordered(uow)
    assert [(use.value, [one.text for one in debits]) for _, use, debits in found.groups] == [("OOFF", ["R1"])]
    assert not uow.mandates.get("M1").is_valid(DAY)


def test_a_collection_is_ordered_once_and_cancelled_before() -> None:
    uow = world()
    number = ordered(uow).id
    for act in (
        lambda: order(OrderCollection(number, "anna"), uow, OWN, at(TODAY)),
        lambda: cancel(CancelCollection(number, "no", "anna"), uow, OWN, at(TODAY)),
    ):
        with pytest.raises(IllegalTransition):
            act()
    other = world()
    gone = released(other)
    cancel(CancelCollection(gone, "asked to", "anna"), other, OWN, at(TODAY))
    assert other.debit_collections.get(gone).state is CollectionStatus.CANCELLED
    assert [letter.level for letter in plan(other, OWN, DAY).letters] == [1]


@pytest.mark.parametrize(("reason", "stopped"), [("AC04", True), ("AM04", False), ("", False)])
def test_a_returned_debit_opens_the_invoice_and_may_end_the_mandate(reason: str, stopped: bool) -> None:
    uow = world()
    reference = ordered(uow).groups[0][2][0].reference
    told(uow, "S1", entry("1000.00", reference))
    told(uow, "S2", entry("-1000.00", reference, kind="return", reason=reason, position=2))
    assert uow.open_items.get("R1").open_amount == 1000
    assert uow.direct_debits.get(reference).ended_how.startswith("returned")
    assert (uow.mandates.get("M1").revoked_on is not None) is stopped
    if not stopped:
        assert candidates(uow, OWN, "FR01", DAY, DAY).left_out == {"R1": "its debit came back: name it"}
        assert candidates(uow, OWN, "FR01", DAY, DAY, wanted=("R1",)).candidates


@pytest.mark.parametrize("kind", ["direct_debit", "other"])
def test_a_debit_is_returned_by_its_end_to_end_id_where_the_bank_does_not_call_it_a_return(kind: str) -> None:
    uow = world()
    reference = ordered(uow).groups[0][2][0].reference
    told(uow, "S1", entry("1000.00", reference))
    fee = D(3) if kind == "other" else D(0)
    back = entry(f"{-1000 - fee}", reference, kind=kind, position=2, charges=fee)
    told(uow, "S2", entry("-2.00", reference, kind=kind), back)
    assert uow.open_items.get("R1").open_amount == 1000
    assert uow.direct_debits.get(reference).ended_how.startswith("returned")


@pytest.mark.parametrize("named", [True, False])
def test_a_refused_debit_is_over_and_its_mandate_as_unused_as_before(named: bool) -> None:
    uow = world()
    found = ordered(uow)
    reference = found.groups[0][2][0].reference if named else ""
    assert len(refuse_debits(RefuseDebits(found.id, reference, "AC01", ""), uow, OWN, at(DAY))) == 1
    assert uow.mandates.get("M1").sequence().value == "FRST"
    assert [letter.level for letter in plan(uow, OWN, DAY).letters] == [1]
    assert refuse_debits(RefuseDebits("another file", "", "AC01", ""), uow, OWN, at(DAY)) == ()


def test_what_a_person_knows_of_a_debit_ends_it_once() -> None:
    uow = world()
    found = ordered(uow)
    reference = found.groups[0][2][0].reference
    for name, text in (("o2cbot", "phoned"), ("sam", ""), ("", "phoned")):
        with pytest.raises(O2CError):
            end_debits(EndDebits(found.id, (reference,), name, text), uow, at(DAY))
    with pytest.raises(NotFound):
        end_debits(EndDebits(found.id, (reference, "another"), "sam", "phoned"), uow, at(DAY))
    assert end_debits(EndDebits(found.id, (reference,), "sam", "phoned"), uow, at(DAY)) == (reference,)
    assert uow.direct_debits.get(reference).ended_how == "rejected: sam: phoned"
    assert uow.mandates.get("M1").sequence().value == "FRST"
    with pytest.raises(IllegalTransition):
        end_debits(EndDebits(found.id, (reference,), "sam", "phoned"), uow, at(DAY))


@pytest.mark.parametrize(
    ("amount", "named", "count", "collected"),
    [
        ("3000.00", True, 3, 3), ("3000.00", True, None, 3), ("2000.00", True, None, 2), ("3000.00", False, 3, 0),
        ("3000.00", True, 2, 0), ("2999.00", True, None, 0),
    ],
)  # fmt: skip
def test_one_credit_for_a_file_or_a_batch_is_taken_apart_where_the_bank_names_it(
    amount: str, named: bool, count: int | None, collected: int
) -> None:
    uow = world(
        item("R1", "2026-02-01"), item("R2", "2026-02-02", customer="K2"), item("R3", "2026-02-03", customer="K2"),
        mandates=(mandate(last_used_on=date(2026, 1, 5)), mandate("M2", "K2", scheme=Scheme.B2B, last_used_on=TODAY)),
    )  # fmt: skip
    found = ordered(uow)
    name = f"{found.id}-1" if named else ""
    told(uow, "S1", entry(amount, "", payer_name="", payer_iban="", batch_name=name, batch_count=count))
    assert [row.rule for row in uow.allocations.where()] == ["direct_debit"] * collected
    assert sum(one.ended_how == "collected" for one in uow.direct_debits.where()) == collected


def test_receipts_that_name_no_collection_ask_nothing_of_the_debits(monkeypatch: pytest.MonkeyPatch) -> None:
    uow = world()
    ordered(uow)
    asked: list[Any] = []
    debits, where = uow.direct_debits, uow.direct_debits.where
    monkeypatch.setattr(debits, "where", lambda **equal: asked.append(equal) or where(**equal))
    told(uow, "S1", *(entry(f"{place}.00", "", position=place) for place in range(1, 30)))
    assert (len(asked), len(uow.payments.where())) == (1, 29)


def test_another_amount_than_was_ordered_is_put_on_nothing_least_of_all_by_the_figures_of_our_own_id() -> None:
    uow = world(item("R1", "2026-03-01"), item("FR-2026-00001", "2026-03-25", "1500.00"))
    uow.customers.put(replace(uow.customers.get("K1"), ibans=(THEIR_IBAN,)))
    reference = ordered(uow).groups[0][2][0].reference
    assert reference == "FR01-L-2026-00001-0001"
    told(uow, "S1", entry("999.00", reference))
    reapply(uow, OWN, at(DAY), "K1")
    (kept,) = uow.payments.where()
    assert (kept.unapplied, kept.customer, uow.allocations.where(), uow.cases.where()) == (999, "K1", [], [])
    assert kept.held == f"direct debit {reference}: the bank moved 999.00 EUR, 1000.00 EUR was ordered"
    assert uow.direct_debits.get(reference).ended_on is None


def test_money_of_a_debit_that_is_over_waits_for_a_person() -> None:
    uow = world()
    reference = ordered(uow).groups[0][2][0].reference
    told(uow, "S1", entry("1000.00", reference))
    told(uow, "S2", entry("1000.00", reference, booking_date=DAY + timedelta(days=1)))
    assert sorted(each.unapplied for each in uow.payments.where()) == [0, 1000]
    assert len(uow.allocations.where()) == 1


def test_money_that_came_besides_leaves_the_debits_on_account() -> None:
    uow = world()
    reference = ordered(uow).groups[0][2][0].reference
    uow.open_items.put(uow.open_items.get("R1").with_open(D("400")))
    told(uow, "S1", entry("1000.00", reference))
    (kept,) = uow.payments.where()
    assert (uow.open_items.get("R1").open_amount, kept.unapplied) == (0, 600)


def test_what_a_debit_took_too_much_is_put_on_no_other_invoice_without_a_person() -> None:
    uow = world(item("R1", "2026-03-01"), item("R9", "2026-03-25"))
    uow.customers.put(replace(uow.customers.get("K1"), ibans=(THEIR_IBAN,)))
    reference = ordered(uow).groups[0][2][0].reference
    uow.open_items.put(uow.open_items.get("R1").with_open(D(0)))
    told(uow, "S1", entry("1000.00", reference))
    reapply(uow, OWN, at(DAY), "K1")
    (kept,) = uow.payments.where()
    assert (uow.open_items.get("R9").open_amount, kept.unapplied) == (1000, 1000)
    assert kept.held == f"direct debit {reference}: R1: closed"


def test_a_company_without_an_identifier_collects_nothing() -> None:
    poor = replace(OWN, companies={"FR01": replace(COMPANY, iban=OUR_IBAN)})
    with pytest.raises(BadDecision, match="creditor_id"):
        propose(ProposeCollection("FR01", "anna"), world(), poor, at(TODAY))


@pytest.mark.parametrize(
    ("identifier", "sound"),
    [
        (CREDITOR, True), ("DE98 ABC 0999 9999 999", True), ("DE97ZZZ09999999999", False), ("FR72ZZZ123456", True),
        ("", False), ("ZZ", False),
    ],
)  # fmt: skip
def test_the_check_digits_of_an_identifier_leave_out_the_business_code(identifier: str, sound: bool) -> None:
    assert creditor_id_is_sound(identifier) is sound


def test_the_calendar_of_target() -> None:
    free = [
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 12, 25),
        date(2026, 3, 7),
    ]
    assert not any(is_target_day(day) for day in free)
    assert is_target_day(date(2026, 7, 14)) and business_days_later(date(2026, 4, 2), 1) == date(2026, 4, 7)


def test_a_debtor_with_a_longer_notice_is_left_out_of_a_day_that_comes_too_soon() -> None:
    own = (mandate(), mandate("M2", "K2", notice_days=30))
    uow = world(item("R1", "2026-03-01"), item("R2", "2026-03-01", customer="K2"), mandates=own)
    found = candidates(uow, OWN, "FR01", DAY, TODAY, to_be_told=True)
    assert found.left_out == {"R2": "2026-03-18 is too soon: its debtor is told 30 days before"}
    assert set(candidates(uow, OWN, "FR01", DAY, TODAY).candidates) == {"R1", "R2"}
    assert [line.document for line in uow.debit_collections.get(proposed(uow)).lines] == ["R1"]


def test_a_document_that_is_named_gets_the_first_day_of_its_own_debtor() -> None:
    uow = world(mandates=(mandate(notice_days=30),))
    later = uow.debit_collections.get(proposed(uow, documents=("R1",)))
    assert later.collected_on == date(2026, 4, 7)  # thirty days: 1 April, two more: Good Friday, Easter
    short = world(mandates=(mandate(notice_days=5),))
    assert short.debit_collections.get(proposed(short, documents=("R1",))).collected_on == date(2026, 3, 11)
    assert proposed(world(mandates=(mandate(notice_days=5),)), collected_on=date(2026, 3, 9))
    with pytest.raises(BadDecision, match="told 14 days before"):
        proposed(world(), collected_on=date(2026, 3, 9))


def test_who_agreed_to_a_longer_notice_since_the_proposal_is_not_collected_from() -> None:
    uow = world(item("R1", "2026-03-01"), item("R2", "2026-03-01", customer="K2"),
                mandates=(mandate(), mandate("M2", "K2")))  # fmt: skip
    number = proposed(uow)
    uow.mandates.put(replace(uow.mandates.get("M2"), notice_days=20))
    assert len(release(ReleaseCollection(number, "ben"), uow, OWN, at(TODAY))) == 1
    assert [letter.customer for letter in uow.letters.where(template="debit_notice")] == ["K1"]


def test_an_announcement_leaves_early_enough_for_its_own_debtor_or_not_at_all() -> None:
    uow = world(mandates=(mandate(notice_days=20),))
    number = proposed(uow, documents=("R1",))
    release(ReleaseCollection(number, "ben"), uow, OWN, at(TODAY))
    day, (letter,) = uow.debit_collections.get(number).collected_on, uow.letters.where(template="debit_notice")
    assert called_off(letter, uow, OWN, at(day - timedelta(days=20))) is None
    assert called_off(letter, uow, OWN, at(day - timedelta(days=19))) is not None
    uow.letters.put(replace(letter, state=LetterStatus.SENT, sent_at=at(day - timedelta(days=19))))
    with pytest.raises(BadDecision, match="was sent after"):
        order(OrderCollection(number, "anna"), uow, OWN, at(day - timedelta(days=3)))

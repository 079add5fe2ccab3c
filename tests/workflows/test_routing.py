"""The desk acts alone only where everything is certain, and says in words what is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp import reading as r
from tests.workflows.mail_desk import NOW, advice, desk, dispute, known, promise, query, reading
from workflows.commands import (
    Act,
    AdviseRemittance,
    Decision,
    ForSpecialist,
    Ignore,
    NoteReply,
    PromisePayment,
    RaiseDispute,
    RecordBounce,
    RequestMasterDataChange,
)
from workflows.routing.deciding import decide, route_of
from workflows.routing.facts import Known

LINE = r.OrderLine("A1", "pump", Decimal(2), Decimal("10.00"))
ORDER = r.Order("PO-1", None, None, "EUR", None, (LINE,))
IBAN = r.MasterDataChange((("iban", "FR7630006000011234567890189"),))
CERTAIN: dict[str, dict[str, Any]] = {
    "order": {"order": ORDER},
    "order_change": {"order_change": r.OrderChange("PO-1", r.ChangeAction.CANCEL)},
    "remittance": {"remittance": advice(("R-1", "1000.00"), ("R-2", "200.00"), total="1200.00")},
    "dispute": {"dispute": dispute("R-1", amount="50.00")},
    "promise": {"promise": promise("R-1")},
    "query": {"query": query("due_date", "R-1")},
}


def decided(read: r.Reading, facts: Known | None = None) -> Decision:
    return decide(read, facts or known(), desk(), NOW)


@pytest.mark.parametrize("intent", CERTAIN)
def test_a_certain_reading_of_a_known_sender_is_acted_upon(intent: str) -> None:
    decision = decided(reading(intent, **CERTAIN[intent]))
    assert isinstance(decision, Act) and route_of(decision) == "auto"
    assert decision.commands[0].source.may_answer


@pytest.mark.parametrize("intent", CERTAIN)
@pytest.mark.parametrize(
    "changes, facts, why",
    [
        ({"trust": r.Trust.FAILED}, {}, "forged"),
        ({"problems": (r.Problem("lookalike_domain", "delattre-sas.example"),)}, {}, "may not be who"),
        ({"problems": (r.Problem("reply_to_mismatch", "an answer would go elsewhere"),)}, {}, "may not be who"),
        ({"identified_by": r.Identification.REFERENCE}, {}, "Only the text points"),
        ({"customer": None, "identified_by": None}, {"customer": ""}, "nobody in the books"),
        ({}, {"own_sender": True}, "our own company"),
        ({}, {"same_message_id": "box:0:7"}, "same Message-ID"),
    ],
)
def test_a_doubtful_sender_starts_nothing_and_is_never_answered(
    intent: str, changes: dict[str, Any], facts: dict[str, Any], why: str
) -> None:
    decision = decided(reading(intent, **{**CERTAIN[intent], **changes}), known(**facts))
    assert isinstance(decision, ForSpecialist) and why in decision.why
    assert decision.certain == ()
    assert not any(command.source.may_answer for command in decision.proposed)


@pytest.mark.parametrize("intent", CERTAIN)
def test_below_the_threshold_a_person_decides(intent: str) -> None:
    decision = decided(reading(intent, confidence=0.79, **CERTAIN[intent]))
    assert isinstance(decision, ForSpecialist) and "not certain" in decision.why and len(decision.proposed) == 1


@pytest.mark.parametrize("code", ["inconsistent_total", "unknown_article", "ambiguous_reference", "encrypted"])
def test_whatever_could_not_be_read_is_shown_to_a_person(code: str) -> None:
    decision = decided(reading("promise", promise=promise("R-1"), problems=(r.Problem(code, "what it means"),)))
    assert isinstance(decision, ForSpecialist) and "what it means" in decision.why


@pytest.mark.parametrize(
    "intent, changes, why",
    [
        ("order", {"order": None}, "no lines"),
        ("order", {"order": replace(ORDER, lines=(replace(LINE, sku=None),))}, "no article"),
        ("order", {"order": replace(ORDER, lines=(replace(LINE, quantity=Decimal(0)),))}, "makes no sense"),
        ("order_change", {"order_change": r.OrderChange(None, r.ChangeAction.CANCEL)}, "which order"),
        ("order_change", {"order_change": r.OrderChange("P", r.ChangeAction.CHANGE)}, "what is to be changed"),
        ("remittance", {"remittance": advice(total="10.00")}, "for which invoices"),
        ("remittance", {"remittance": advice(("R-1", "1000.00"), total="999.00")}, "its total is 999.00"),
        ("remittance", {"remittance": advice(("R-1", "1000.01"))}, "more than"),
        ("remittance", {"remittance": advice(("R-1", "-10.00"))}, "wrong sign"),
        ("remittance", {"remittance": advice(("R-1", "10.00"), ("R-1", "20.00"))}, "twice"),
        ("remittance", {"remittance": advice(("R-9", "900.00"))}, "not a document of K1"),
        ("remittance", {"remittance": advice(("R-404", "900.00"))}, "no document that we know"),
        (
            "remittance",
            {"remittance": r.Remittance(None, None, None, None, (r.RemittanceLine("R-1", None),))},
            "Neither",
        ),
        ("dispute", {"dispute": dispute()}, "which invoice"),
        ("dispute", {"dispute": dispute("R-9")}, "not a document of K1"),
        ("dispute", {"dispute": dispute("R-1", amount="1000.01")}, "does not fit"),
        ("promise", {"promise": promise("R-1", on=("2026-02-12",))}, "is over"),
        ("promise", {"promise": promise("R-1", on=("2026-05-18",))}, "more than 90 days"),
        ("promise", {"promise": promise()}, "for which invoice"),
        ("promise", {"promise": promise("R-1", amounts=("1000.01",))}, "only 1000.00 is open"),
        ("promise", {"promise": promise("R-1", amounts=("499.99",))}, "only 499.99"),
        ("promise", {"promise": promise("R-1", amounts=("0.00",))}, "makes no sense"),
        ("promise", {"promise": promise("R-1", on=("2026-03-01", "2026-04-01"), amounts=(None, None))}, "on which"),
        ("query", {"query": query("other")}, "none that the books"),
        ("query", {"query": query("invoice_copy", "R-9")}, "not a document of K1"),
        ("query", {"query": query("statement"), "automatic": True}, "never answered"),
        ("other", {}, "nothing that the desk"),
    ],
)
def test_what_does_not_fit_is_told_in_words(intent: str, changes: dict[str, Any], why: str) -> None:
    decision = decided(reading(intent, **changes))
    assert isinstance(decision, ForSpecialist) and why in decision.why


@pytest.mark.parametrize("day", ["2026-02-13", "2026-02-16", "2026-05-17"])
def test_the_days_on_which_a_promise_may_end(day: str) -> None:
    assert route_of(decided(reading("promise", promise=promise("R-1", on=(day,))))) == "auto"


def test_the_days_of_a_promise_count_from_when_it_was_written() -> None:
    late = reading("promise", promise=promise("R-1", on=("2026-01-23",)), sent_at=NOW - timedelta(days=30))
    decision = decided(late)
    assert isinstance(decision, Act)
    (command,) = decision.commands
    assert isinstance(command, PromisePayment) and command.made_on == (NOW - timedelta(days=30)).date()


def test_two_wishes_are_acted_upon_only_together() -> None:
    both = {"remittance": advice(("R-1", "1000.00")), "dispute": dispute("R-2")}
    decision = decided(reading("dispute", "remittance", **both))
    assert isinstance(decision, Act)
    assert [type(command) for command in decision.commands] == [AdviseRemittance, RaiseDispute]
    half = decided(reading("dispute", "remittance", "other", **both))
    assert isinstance(half, ForSpecialist) and [type(c) for c in half.certain] == [RaiseDispute]


@pytest.mark.parametrize("invoices, held", [(("R-1",), ["R-1"]), (("R-1", "R-9"), [])])
def test_a_dispute_whose_amount_does_not_fit_holds_dunning_all_the_same(
    invoices: tuple[str, ...], held: list[str]
) -> None:
    decision = decided(reading("dispute", dispute=dispute(*invoices, amount="9000.00")))
    assert isinstance(decision, ForSpecialist)
    holds = [command for command in decision.certain if isinstance(command, RaiseDispute)]
    assert [number for hold in holds for number in hold.dispute.invoices] == held
    assert all(hold.dispute.amount is None and not hold.source.may_answer for hold in holds)


def test_the_same_invoice_is_not_both_disputed_and_promised() -> None:
    decision = decided(reading("dispute", "promise", dispute=dispute("R-1"), promise=promise("R-1")))
    assert isinstance(decision, ForSpecialist) and "both disputed and promised" in decision.why


@pytest.mark.parametrize("confidence, held", [(0.69, False), (0.70, True), (0.99, True)])
def test_an_uncertain_dispute_holds_dunning_and_tells_nobody(confidence: float, held: bool) -> None:
    read = reading("dispute", confidence=confidence, dispute=dispute("R-1"), problems=(r.Problem("x", "unclear"),))
    decision = decided(read)
    assert isinstance(decision, ForSpecialist)
    assert [command.source.may_answer for command in decision.certain] == ([False] if held else [])


@pytest.mark.parametrize("certainty, told", [(0.1, False), (0.99, True)])
def test_a_customer_is_told_of_a_case_only_where_the_whole_reading_is_certain(certainty: float, told: bool) -> None:
    read = reading("dispute", "other", dispute=dispute("R-1"), certainty=certainty)
    decision = decided(read)
    assert isinstance(decision, ForSpecialist)
    assert [command.source.may_answer for command in decision.certain] == [told]


def test_two_wishes_must_be_surer_than_each_by_itself() -> None:
    least = desk().routing.certainty
    assert least["dispute"] < least["several"]
    alone = reading("dispute", dispute=dispute("R-1"), certainty=least["dispute"])
    assert isinstance(decided(alone), Act)
    asked = {"dispute": dispute("R-1"), "query": query("invoice_copy", "R-2")}
    assert isinstance(decided(reading("dispute", "query", **asked, certainty=least["dispute"])), ForSpecialist)
    assert isinstance(decided(reading("dispute", "query", **asked, certainty=least["several"])), Act)


@pytest.mark.parametrize("code", ["near_match", "total_mismatch", "unread_language", "not_shown_by_words"])
def test_a_problem_is_outweighed_by_no_certainty(code: str) -> None:
    read = reading("promise", promise=promise("R-1"), certainty=1.0, problems=(r.Problem(code, "x"),))
    assert isinstance(decided(read), ForSpecialist)


def test_a_change_of_bank_details_is_only_ever_asked_for() -> None:
    decision = decided(reading("master_data", master_data=IBAN, trust=r.Trust.UNKNOWN))
    assert isinstance(decision, ForSpecialist) and "call back" in decision.why
    (request,) = decision.certain
    assert isinstance(request, RequestMasterDataChange) and "Nothing proves" in request.warnings[0]


def test_another_place_for_all_goods_is_only_ever_asked_for() -> None:
    place = r.MasterDataChange((("delivery_address", "Hafenstraße 12, 20457 Hamburg"),))
    decision = decided(reading("master_data", master_data=place))
    assert isinstance(decision, ForSpecialist) and "call back" in decision.why
    assert [type(request) for request in decision.certain] == [RequestMasterDataChange]


@pytest.mark.parametrize("intents", [("master_data",), ("master_data", "remittance"), ("remittance", "master_data")])
def test_no_message_with_a_change_of_data_is_worked_without_a_person(intents: tuple[str, ...]) -> None:
    read = reading(*intents, master_data=IBAN, remittance=advice(("R-1", "1000.00")))
    assert route_of(decided(read)) == "review"


@pytest.mark.parametrize(
    "intents, automatic, facts, route",
    [
        (("auto_reply",), True, {}, "ignore"),
        (("spam",), True, {"customer": ""}, "ignore"),
        (("spam",), False, {}, "review"),
        (("spam", "order"), True, {}, "review"),
        (("other",), True, {"customer": ""}, "ignore"),
        (("other",), True, {}, "review"),
        (("other",), False, {"customer": ""}, "review"),
    ],
)
def test_robots_are_left_alone_and_people_are_not(
    intents: tuple[str, ...], automatic: bool, facts: dict[str, Any], route: str
) -> None:
    identified = {} if facts.get("customer", "K1") else {"customer": None, "identified_by": None}
    assert route_of(decided(reading(*intents, automatic=automatic, **identified), known(**facts))) == route


@pytest.mark.parametrize(
    "reason, route",
    [(None, "review"), ("other", "review"), ("credit_note", "review"), ("discount", "auto"), ("dispute", "auto")],
)
def test_a_deduction_needs_a_ground(reason: str | None, route: str) -> None:
    ground = r.DeductionReason(reason) if reason else None
    line = r.RemittanceLine("R-1", Decimal("1000.00"), Decimal("20.00"), ground)
    read = reading("remittance", remittance=r.Remittance(None, Decimal("980.00"), "EUR", None, (line,)))
    assert route_of(decided(read)) == route


@pytest.mark.parametrize("day, route", [("2026-01-16", "auto"), ("2026-01-15", "review"), ("2026-03-20", "review")])
def test_a_payment_is_announced_about_the_day_it_is_made(day: str, route: str) -> None:
    said = replace(advice(("R-1", "1000.00")), payment_date=date.fromisoformat(day))
    assert route_of(decided(reading("remittance", remittance=said))) == route


def test_an_advice_may_name_the_total_alone() -> None:
    lines = (r.RemittanceLine("R-1", None), r.RemittanceLine("R-2", None))
    read = reading(
        "remittance",
        remittance=r.Remittance(None, Decimal("1200.00"), "EUR", None, lines),
        problems=(r.Problem("no_amount", "no amount for R-1"), r.Problem("charset_repaired", "cp1252")),
    )
    assert route_of(decided(read)) == "auto"


def test_unwanted_mail_is_thrown_away_only_when_certain() -> None:
    stranger = {"customer": None, "identified_by": None}
    assert route_of(decided(reading("spam", confidence=0.94, **stranger), known(customer=""))) == "review"
    assert route_of(decided(reading("spam", confidence=0.95, **stranger), known(customer=""))) == "ignore"


def test_a_bounce_marks_its_letter_and_nothing_else() -> None:
    read = reading("bounce", automatic=True, bounce=r.Bounce("<ours@x>", "a@b.example", "5.1.1", True))
    ours = decided(read, known(bounced_letter="L1", customer=""))
    assert isinstance(ours, Ignore) and [type(command) for command in ours.commands] == [RecordBounce]
    foreign = decided(read, known(customer=""))
    assert isinstance(foreign, Ignore) and foreign.commands == ()
    unnamed = decided(read, known(bounced_customer="K1", customer=""))
    assert isinstance(unnamed, ForSpecialist) and "which one is not said" in unnamed.why


@pytest.mark.parametrize("facts", [{"same_mail": "box:0:1"}, {"is_our_letter": True}])
def test_what_was_worked_or_written_by_us_is_ignored(facts: dict[str, Any]) -> None:
    assert route_of(decided(reading("order", order=ORDER), known(**facts))) == "ignore"


def test_an_answer_in_the_thread_of_a_case_wakes_the_case() -> None:
    decision = decided(reading("other"), known(thread_case="C1"))
    assert isinstance(decision, Act) and [type(c) for c in decision.commands] == [NoteReply]
    unnamed = (r.Problem("no_invoice", "the contested invoice is not named"),)
    follow_up = decided(reading("dispute", dispute=dispute(), problems=unnamed), known(thread_case="C1"))
    assert isinstance(follow_up, Act) and [type(c) for c in follow_up.commands] == [NoteReply]


@pytest.mark.parametrize("spent", [{"answers_in_thread": 1}, {"answers_to_sender": 10}])
def test_a_spent_budget_stops_answers_but_not_acts(spent: dict[str, int]) -> None:
    asked = decided(reading("query", query=query("statement")), known(**spent))
    assert isinstance(asked, ForSpecialist) and "enough automatic answers" in asked.why
    disputed = decided(reading("dispute", dispute=dispute("R-1")), known(**spent))
    assert isinstance(disputed, Act) and not disputed.commands[0].source.may_answer


@given(
    intents=st.lists(st.sampled_from(list(r.IntentName)), min_size=1, max_size=4, unique=True),
    confidences=st.lists(st.floats(0, 1), min_size=4, max_size=4),
    trust=st.sampled_from(list(r.Trust)),
    identified=st.sampled_from([None, *r.Identification]),
    problem=st.booleans(),
)
def test_nothing_uncertain_is_ever_acted_upon(
    intents: list[r.IntentName],
    confidences: list[float],
    trust: r.Trust,
    identified: r.Identification | None,
    problem: bool,
) -> None:
    values = {name: value for row in CERTAIN.values() for name, value in row.items()}
    read = reading(**values, master_data=IBAN, trust=trust, identified_by=identified)
    read = replace(
        read,
        intents=tuple(r.Intent(name, score) for name, score in zip(intents, confidences, strict=False)),
        problems=(r.Problem("unclear", "unclear"),) if problem else (),
    )
    decision = decided(read)
    if isinstance(decision, Act):
        assert trust is not r.Trust.FAILED and not problem
        assert identified in (r.Identification.ADDRESS, r.Identification.DOMAIN)
        assert min(intent.confidence for intent in read.intents) >= 0.92
        assert r.IntentName.MASTER_DATA not in intents and r.IntentName.OTHER not in intents

"""REMADV (UN/EDIFACT D.96A to D.11A and later): the documents of one payment, with what was kept back and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from nlp.documents.edifact_segments import Message, Segment, day, get, number, party_name
from nlp.documents.values import difference, negated, total_of
from nlp.opened import StructuredPaid, StructuredRemittance
from nlp.reading import Problem

CREDIT_NOTES = frozenset("381 261 262 296 308 396 420 458 532".split())  # UNTDID 1001
PAID_ON = ("138", "203", "140", "209", "137")  # UNTDID 2005: payment, execution, payment due, value, document
REFERENCES = ("PQ", "AEK", "AHK", "CK", "ACD")  # UNTDID 1153: payment, payment order, cheque
DUE = ("9", "77", "39", "86")  # UNTDID 5025: due, invoice amount, invoice total
REMITTED, DISCOUNT, ADJUSTED = "12", "52", ("52", "165", "204", "8", "53")
PAYEES = ("PE", "SU", "SE", "II")  # UNTDID 3035, in this order
ORDINARY = frozenset(("", "481"))
# UNTDID 4465 as the reasons of a deduction.
REASONS = {
    "39": "discount", "66": "discount", "4": "discount", "19": "discount", "20": "discount", "11": "bank_charge",
    "1": "credit_note", "35": "credit_note", "3": "dispute", "5": "dispute", "6": "dispute", "32": "dispute",
    "30": "dispute", "31": "dispute", "48": "dispute", "49": "dispute",
}  # fmt: skip


@dataclass(slots=True)
class _Item:
    kind: str
    document: str
    amounts: dict[str, str] = field(default_factory=dict)
    adjusted: list[str] = field(default_factory=list)
    reason: str = ""
    in_adjustment: bool = False


def read_advice(message: Message) -> tuple[StructuredRemittance, tuple[Problem, ...]]:
    """The payment in a message whose counts are right, and what of it is doubtful."""
    head: dict[str, str] = {}
    parties: dict[str, str] = {}
    items: list[_Item] = []
    in_lines = True
    for segment in message:
        tag = get(segment, 0)
        if tag == "DOC":
            items.append(_Item(get(segment, 1), get(segment, 2)))
        elif tag == "UNS":
            in_lines = False
        elif items and in_lines:
            _item_segment(tag, segment, items[-1])
        else:
            _head_segment(tag, segment, head, parties)
    problems = []
    if head.get("kind", "") not in ORDINARY:
        problems.append(Problem("advice_kind", f"EDIFACT: REMADV of type {head['kind']}"))
    if not items:
        problems.append(Problem("edifact_malformed", "EDIFACT: REMADV without any DOC segment"))
    lines = tuple(_line(item) for item in items)
    remitted = [item.amounts[REMITTED] for item in items if REMITTED in item.amounts]
    total = head.get("MOA12") or head.get("MOA128") or head.get("MOA86") or head.get("MOA9")
    return StructuredRemittance(
        format="edifact_remadv",
        reference=next((head[f"RFF{code}"] for code in REFERENCES if head.get(f"RFF{code}")), head.get("number")),
        paid_on=next((head[f"DTM{code}"] for code in PAID_ON if head.get(f"DTM{code}")), None),
        currency=head.get("currency"),
        total=total or (total_of(remitted) if len(remitted) == len(items) else None),
        lines=lines,
        payee=next((parties[code] for code in PAYEES if parties.get(code)), ""),
    ), tuple(problems)


def _line(item: _Item) -> StructuredPaid:
    """The amount is what is due, else what is paid and what was kept back of it together."""
    due = next((item.amounts[code] for code in DUE if code in item.amounts), None)
    paid = item.amounts.get(REMITTED)
    discount = item.amounts.get(DISCOUNT)
    kept = total_of([*([discount] if discount else []), *item.adjusted])
    if due is None and paid is not None:
        due = format(Decimal(paid) + abs(Decimal(kept or 0)), "f") if kept else paid
    reason = item.reason or ("discount" if discount else "")
    if item.kind in CREDIT_NOTES:
        return StructuredPaid(item.document, negated(due))
    deduction = difference(due, paid)
    if deduction is None and paid is None and kept:
        deduction = format(abs(Decimal(kept)), "f")
    return StructuredPaid(item.document, due, deduction, (reason or "other") if deduction else "")


def _item_segment(tag: str, segment: Segment, item: _Item) -> None:
    match tag:
        case "AJT":
            item.in_adjustment = True
            item.reason = item.reason or REASONS.get(get(segment, 1), "other")
        case "MOA" if (value := number(segment, 1)) is not None:
            if item.in_adjustment and get(segment, 1) in ADJUSTED:
                item.adjusted.append(value.removeprefix("-"))
            else:
                item.amounts.setdefault(get(segment, 1), value)


def _head_segment(tag: str, segment: Segment, head: dict[str, str], parties: dict[str, str]) -> None:
    match tag:
        case "BGM":
            head["kind"], head["number"] = get(segment, 1), get(segment, 2)
        case "DTM":
            head.setdefault("DTM" + get(segment, 1), day(segment) or "")
        case "RFF":
            head.setdefault("RFF" + get(segment, 1), get(segment, 1, 1))
        case "CUX":
            head.setdefault("currency", get(segment, 1, 1))
        case "MOA":
            head.setdefault("MOA" + get(segment, 1), number(segment, 1) or "")
        case "NAD":
            parties.setdefault(get(segment, 1), party_name(segment))

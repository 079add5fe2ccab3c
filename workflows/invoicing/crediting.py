"""A credit note takes back part of one invoice, with its taxes, to the cent, and never more than is left of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from workflows import audit, correspondence
from workflows.addresses import letter_address
from workflows.catalogue import RateClass, RevenueKind
from workflows.commands import Source
from workflows.customers import Customer
from workflows.errors import Contradicts, Exceeds, NotFound
from workflows.invoicing import policy
from workflows.invoicing.approving import Approval, check
from workflows.invoicing.deposited import Group, check_credit, is_deposit, left_of
from workflows.invoicing.model import Invoice, InvoiceLine, TaxTotal
from workflows.invoicing.posting import letter_facts, post_document
from workflows.ledger.allocation import apply_credit_note
from workflows.ledger.model import DocumentKind
from workflows.ledger.money import ZERO, is_exact, plain, rounded
from workflows.letters import LetterKind
from workflows.ports import Company, Desk, UnitOfWork
from workflows.revenue.model import Credited
from workflows.tax.policy import treatment

RULE = "credit_note"
PIECE = "C62"  # UN/ECE recommendation 20: one


@dataclass(frozen=True, slots=True)
class Content:
    """What can be, or is to be, credited of an invoice."""

    lines: tuple[InvoiceLine, ...]
    taxes: tuple[TaxTotal, ...]

    @property
    def gross(self) -> Decimal:
        return sum((total.base + total.tax for total in self.taxes), ZERO)


def content(invoice: Invoice, company: Company, customer: Customer, desk: Desk) -> Content:
    """The invoice's own lines and taxes; of a taken-over invoice one line, its total, as goods at the standard rate."""
    if invoice.lines:
        return Content(invoice.lines, invoice.taxes)
    tax = treatment(
        company.country, customer.country, customer.vat_id, RevenueKind.GOODS, RateClass.STANDARD, desk.countries
    )
    net = rounded(invoice.total * 100 / (100 + tax.rate), invoice.currency)
    line = InvoiceLine(
        1, "", invoice.number, Decimal(1), PIECE, net, net, tax.category, tax.rate, RevenueKind.GOODS.value
    )
    total = TaxTotal(tax.category, tax.rate, net, invoice.total - net, tax.exemption_code, tax.mention)
    return Content((line,), (total,))


def left_to_credit(whole: Content, credited: Iterable[Invoice]) -> Content:
    """What earlier credit notes left of an invoice, group by group and line by line (`position` names the line).

    A credit note's lines keep the positions of the invoice's.
    """
    earlier = tuple(credited)
    taken_tax: dict[tuple[str, Decimal], tuple[Decimal, Decimal]] = {}
    taken_net: dict[int, Decimal] = {}
    for note in earlier:
        for total in note.taxes:
            base, tax = taken_tax.get((total.category, total.rate), (ZERO, ZERO))
            taken_tax[total.category, total.rate] = (base + total.base, tax + total.tax)
        for line in note.lines:
            taken_net[line.position] = taken_net.get(line.position, ZERO) + line.net
    taxes = []
    for total in whole.taxes:
        base, tax = taken_tax.get((total.category, total.rate), (ZERO, ZERO))
        taxes.append(replace(total, base=total.base - base, tax=total.tax - tax))
    lines = (_reduced(line, taken_net.get(line.position, ZERO)) for line in whole.lines)
    return Content(tuple(lines), tuple(taxes))


def not_taken_off(left: Content, groups: Mapping[Group, Decimal], currency: str) -> Content:
    """What of a deposit no invoice has taken off: of each group of tax no more net than `groups` says."""
    lines, taxes = list(left.lines), []
    for total in left.taxes:
        base = min(total.base, max(groups.get((total.category, total.rate), ZERO), ZERO))
        taxes.append(replace(total, base=base, tax=rounded(total.tax * base / total.base, currency) if base else ZERO))
        taken = total.base - base
        for place, line in enumerate(lines):
            if (line.tax_category, line.tax_rate) == (total.category, total.rate) and taken > 0:
                lines[place] = _reduced(line, min(taken, line.net))
                taken -= min(taken, line.net)
    return Content(tuple(lines), tuple(taxes))


def left_of_deposit(uow: UnitOfWork, desk: Desk, deposit: Invoice, customer: Customer) -> Content:
    """What is neither credited of a deposit nor taken off an invoice."""
    whole = content(deposit, desk.company(deposit.company), customer, desk)
    left = left_to_credit(whole, uow.invoices.where(corrects=deposit.number))
    return not_taken_off(left, left_of(uow, deposit), deposit.currency)


def by_amount(left: Content, gross: Decimal, currency: str) -> Content:
    """A gross amount spread over the tax groups, and in each over its lines, in proportion to what is left there.

    What the invoice takes off (a deposit) is given back with the last of its group, never in parts: part of a price is
    no part of the deposit.
    """
    groups = policy.share(gross, [total.base + total.tax for total in left.taxes], currency)
    lines: list[InvoiceLine] = []
    taxes: list[TaxTotal] = []
    for total, part in zip(left.taxes, groups, strict=True):
        if not part:
            continue
        net = rounded(part * total.base / (total.base + total.tax), currency)
        taxes.append(replace(total, base=net, tax=part - net))
        is_rest = part == total.base + total.tax
        own = [
            line
            for line in left.lines
            if (line.tax_category, line.tax_rate) == (total.category, total.rate) and (is_rest or line.net > 0)
        ]
        parts = policy.share(net, [line.net for line in own], currency) if net else ()
        cut = [_reduced(line, line.net - value) for line, value in zip(own, parts, strict=False) if value]
        # A cent of tax alone still needs a line to stand on (EN 16931 BR-16).
        lines += cut or [replace(own[0], quantity=Decimal(1), unit=PIECE, unit_price=ZERO, net=ZERO)]
    return Content(tuple(sorted(lines, key=lambda line: line.position)), tuple(taxes))


def by_lines(left: Content, quantities: Sequence[tuple[int, Decimal]], currency: str) -> Content:
    """Quantities of the invoice's lines (position, quantity) at their prices; tax as on an invoice of them.

    Raises NotFound for a position that the invoice has not, Exceeds where less is left.
    """
    by_position = {line.position: line for line in left.lines}
    lines: list[InvoiceLine] = []
    for position, quantity in quantities:
        line = by_position.get(position)
        if line is None:
            raise NotFound("invoice line", str(position))
        net = rounded(quantity * line.unit_price, currency)
        if not (ZERO < quantity <= line.quantity and net <= line.net):
            raise Exceeds(f"credit of line {position}", f"{quantity:f}", f"{line.quantity:f}")
        lines.append(replace(line, quantity=quantity, net=net))
    exemptions = {total.category: (total.exemption_code, total.exemption_key) for total in left.taxes}
    limits = {(total.category, total.rate): total for total in left.taxes}
    taxes = (
        replace(total, tax=_last_cent(total, limits[total.category, total.rate]))
        for total in policy.tax_totals(lines, exemptions, currency)
    )
    wanted = Content(tuple(lines), tuple(taxes))
    if wanted.gross > left.gross:  # an allowance on the whole invoice left less than its lines say
        raise Exceeds("credit of lines", plain(wanted.gross, currency), plain(left.gross, currency))
    return wanted


def issue_credit_note(
    uow: UnitOfWork,
    desk: Desk,
    now: datetime,
    *,
    invoice: Invoice,
    gross_amount: Decimal | None = None,
    lines: Sequence[tuple[int, Decimal]] = (),
    case: str = "",
    reason: str,
    actor: str,
    approval: Approval | None = None,
    source: Source | None = None,
    credited: Credited = Credited.NOT_SUPPLIED,
) -> Invoice:
    """Credits an invoice by a gross amount, by quantities of its lines, or, with neither, all that is left of it.

    The credit note is set against what is open of the invoice; the rest of it stays the customer's. `credited` says of
    quantities whether they came back or were never supplied: which part of the revenue goes back. A gross amount of a
    deposit is spread over what no invoice has taken off of each rate. Raises Exceeds
    for more than is left to credit (of a deposit: than no invoice has taken off), ValueError for an amount that is not
    above zero or not exact in its currency, NotAllowed where the limit asks for a second person and `approval` (without
    it: `actor` alone) names none.
    """
    if invoice.kind is not DocumentKind.INVOICE or invoice.total <= 0:
        raise Contradicts("document", invoice.number, "kind", invoice.kind.value, DocumentKind.INVOICE.value)
    customer = uow.customers.get(invoice.customer)
    if customer is None:
        raise NotFound("customer", invoice.customer)
    uow.lock(f"customer:{invoice.customer}")
    company = desk.company(invoice.company)
    earlier = uow.invoices.where(corrects=invoice.number)
    left = left_to_credit(content(invoice, company, customer, desk), earlier)
    if is_deposit(invoice):
        there = left_of_deposit(uow, desk, invoice, customer)
        wanted = _wanted(invoice, there if gross_amount and gross_amount <= there.gross else left, gross_amount, lines)
        check_credit(uow, invoice, wanted.taxes)
    else:
        wanted = _wanted(invoice, left, gross_amount, lines)
    word = approval or Approval(actor)
    check(uow, desk, word, invoice.number, wanted.gross, invoice.currency)
    note = post_document(
        uow,
        desk,
        now,
        kind=DocumentKind.CREDIT_NOTE,
        company=company,
        customer=customer,
        currency=invoice.currency,
        lines=wanted.lines,
        taxes=wanted.taxes,
        due_date=now.date(),
        po_number=invoice.po_number,
        order=invoice.order,
        delivery_date=invoice.delivery_date,
        corrects=invoice.number,
        case=case,
        credited=credited if lines else Credited.PRICE,
    )
    _settle(uow, now, invoice, note, reason)
    _send(uow, desk, now, company, customer, note, reason, case, source)
    audit.note(
        uow,
        now,
        actor=actor,
        action="credit_note.issued",
        subject=note.number,
        message_id=source.message_id if source is not None else "",
        invoice=invoice.number,
        case=case,
        reason=reason,
        total=plain(note.total, note.currency),
        currency=note.currency,
        created_by=word.created_by,
        approved_by=word.approved_by,
        exempt=word.exempt or "",
    )
    return note


def _wanted(
    invoice: Invoice, left: Content, gross_amount: Decimal | None, lines: Sequence[tuple[int, Decimal]]
) -> Content:
    if lines:
        return by_lines(left, lines, invoice.currency)
    gross = left.gross if gross_amount is None else gross_amount
    if gross_amount is not None and not (gross > 0 and is_exact(gross, invoice.currency)):
        raise ValueError(f"{gross} {invoice.currency} cannot be credited")
    if gross > left.gross or not left.gross:
        raise Exceeds(
            f"credit of {invoice.number}", plain(gross, invoice.currency), plain(left.gross, invoice.currency)
        )
    return by_amount(left, gross, invoice.currency)


def _settle(uow: UnitOfWork, now: datetime, invoice: Invoice, note: Invoice, reason: str) -> None:
    item = uow.open_items.get(invoice.number)
    amount = min(note.total, item.open_amount) if item is not None else ZERO
    if amount > 0:
        apply_credit_note(
            uow, credit_note=note.number, invoice=invoice.number, amount=amount, on=now.date(), rule=RULE, proof=reason
        )


def _send(
    uow: UnitOfWork,
    desk: Desk,
    now: datetime,
    company: Company,
    customer: Customer,
    note: Invoice,
    reason: str,
    case: str,
    source: Source | None,
) -> None:
    correspondence.write(
        uow,
        now,
        kind=LetterKind.CREDIT_NOTE,
        template="credit_note",
        language=correspondence.language_for(customer, desk),
        company=company,
        customer=customer.number,
        to=letter_address(customer, uow),
        facts=letter_facts(note, company, customer) | {"reason": reason},
        documents=(note.number,),
        about=(note.order, note.corrects),
        attach=(f"invoice:{note.number}",),
        case=case,
        source=source,
        dedup_key=f"credit_note:{company.code}:{note.number}",
    )


def _reduced(line: InvoiceLine, taken: Decimal) -> InvoiceLine:
    """The line with `taken` less net; once its quantity no longer explains its net it is one piece of that price."""
    if not taken:
        return line
    net = line.net - taken
    quantity = net / line.unit_price if line.unit_price else ZERO
    if quantity == quantity.to_integral_value() and quantity * line.unit_price == net:
        return replace(line, quantity=quantity, net=net)
    return replace(line, quantity=Decimal(1), unit=PIECE, unit_price=net, net=net)


def _last_cent(asked: TaxTotal, left: TaxTotal) -> Decimal:
    """The tax of a group: what is left of it if its whole base goes, never more than that."""
    return left.tax if asked.base == left.base else min(asked.tax, left.tax)

"""The journal of a French company as its FEC (LPF art. A47 A-1): 18 fields, tab-separated."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from workflows.ledger.model import AccountKind, JournalEntry, JournalLine
from workflows.ledger.money import plain
from workflows.ports import UnitOfWork

HEADER = (
    "JournalCode JournalLib EcritureNum EcritureDate CompteNum CompteLib CompAuxNum CompAuxLib PieceRef PieceDate "
    "EcritureLib Debit Credit EcritureLet DateLet ValidDate Montantdevise Idevise"
).split()
# First kind found among an entry's lines names its journal.
JOURNALS: tuple[tuple[AccountKind, str, str], ...] = (
    (AccountKind.REVENUE, "VE", "Ventes"),
    (AccountKind.BANK, "BQ", "Banque"),
    (AccountKind.RECEIVABLE, "OD", "Opérations diverses"),
)
OTHER_JOURNAL = ("OD", "Opérations diverses")
LABELS: dict[AccountKind, str] = {
    AccountKind.RECEIVABLE: "Clients",
    AccountKind.REVENUE: "Ventes",
    AccountKind.TAX: "TVA collectée",
    AccountKind.BANK: "Banque",
    AccountKind.ON_ACCOUNT: "Clients, règlements non affectés",
    AccountKind.DISCOUNT: "Escomptes accordés",
    AccountKind.WRITE_OFF: "Écarts de règlement",
    AccountKind.DEFERRED_REVENUE: "Produits constatés d'avance",
    AccountKind.FX: "Différences de change",
    AccountKind.OTHER: "Compte d'attente",
}
LOCAL_CURRENCY = "EUR"


def file_name(registration: str, closing: str) -> str:
    """`<SIREN>FEC<AAAAMMJJ>.txt`, the day being the end of the financial year."""
    return f"{registration}FEC{closing}.txt"


def lines(uow: UnitOfWork, company: str) -> Iterator[str]:
    """The header, then one line per leg in order of entry number; every entry balances in `Debit` and `Credit`."""
    names = {customer.number: customer.name for customer in uow.customers.where(company=company)}
    yield "\t".join(HEADER)
    for entry in uow.entries.where(company=company):
        code, label = journal_of(entry)
        for line in entry.lines:
            yield "\t".join(clean(cell) for cell in (code, label, *cells(entry, line, names)))


def journal_of(entry: JournalEntry) -> tuple[str, str]:
    kinds = {line.kind for line in entry.lines}
    return next(((code, label) for kind, code, label in JOURNALS if kind in kinds), OTHER_JOURNAL)


def cells(entry: JournalEntry, line: JournalLine, names: dict[str, str]) -> tuple[str, ...]:
    day = entry.date.strftime("%Y%m%d")
    auxiliary = line.customer if line.kind is AccountKind.RECEIVABLE else ""
    foreign = entry.currency != LOCAL_CURRENCY
    return (
        entry.id,
        day,
        line.account,
        LABELS[line.kind],
        auxiliary,
        names.get(auxiliary, auxiliary) if auxiliary else "",
        entry.document or entry.id,
        day,
        entry.text,
        comma(line.debit, entry.currency),
        comma(line.credit, entry.currency),
        "",
        "",
        day,
        comma(line.debit - line.credit, entry.currency) if foreign else "",
        entry.currency if foreign else "",
    )


def comma(amount: Decimal, currency: str) -> str:
    return plain(amount, currency).replace(".", ",")


def clean(cell: str) -> str:
    """No separator and no line break inside a field."""
    return " ".join(cell.replace("|", " ").split())

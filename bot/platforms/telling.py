"""Money received on e-invoices is told to the platform that delivered them, each booking once."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from bot.documents.einvoice import parties
from bot.documents.einvoice.lifecycle import Actor, check, paid, write
from bot.documents.einvoice.model import Trader
from bot.mail.ports import MailError, Sending
from bot.platforms.flow import Document, FlowPlatform, tracking_id
from bot.storage import tables
from bot.storage.database import Database
from workflows.invoicing.electronic import EInvoiceProfile
from workflows.invoicing.model import Invoice
from workflows.letters import LetterKind, LetterStatus
from workflows.ports import Desk, UnitOfWork
from workflows.receipts_told import TOLD, ReceiptWord, note_told, untold, words_of

log = logging.getLogger(__name__)
TELLING = (EInvoiceProfile.FRENCH_CTC,)  # profiles whose platforms are told
SYNTAX, SELLER, BUYER = "CDAR", "SE", "BY"
MOST_UNSURE = 3  # invoices in one go; then it is the platform


class Unsure(MailError):
    """Whether a platform took a message is not known; it is asked before the message is handed over again."""


@dataclass(frozen=True, slots=True)
class PlatformReceipts:
    """`platforms`: by the profile that they deliver, each with its name."""

    database: Database
    desk: Desk
    platforms: Mapping[EInvoiceProfile, tuple[str, FlowPlatform]]

    def tell(self, now: datetime) -> int:
        """Tells what is untold of invoices that went to a platform; how many messages. Raises MailError.

        A message is handed over before it is noted, under an id that its booking gives it: after a crash the platform
        says that it has it. What breaks a rule is named in the log and waits. Of several processes one tells.
        """
        with self._turn() as mine:
            return self._tell(now) if mine else 0

    @contextmanager
    def _turn(self) -> Iterator[bool]:
        """Whether nobody else tells. Two that ask a platform at once both hear that it does not have a message yet.

        PostgreSQL's lock ends with its own transaction, whatever happens to us; SQLite has one process.
        """
        if self.database.is_sqlite:
            yield True
            return
        with self.database.engine.begin() as connection:
            key = sa.func.hashtextextended(TOLD, 0)
            yield bool(connection.execute(sa.select(sa.func.pg_try_advisory_xact_lock(key))).scalar())

    def _tell(self, now: datetime) -> int:
        """An invoice about which the platform fails does not keep the others waiting; it is told of at the end."""
        sent = 0
        unsure: list[Unsure] = []
        for profile in TELLING:
            for number in self._invoices(profile) if profile in self.platforms else ():
                try:
                    sent += self._tell_of(number, profile, now)
                except Unsure as error:
                    unsure.append(error)
                    if len(unsure) == MOST_UNSURE:
                        raise
        if unsure:
            raise unsure[0]
        return sent

    def _tell_of(self, number: str, profile: EInvoiceProfile, now: datetime) -> int:
        sent, (name, platform) = 0, self.platforms[profile]
        for invoice, word in self._words(number, profile):
            if word.amounts:
                if not self._hand_over(platform, invoice, word, now):
                    break  # the words of an invoice keep their order
                sent += 1
            with self.database.begin() as uow:
                note_told(word, name, uow, now)
        return sent

    def _hand_over(self, platform: FlowPlatform, invoice: Invoice, word: ReceiptWord, now: datetime) -> bool:
        told_as = paid(
            invoice.number,
            invoice.issue_date,
            word.amounts,
            seller=self._actor(SELLER, self._seller(invoice)),
            buyer=self._actor(BUYER, self._buyer(invoice)),
            at=now,
            currency=invoice.currency,
        )
        # By its booking: two of one invoice, told in one moment, are two messages, and one told again is the same.
        message = replace(told_as, id=f"{invoice.number}_{told_as.status}_{word.allocation.id}")
        if findings := check(message):
            log.warning("%s: what was paid cannot be told: %s", word.allocation.id, "; ".join(map(str, findings)))
            return False
        file = Document(f"{word.allocation.id}.xml", "application/xml", write(message), SYNTAX)
        told = platform.submit(file, tracking_id(f"receipt:{word.allocation.id}"))
        if told.outcome is Sending.REFUSED:
            log.warning("%s: the platform does not take what was paid: %s", word.allocation.id, told.words)
            return False
        if told.outcome is not Sending.SENT:
            kind = Unsure if told.outcome is Sending.UNCERTAIN else MailError
            raise kind("platform", f"{invoice.number}: {told.words}")
        return True

    def _invoices(self, profile: EInvoiceProfile) -> list[str]:
        """Invoices of a profile with money of which nothing was said."""
        money, invoice, said = tables.allocations.c, tables.invoices.c, tables.audit.c
        joined = tables.allocations.join(tables.invoices, invoice.number == money.invoice).outerjoin(
            tables.audit, sa.and_(said.subject == money.id, said.action == TOLD)
        )
        asks_for = invoice.electronic.contains(f'"{profile.value}"')  # narrows; the profile itself is looked at below
        wanted = sa.select(money.invoice).select_from(joined).where(money.payment != "", said.id.is_(None), asks_for)
        with self.database.read() as snapshot:
            return sorted(set(snapshot.connection.execute(wanted).scalars()))

    def _words(self, number: str, profile: EInvoiceProfile) -> Iterator[tuple[Invoice, ReceiptWord]]:
        with self.database.read() as snapshot:
            invoice = snapshot.invoices.get(number)
            if invoice is None or invoice.electronic.profile != profile or not _was_sent(invoice, snapshot):
                return
            on_debits = bool(self.desk.company(invoice.company).legal.get("vat_on_debits"))
            found = untold(words_of(invoice, snapshot.allocations.where(invoice=number), on_debits=on_debits), snapshot)
        yield from ((invoice, word) for word in found)

    def _seller(self, invoice: Invoice) -> Trader | None:
        company, countries = self.desk.company(invoice.company), self.desk.countries
        return (
            parties.seller(invoice.seller, company, countries, contact=False, taxable=True) if invoice.seller else None
        )

    def _buyer(self, invoice: Invoice) -> Trader | None:
        party, terms = invoice.buyer, invoice.electronic
        return parties.buyer(party, terms, self.desk.countries, taxable=True) if party else None

    def _actor(self, role: str, trader: Trader | None) -> Actor:
        return Actor(role, trader.legal_id, trader.endpoint) if trader is not None else Actor(role)


def _was_sent(invoice: Invoice, uow: UnitOfWork) -> bool:
    letters = uow.letters.where(customer=invoice.customer, kind=LetterKind.INVOICE, state=LetterStatus.SENT)
    return any(invoice.number in letter.documents for letter in letters)

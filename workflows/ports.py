"""What the deciders need of the world, as Protocols; `bot` implements them, `tests/fakes.py` too."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from nlp.reading import TrustLevel
from workflows.billing.model import BilledPeriod, BillingPolicy, IndexValue, Usage
from workflows.brakes import Brake
from workflows.calendar import NO_HOLIDAYS, HolidayRules
from workflows.cash.habits import Habit
from workflows.cash.model import Advice, Payment, Statement
from workflows.cash.refunds import Refund
from workflows.cash.relations import PayerRelation
from workflows.cash.return_reasons import ReturnReason
from workflows.cash.settlements import Settlement
from workflows.cash.sources import ReceiptSource
from workflows.catalogue import Contract, ExchangeRate, Price, Product
from workflows.collections.credit import CreditHold
from workflows.collections.mandates import Collection, DirectDebit, Mandate
from workflows.collections.model import CollectionPolicy
from workflows.customers import AddressNote, Contact, Customer
from workflows.disputes.model import Case, PromiseToPay
from workflows.disputes.rules import DisputePolicy as DisputePolicy
from workflows.dunning.approval import CampaignLetter, DunningCampaign
from workflows.dunning.model import DunningPolicy
from workflows.dunning.stops import ChargeWaiver, DunningStop
from workflows.invoicing.model import Invoice
from workflows.invoicing.prepayment import Prepayment
from workflows.ledger.chart import Books, Chart
from workflows.ledger.model import Allocation, AuditEvent, JournalEntry, OpenItem
from workflows.lessons import Lesson
from workflows.letters import Letter
from workflows.master_data.model import ChangeRequest
from workflows.messages import Message
from workflows.orders.model import Delivery, Order, Stock
from workflows.orders.returns import Return
from workflows.orders.terms import OrderPolicy
from workflows.payment_terms.model import TermsPolicy
from workflows.persons import Limits
from workflows.promises_policy import PromisePolicy
from workflows.revenue.model import Arrangement, RevenuePolicy, RevenueSchedule

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Not:
    """In `Repository.where`: any value but this one. Any: as the fields that are asked for."""

    value: Any


class Repository(Protocol[T]):
    """Values of one kind under their key (the dataclass's first field)."""

    def get(self, key: str) -> T | None: ...
    def add(self, value: T) -> None:
        """Raises AlreadyExists."""
        ...

    def put(self, value: T) -> None:
        """Replaces the value with this key, or adds it."""
        ...

    def where(self, **equal: Any) -> list[T]:
        """Values whose fields equal these (a tuple or list: one of these; `Not`: another), in order of their keys.

        Any: fields of a record have many types, and each repository checks the names at run time.
        """
        ...

    def columns(self, *fields: str, **equal: Any) -> Iterator[tuple[Any, ...]]:
        """These fields of all values (that `where` would give), one after the other: a million fit where values do not.

        In order of their keys, unless thousands of values are asked for by name. Any: as in `where`.
        """
        ...

    def portions(self, *fields: str) -> Iterator[Sequence[Sequence[Any]]]:
        """These fields of all values in order of their keys, some thousands at once, each field as a column.

        Amounts are integers of ten-thousandths, percentages of millionths: of millions of documents a Decimal for each
        would cost more than reading them. Raises ValueError for an unknown field.
        """
        ...


class UnitOfWork(Protocol):
    """One transaction over all records. It commits when the edge that opened it leaves without an error."""

    customers: Repository[Customer]
    contacts: Repository[Contact]
    products: Repository[Product]
    prices: Repository[Price]
    contracts: Repository[Contract]
    rates: Repository[ExchangeRate]
    billed_periods: Repository[BilledPeriod]
    usage: Repository[Usage]
    index_values: Repository[IndexValue]
    revenue_schedules: Repository[RevenueSchedule]
    arrangements: Repository[Arrangement]
    orders: Repository[Order]
    deliveries: Repository[Delivery]
    returns: Repository[Return]
    stock: Repository[Stock]
    invoices: Repository[Invoice]
    prepayments: Repository[Prepayment]
    open_items: Repository[OpenItem]
    allocations: Repository[Allocation]
    entries: Repository[JournalEntry]
    statements: Repository[Statement]
    payments: Repository[Payment]
    advices: Repository[Advice]
    habits: Repository[Habit]
    receipt_sources: Repository[ReceiptSource]
    refunds: Repository[Refund]
    refund_settlements: Repository[Settlement]
    payer_relations: Repository[PayerRelation]
    cases: Repository[Case]
    promises: Repository[PromiseToPay]
    changes: Repository[ChangeRequest]
    messages: Repository[Message]
    lessons: Repository[Lesson]
    letters: Repository[Letter]
    audit: Repository[AuditEvent]
    stops: Repository[DunningStop]
    waivers: Repository[ChargeWaiver]
    credit_holds: Repository[CreditHold]
    dunning_campaigns: Repository[DunningCampaign]
    campaign_letters: Repository[CampaignLetter]
    mandates: Repository[Mandate]
    direct_debits: Repository[DirectDebit]
    debit_collections: Repository[Collection]
    addresses: Repository[AddressNote]
    brakes: Repository[Brake]

    def debtors(self, due_before: date) -> list[str]:
        """Numbers of the customers of whom something is open that was due before this day, ascending."""
        ...

    def sign(self, text: str) -> str:
        """16 hexadecimal digits that only this desk can make of a text (HMAC-SHA-256 with its secret)."""
        ...

    def draw(self, series: str) -> int:
        """The next number of a series, from 1, without gaps: drawn in this transaction, given back if it fails."""
        ...

    def progress(self) -> Mapping[str, int]:
        """The last number of every series and, under "", how many documents there are: another after each booking."""
        ...

    def lock(self, subject: str) -> None:
        """Nobody else works on this subject ("customer:K107") until the transaction ends."""
        ...


@dataclass(frozen=True, slots=True)
class Brand:
    """How a company's documents and mails look, as its brand file says; the defaults are the plain sheet."""

    accent: str = "#1d4e63"  # of titles and lines; readable on white
    logo: str = ""  # SVG text that draws itself alone; "": the company's name
    logo_width_mm: int = 45
    font: str = "Inter"
    fonts_folder: str = ""  # where further fonts are, besides those that ship with the program
    footer: tuple[tuple[str, ...], ...] = ()  # columns of lines; (): made of the company's record
    window: str = ""  # a form of config/documents.toml; "": the country's customary one


@dataclass(frozen=True, slots=True)
class Company:
    """A selling entity, `[companies.X]` of bot.toml."""

    code: str
    name: str
    country: str
    vat_id: str
    registration: str
    street: str
    postcode: str
    city: str
    iban: str
    bic: str
    email: str
    currency: str  # the country's, unless configured
    language: str  # the country's, unless configured
    invoice_number: str  # "R-{year}-{number:05d}"
    credit_note_number: str
    known_invoice_numbers: tuple[str, ...]
    escalation: Mapping[str, str]  # reason or team -> address; "default" always there
    invoice_on: str  # "confirmation" | "delivery"
    legal: Mapping[str, str]  # further mentions: legal_form, capital, register_court, managing_directors, phone …
    brand: Brand = Brand()
    confirmation_pdf: bool = False  # order confirmations carry their page as a PDF
    deciders: Mapping[str, str] = field(default_factory=dict)  # own addresses of people -> team of `escalation`
    books: Books = field(default_factory=Books)
    creditor_id: str = ""  # SEPA creditor identifier; "": the company collects nothing by direct debit


@dataclass(frozen=True, slots=True)
class Rate:
    """Holds from `valid_from` on, percent a year."""

    valid_from: date
    percent: Decimal


@dataclass(frozen=True, slots=True)
class RateFloor:
    """The least rate that a contract may agree: so many times the rate of a table, as of the half-year's first day."""

    table: str
    times: Decimal
    rates: tuple[Rate, ...]
    known_until: date


@dataclass(frozen=True, slots=True)
class LatePayment:
    """The law of late payment of a debtor's country, as config/countries/XX.toml has it."""

    table: str  # which rate table
    rates: tuple[Rate, ...]  # ascending
    add: Decimal
    fixing: (
        str  # "half_year": re-fixed each 1 January and 1 July; "at_start": the rate before it became overdue, constant
    )
    known_until: date  # last day that the published rates cover; beyond it nothing is computed
    lump_sums: tuple[tuple[Decimal, Decimal, str], ...]  # (from an open total of, amount, currency), ascending
    round_up_to: Decimal = Decimal(0)  # Belgium: the rate with its addition is rounded up to halves of a point; 0: not
    floor: RateFloor | None = None  # what a rate agreed by contract may not fall below
    contract_percent: Decimal | None = None  # agreed instead of the law's rate (`workflows.late_payment.agreed`)


@dataclass(frozen=True, slots=True)
class Identifiers:
    """How a country's parties are named in e-invoices: ISO 6523 (registers) and EAS (electronic addresses) codes."""

    registration_scheme: str = ""  # of the register's number; "" where it has no code
    registration_digits: int = 0  # how many leading digits make that number
    endpoint_scheme: str = "EM"  # of the electronic address
    endpoint_of: str = "email"  # made of: registration, vat_id, email


@dataclass(frozen=True, slots=True)
class Rounding:
    """How amounts of lines and of tax become exact: half_up, half_even or down."""

    line: str = "half_up"
    tax: str = "half_up"


@dataclass(frozen=True, slots=True)
class Retention:
    """For how many years after the end of the financial year a company of the country keeps what it has."""

    documents: int = 10  # invoices and credit notes
    letters: int = 10  # other letters, and mails that came
    books: int = 10
    description: str = ""  # of exports for auditors: "gdpdu", or none


@dataclass(frozen=True, slots=True)
class Country:
    """What a country's law and custom fix; a TOML file each, all of equal shape."""

    code: str
    currency: str
    language: str
    eu: bool
    time_zone: str
    vat_rates: Mapping[str, Decimal]  # rate class -> percent
    late_payment: LatePayment | None  # None: no interest is claimed
    mentions: Mapping[str, str]  # "<key>.<language>" -> statutory sentence on invoices
    chart: Chart  # of the companies that name no other
    vat_history: Mapping[str, tuple[Rate, ...]] = field(
        default_factory=dict
    )  # rate class -> what held before, ascending
    rounding: Rounding = Rounding()
    identifiers: Identifiers = Identifiers()
    archive: Retention = Retention()
    invoice_frame: Mapping[str, str] = field(default_factory=dict)  # BT-23 by what is sold: goods, services, mixed
    note_subjects: tuple[tuple[str, str], ...] = (("PMD", "late_payment"),)  # UNTDID 4451 -> key of the sentence

    def vat_rate(self, rate_class: str, on: date | None = None) -> Decimal | None:
        """The percentage of a class on a day, today's without one; None where the law has no such class."""
        dated = [rate.percent for rate in self.vat_history.get(rate_class, ()) if on and rate.valid_from <= on]
        return dated[-1] if dated else self.vat_rates.get(rate_class)


@dataclass(frozen=True, slots=True)
class CashPolicy:
    discount_grace_days: int
    write_off_limit: Decimal
    bank_charges_limit: Decimal
    advice_wait_days: int = 3  # money of a payer who always sends an advice waits so long for it; 0: not at all
    person_limit: Decimal = Decimal("25.00")  # what a specialist writes off of one payment; a lead may more
    # by how much money in another currency may differ from what is due at the day's rate, percent of it
    exchange_tolerance_percent: Decimal = Decimal("1.0")
    advice_waits: Mapping[str, int] = field(default_factory=dict)  # customer -> days, where not `advice_wait_days`

    def advice_wait_of(self, customer: str) -> int:
        """How many days money of this customer waits for its advice, if the customer always sends one."""
        return self.advice_waits.get(customer, self.advice_wait_days)


@dataclass(frozen=True, slots=True)
class RoutingPolicy:
    """From which confidence on an intent, and certainty of the whole reading, may be acted upon alone.

    Both by intent, with a "default"; where a message has several intents, the strictest counts, and of certainties also
    what is asked of "several".
    """

    auto_confidence: Mapping[str, float]
    certainty: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class TrustPolicy:
    """What a sender's level of trust allows. What changes master data, recipients or accounts is no policy: it always
    needs a call-back and a second person (`workflows.master_data`).

    `act`: the least level from which anything is done without a person (UNVERIFIED or VERIFIED; a suspect or failed
    sender never). `answer`: which addresses of unverified senders are answered: "address", only those of the customer's
    record; "domain", also others at the domains of the record, whose mail only the customer gets.
    `review_first_seen`: a person looks at the first mail of an address that the record does not have.
    `delivery`: who may name a delivery address that the record does not have, for one order: "known", nobody without a
    person's call-back; "verified", a verified sender whose address the record has.
    """

    act: TrustLevel = TrustLevel.UNVERIFIED
    answer: str = "domain"
    review_first_seen: bool = False
    delivery: str = "known"


@dataclass(frozen=True, slots=True)
class AnswerPolicy:
    """How many automatic answers there may be, before it looks as if two programs talk to each other.

    `brake_answers` in `brake_minutes`, to whomever: all automatic answers stop until a person lets them go again.
    """

    in_thread_a_day: int = 1
    to_sender: int = 10  # in three hours
    to_sender_a_day: int = 20
    to_customer: int = 60  # in three hours
    brake_answers: int = 500
    brake_minutes: int = 30


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything configured that a decision may depend on."""

    companies: Mapping[str, Company]
    countries: Mapping[str, Country]
    dunning: Mapping[str, DunningPolicy]
    promise_grace_days: int
    cash: CashPolicy
    disputes: DisputePolicy
    routing: RoutingPolicy
    languages: tuple[str, ...]  # that letters exist in; the first is the fallback
    holidays: Mapping[str, HolidayRules] = field(default_factory=lambda: NO_HOLIDAYS)  # by country
    answers: AnswerPolicy = AnswerPolicy()
    dunning_letters_a_day: int = 0  # a campaign's limit; what is due beyond it waits for the next run; 0: none
    dunning_approval_days: int = 3  # a run acts on an approved campaign up to and including so many days later
    limits: Limits = field(default_factory=Limits)  # up to what persons approve
    debit_notice_days: int = 14  # a debtor is told so many days before a direct debit at the latest
    debit_lead_days: int = 1  # of TARGET, between a file of direct debits and their day
    debit_days: int = 5  # for so many days after the day of a direct debit its money may still come
    trust: TrustPolicy = field(default_factory=TrustPolicy)
    return_reasons: Mapping[str, ReturnReason] = field(default_factory=dict)  # by ISO 20022 code
    billing: BillingPolicy = field(default_factory=BillingPolicy)
    revenue: RevenuePolicy = field(default_factory=RevenuePolicy)
    promises: PromisePolicy = field(default_factory=PromisePolicy)
    collections: CollectionPolicy = field(default_factory=CollectionPolicy)
    orders: OrderPolicy = field(default_factory=OrderPolicy)
    terms: TermsPolicy = field(default_factory=TermsPolicy)

    def dunning_policy(self, customer: Customer, company: str) -> DunningPolicy | None:
        """The policy that the customer's record names: for its segment and this company where there is one of both, or
        of either; None if there is none of that name."""
        name, segment = customer.dunning_policy, f"{customer.dunning_policy}/{customer.segment}"
        names = (f"{segment}@{company}", segment) if customer.segment else ()
        known = (self.dunning.get(one) for one in (*names, f"{name}@{company}", name))
        return next((policy for policy in known if policy is not None), None)

    @property
    def has_segment_policies(self) -> bool:
        return any("/" in name for name in self.dunning)

    def company(self, code: str) -> Company:
        return self.companies[code]

    def country(self, code: str) -> Country | None:
        return self.countries.get(code)


Handler = Callable[[Any, UnitOfWork, Desk, datetime], tuple[str, ...]]
"""A use case: (command, unit of work, desk, now) -> ids of the records it made. `now.date()` is the business date."""

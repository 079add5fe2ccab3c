"""`bot.toml` into Settings: every fault is named at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.mail.heads import LARGEST_BYTES
from bot.resources import folder
from bot.settings.accounts import books
from bot.settings.billing import billing_policy, billing_schedule, revenue_policy
from bot.settings.branding import brand
from bot.settings.collections import collection_policy
from bot.settings.disputes import dispute_policy
from bot.settings.dunning import dunning_policies, dunning_schedule, shipped
from bot.settings.einvoicing import rule_sets
from bot.settings.ews import endpoint, ews
from bot.settings.law import load_countries, load_holidays, load_return_reasons
from bot.settings.limits import person_limits
from bot.settings.oauth import check_encrypted, oauth, secret_name
from bot.settings.orders import order_policy
from bot.settings.payment_terms import terms_policy
from bot.settings.platforms import platforms
from bot.settings.promises import promise_policy
from bot.settings.section import Section, load_toml
from bot.settings.sending import answers, connections, letters_a_minute, sending
from bot.settings.statements import statement_schedule
from bot.settings.trusting import trust_policy
from bot.settings.values import MailboxSettings, OutgoingSettings, Settings, SettingsError
from bot.settings.watching import watch
from nlp.limits import Limits
from workflows.collections.mandates import creditor_id_is_sound
from workflows.ports import Brand, CashPolicy, Company, Country, Desk, RoutingPolicy

MAILBOX_KINDS = ("maildir", "imap", "ews", "graph")
OUTGOING_KINDS = ("maildir", "smtp", "ews", "graph")
GRAPH = "https://graph.microsoft.com/v1.0"
TLS_MODES = ("tls", "starttls", "none")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
SPECIAL_USES = ("\\All", "\\Archive", "\\Drafts", "\\Flagged", "\\Junk", "\\Sent", "\\Trash")  # RFC 6154, 2
MB = 1024 * 1024
INVOICE_MOMENTS = ("confirmation", "delivery")
LEGAL_KEYS = (
    "legal_form",
    "capital",
    "register_court",
    "managing_directors",
    "phone",
    "website",
    "contact",
    "tax_number",
    "vat_on_debits",
)


def load(path: Path) -> Settings:
    """Reads `bot.toml`; raises SettingsError with all its faults."""
    faults: list[str] = []
    root = Section(load_toml(path), "", faults)
    countries = load_countries()
    companies = {
        code: company(root.section("companies").section(code), code, countries, path.resolve().parent)
        for code in root.table.get("companies", {})
    }
    if not companies:
        root.fault("there must be at least one [companies.CODE]")
    root.known |= {"companies", "mailboxes"}
    base = path.resolve().parent
    database = database_url(root.text("database", "sqlite:///o2cbot.db"), base)
    settings = Settings(
        file=path.resolve(),
        database=database,
        desk=replace(desk(root, companies, countries), trust=trust_policy(root.section("security").section("trust"))),
        mailboxes=tuple(
            mailbox(root.section("mailboxes").section(name), name, companies, path.resolve().parent)
            for name in root.table.get("mailboxes", {})
        ),
        outgoing=outgoing(root, companies, path.resolve().parent),
        **security(root.section("security")),
        dunning_schedule=dunning_schedule(root.section("dunning")),
        billing_schedule=billing_schedule(root.section("billing")),
        statement_schedule=statement_schedule(root.section("statements")),
        **console(root.section("console")),
        models=base / root.text("models", models_beside(database)),
        watch=watch(root.section("watch"), companies),
        rule_sets=rule_sets(root.section("einvoice"), base),
        platforms=platforms(root.section("platforms")),
    )
    root.done()
    if faults:
        raise SettingsError(str(path), faults)
    return settings


def database_url(url: str, base: Path) -> str:
    """SQLite paths are relative to the configuration file, wherever the program is started."""
    match = re.fullmatch(r"sqlite:///([^/].*)", url)
    return f"sqlite:///{base / match[1]}" if match else url


def models_beside(database: str) -> str:
    """The folder of a desk's models: beside its SQLite file, or beside the configuration."""
    file = database.partition("sqlite:///")[2]
    return str(Path(file).with_suffix(".models")) if file else "o2cbot.models"


def company(section: Section, code: str, countries: Mapping[str, Country], base: Path) -> Company:
    home = section.text("country")
    country = countries.get(home)
    if country is None and home:
        section.fault(f"country {home!r} has no file in config/countries")
    escalation = section.section("escalation", required=True)
    addresses = escalation.strings()
    if "default" not in addresses:
        escalation.fault("default is missing")
    found = Company(
        code=code,
        name=section.text("name"),
        country=home,
        vat_id=section.text("vat_id"),
        registration=section.text("registration", ""),
        street=section.text("street"),
        postcode=section.text("postcode"),
        city=section.text("city"),
        iban=section.text("iban").replace(" ", ""),
        bic=section.text("bic", ""),
        email=section.text("email"),
        currency=section.text("currency", country.currency if country else "EUR"),
        language=section.text("language", country.language if country else "en"),
        invoice_number=number_pattern(section, "invoice_number"),
        credit_note_number=number_pattern(section, "credit_note_number"),
        known_invoice_numbers=patterns(section, "known_invoice_numbers"),
        escalation=addresses,
        invoice_on=section.text("invoice_on", "confirmation", one_of=INVOICE_MOMENTS),
        legal=legal_mentions(section.section("legal")),
        brand=company_brand(section, base),
        confirmation_pdf=section.flag("confirmation_pdf", False),
        deciders=deciders(section.section("deciders"), addresses),
        books=books(section, country),
        creditor_id=creditor_id(section),
    )
    section.done()
    return found


def creditor_id(section: Section) -> str:
    """The SEPA creditor identifier; its check digits must agree."""
    found = "".join(section.text("creditor_id", "").split()).upper()
    if found and not creditor_id_is_sound(found):
        section.fault(f"creditor_id: the check digits of {found!r} do not agree")
    return found


def deciders(section: Section, escalation: Mapping[str, str]) -> dict[str, str]:
    """Whose own address decides for which team: `"anna@house.example" = "price"`, "default": about every case."""
    found = section.strings()
    for address, team in found.items():
        if team not in escalation:
            section.fault(f"{address}: {team!r} is no key of escalation")
    return {address.casefold(): team for address, team in found.items()}


def company_brand(section: Section, base: Path) -> Brand:
    name = section.text("brand", "")
    return brand(base / name, section.faults) if name else Brand()


def legal_mentions(section: Section) -> dict[str, str]:
    found = {key: section.text(key) for key in LEGAL_KEYS if key in section.table}
    section.done()
    return found


def number_pattern(section: Section, key: str) -> str:
    pattern = section.text(key)
    try:
        if pattern and pattern.format(year=2026, number=1) == pattern.format(year=2026, number=2):
            section.fault(f"{key} must hold {{number}}: two documents would share a number")
    except (KeyError, IndexError, ValueError):
        section.fault(f"{key} may hold {{year}} and {{number:05d}} only, not {pattern!r}")
    return pattern


def patterns(section: Section, key: str) -> tuple[str, ...]:
    found = section.texts(key, [])
    for pattern in found:
        try:
            re.compile(pattern)
        except re.error as error:
            section.fault(f"{key}: {pattern!r} is not a regular expression: {error}")
    return found


def desk(root: Section, companies: Mapping[str, Company], countries: Mapping[str, Country]) -> Desk:
    dunning = root.section("dunning")
    defaults = shipped(root.faults)
    collections = collection_policy(root.section("collections"))
    segments = tuple(segment.name for segment in collections.segments)
    policies = {**dunning_policies(defaults), **dunning_policies(dunning, tuple(companies), segments)}
    cash = root.section("cash")
    routing = Section(load_toml(Path(str(folder("config") / "routing.toml"))), "routing.toml", root.faults)
    own_routing = root.section("routing")
    confidence = {**routing.table.get("auto_confidence", {}), **own_routing.take("auto_confidence", dict, {})}
    certainty = {**routing.table.get("certainty", {}), **own_routing.take("certainty", dict, {})}
    own_routing.done()
    found = Desk(
        companies=companies,
        countries=countries,
        dunning=policies,
        promise_grace_days=dunning.whole("promise_grace_days", defaults.table["promise_grace_days"]),
        cash=CashPolicy(
            discount_grace_days=cash.whole("discount_grace_days", 3),
            write_off_limit=cash.decimal("write_off_limit", "1.00"),
            bank_charges_limit=cash.decimal("bank_charges_limit", "25.00"),
            advice_wait_days=cash.whole("advice_wait_days", 3),
            person_limit=cash.decimal("person_limit", "25.00"),
            exchange_tolerance_percent=cash.decimal("exchange_tolerance_percent", "1.0"),
            advice_waits=days(cash.section("advice_waits")),
        ),
        disputes=dispute_policy(root.section("disputes")),
        routing=RoutingPolicy(
            auto_confidence={name: float(value) for name, value in confidence.items()},
            certainty={name: float(value) for name, value in certainty.items()},
        ),
        languages=("en", "fr", "de"),
        holidays=load_holidays(),
        return_reasons=load_return_reasons(),
        answers=answers(root.section("answers")),
        dunning_letters_a_day=dunning.whole("letters_a_day", 0),
        dunning_approval_days=dunning.whole("approval_days", 3),
        limits=person_limits(root.section("limits"), cash),
        debit_days=dunning.whole("debit_days", 5),
        debit_notice_days=dunning.whole("debit_notice_days", 14, least=1),
        debit_lead_days=dunning.whole("debit_lead_days", 1, least=1),
        billing=billing_policy(root.section("billing")),
        revenue=revenue_policy(root.section("revenue")),
        promises=promise_policy(root.section("promises")),
        collections=collections,
        orders=order_policy(root.section("orders")),
        terms=terms_policy(root.section("payment_terms")),
    )
    cash.done()
    return found


def days(section: Section) -> dict[str, int]:
    """A table of names and numbers of days."""
    found = {name: section.whole(name) for name in section.table}
    section.done()
    return found


def mailbox(section: Section, name: str, companies: Mapping[str, Company], base: Path) -> MailboxSettings:
    kind = section.text("kind", one_of=MAILBOX_KINDS)
    tls = section.text("tls", "tls", one_of=TLS_MODES)
    url = service_url(section, kind)
    token = oauth(section, kind, url)
    by_password = kind == "imap" and token is None
    found = MailboxSettings(
        name=name,
        company=section.text("company", one_of=tuple(companies)),
        kind=kind,
        path=base / section.text("path") if kind == "maildir" else None,
        host=section.text("host") if kind == "imap" else section.text("host", ""),
        port=section.whole("port", 993 if tls == "tls" else 143, least=1),
        user=section.text("user") if kind in ("imap", "graph") else section.text("user", ""),
        password=section.text("password") if by_password else section.text("password", ""),
        tls=tls,
        folder=section.text("folder", "INBOX"),
        done=section.text("done", "Processed"),
        review=section.text("review", "Review"),
        poll_seconds=section.whole("poll_seconds", 60, least=1),
        idle=section.flag("idle", False),
        url=url,
        oauth=token,
        ews=ews(section, kind, token, one_mailbox=True),
    )
    check_clear_text(section, found.tls, found.host)
    check_one_credential(section, found)
    check_folders(section, found)
    section.done()
    return found


def check_folders(section: Section, found: MailboxSettings) -> None:
    """Worked mails go elsewhere: moved within their folder they would come again for ever."""
    imap = found.kind == "imap"
    for key, name in (("folder", found.folder), ("done", found.done), ("review", found.review)):
        if name.startswith("\\") and not (imap and name in SPECIAL_USES):
            section.fault(f"{key}: a use of a folder (IMAP) is one of {', '.join(SPECIAL_USES)}, not {name}")
        if key != "folder" and name.casefold() == found.folder.casefold():
            section.fault(f"{key} must be another folder than {found.folder}")
    if found.idle and not imap:
        section.fault('idle is for kind = "imap" only')


def outgoing(root: Section, companies: Mapping[str, Company], base: Path) -> OutgoingSettings | None:
    if "outgoing" not in root.table:
        return None
    section = root.section("outgoing")
    kind = section.text("kind", one_of=OUTGOING_KINDS)
    tls = section.text("tls", "starttls", one_of=TLS_MODES)
    url = service_url(section, kind)
    token = oauth(section, kind, url)
    senders = section.section("from").strings()
    for code in companies:
        senders.setdefault(code, companies[code].email)
    for code in sorted(set(senders) - set(companies)):
        section.fault(f"from names the company {code!r}, which there is not")
    own_relay = kind == "smtp" and not section.table.get("user") and token is None
    per_minute = section.whole("per_minute", letters_a_minute(kind, own_relay=own_relay), least=1)
    found = OutgoingSettings(
        kind=kind,
        path=base / section.text("path") if kind == "maildir" else None,
        host=section.text("host") if kind == "smtp" else section.text("host", ""),
        port=section.whole("port", 587, least=1),
        user=section.text("user", ""),
        password=section.text("password", ""),
        tls=tls,
        sender=senders,
        per_minute=per_minute,
        url=url,
        oauth=token,
        ews=ews(section, kind, token, one_mailbox=False),
        **sending(section, kind, per_minute, companies),
        connections=connections(section, kind, own_relay=own_relay),
    )
    if kind == "smtp":
        check_clear_text(section, found.tls, found.host)
    check_one_credential(section, found)
    section.done()
    return found


def service_url(section: Section, kind: str) -> str:
    """Where the web service of this kind is, without a slash at its end; "" for a kind that has none."""
    if kind == "ews":
        return endpoint(section)
    if kind != "graph":
        return section.text("url", "")
    url = section.text("url", GRAPH).rstrip("/")
    check_encrypted(section, "url", url)
    return url


def check_one_credential(section: Section, found: MailboxSettings | OutgoingSettings) -> None:
    if found.oauth is not None and found.password:
        section.fault("password and oauth exclude each other")
    if found.kind in ("imap", "smtp") and found.oauth is not None and not (found.user or found.oauth.user):
        section.fault("user is missing: who signs in with the access token")
    if found.kind == "graph" and found.oauth is None:
        section.fault(f"the table [{section.name('oauth')}] is missing")


def check_clear_text(section: Section, tls: str, host: str) -> None:
    if tls == "none" and host and host not in LOOPBACK:
        section.fault(f'tls = "none" is for loopback only, not for {host}')


def security(section: Section) -> dict[str, Any]:
    section.known.add("trust")  # of the desk
    limits = section.section("attachment_limits")
    default = Limits()
    names = ("bytes", "seconds", "memory_mb", "depth", "parts", "ratio")
    bounds = {name: limits.whole(name, getattr(default, name), least=1) for name in names}
    scanned_pages = limits.whole("scanned_pages", default.scanned_pages, least=0)
    found = {
        "authserv_ids": section.texts("authserv_ids", []),
        "reply_secret": secret_name(section, "reply_secret"),
        "dkim": section.flag("dkim", False),
        "arc": section.flag("arc", False),
        "trusted_arc_sealers": section.texts("trusted_arc_sealers", []),
        "limits": Limits(**bounds, scanned_pages=scanned_pages),
        "largest_mail_bytes": section.whole("largest_mail_mb", LARGEST_BYTES // MB, least=1) * MB,
    }
    limits.done()
    section.done()
    return found


def console(section: Section) -> dict[str, Any]:
    found = {
        "console_host": section.text("host", "127.0.0.1"),
        "console_port": section.whole("port", 8020, least=0),
        "console_secure": section.flag("secure", False),
    }
    section.done()
    return found

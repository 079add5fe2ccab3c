"""`bot.toml` into Settings: every fault is named at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.mail.heads import LARGEST_BYTES
from bot.resources import folder
from bot.settings.billing import billing_policy, billing_schedule, revenue_policy
from bot.settings.collections import collection_policy
from bot.settings.companies import company
from bot.settings.disputes import dispute_policy
from bot.settings.dunning import dunning_policies, dunning_schedule, shipped
from bot.settings.einvoicing import rule_sets
from bot.settings.law import load_countries, load_holidays, load_return_reasons
from bot.settings.limits import person_limits
from bot.settings.oauth import secret_name
from bot.settings.orders import order_policy
from bot.settings.payment_terms import terms_policy
from bot.settings.platforms import platforms
from bot.settings.promises import promise_policy
from bot.settings.section import Section, load_toml
from bot.settings.sending import answers
from bot.settings.statements import statement_schedule
from bot.settings.transports import mailbox, outgoing
from bot.settings.trusting import trust_policy
from bot.settings.values import Settings, SettingsError
from bot.settings.watching import watch
from nlp.limits import Limits
from workflows.ports import CashPolicy, Company, Country, Desk, RoutingPolicy

MB = 1024 * 1024


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

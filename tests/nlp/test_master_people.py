"""Who follows somebody is the writer, by the name of the mail's head; who is followed deals with nothing any more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nlp.reading import MasterDataChange
from tests.nlp.extraction_desk import context, facts


def told(text: str, language: str) -> MasterDataChange | None:
    return facts(replace(context(text, language=language), writer="Nora Feld")).master_data.value


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Edith leaves us in June. Please mark invoices for my attention from then on."),
        ("en", "I've taken over from Edith Moss, please use me as your contact from now on."),
        ("fr", "Mme Roux est partie à la retraite. Merci d'adresser les factures à mon attention."),
        ("fr", "Je remplace Édith Roux et serai votre interlocutrice."),
        ("de", "Frau Moos ist in Rente. Rechnungen bitte ab sofort zu meinen Händen."),
        ("de", "Ich habe die Buchhaltung von Edith Moos übernommen."),
    ],
)
def test_who_follows_somebody_is_the_writer(language: str, text: str) -> None:
    value = told(text, language)
    assert value is not None and dict(value.changes)["contact"] == "Nora Feld"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Please send the offer to me."),
        ("de", "Bitte schicken Sie das Angebot an mich."),
        ("fr", "Merci de m'envoyer votre offre."),
    ],
)
def test_who_wants_something_sent_follows_nobody(language: str, text: str) -> None:
    value = told(text, language)
    assert value is None or "contact" not in dict(value.changes)

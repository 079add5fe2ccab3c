"""Words that alone say little tell an intent beside its facts, unless their sentence takes them back."""

import pytest

from nlp.reading import IntentName
from nlp.told import is_told
from tests.nlp.extraction_desk import context, facts

REMITTANCE, PROMISE = IntentName.REMITTANCE, IntentName.PROMISE
ORDER, CHANGE, QUERY = IntentName.ORDER, IntentName.ORDER_CHANGE, IntentName.QUERY

TOLD = [
    (REMITTANCE, "The 96.50 EUR of IN-7016 went out yesterday.", "en"),
    (REMITTANCE, "EFT done this morning, 96.50 EUR, IN-7016.", "en"),
    (REMITTANCE, "Lodged yesterday against IN-7016: 96.50 EUR.", "en"),
    (REMITTANCE, "Die 96,50 EUR zur IN-7016 sind gestern raus.", "de"),
    (REMITTANCE, "IN-7016 über 96,50 EUR wurde gestern unserem Konto belastet.", "de"),
    (REMITTANCE, "Les 96,50 EUR de la IN-7016 sont partis hier.", "fr"),
    (REMITTANCE, "IN-7016 : 96,50 EUR débités hier.", "fr"),
    (PROMISE, "IN-7015 is in the run for 29 April.", "en"),
    (PROMISE, "You'll have the 2,310.40 EUR for IN-7015 on 29 April.", "en"),
    (PROMISE, "IN-7015 goes out on 29 April.", "en"),
    (PROMISE, "Die IN-7015 ist für den Lauf am 29. April eingeplant.", "de"),
    (PROMISE, "Die 2.310,40 EUR der IN-7015 kriegt ihr am 29. April.", "de"),
    (PROMISE, "La IN-7015 part avec le lot du 29 avril.", "fr"),
    (PROMISE, "Pour la IN-7015, vous aurez les 2 310,40 EUR le 29 avril.", "fr"),
    (ORDER, "40 x MP-1 for Thursday pls.", "en"),
    (ORDER, "40 x MP-1\n12 x GL-5", "en"),
    (ORDER, "Hallo, 40 Stück MP-1 bis Donnerstag wär super.", "de"),
    (ORDER, "Il me faudrait 40 MP-1 pour jeudi.", "fr"),
    (CHANGE, "Please scrap HS/0207.", "en"),
    (CHANGE, "HS/0207 ziehen wir zurück.", "de"),
    (CHANGE, "Laissez tomber la HS/0207.", "fr"),
    (QUERY, "Would you ever drop me a copy of IN-7015.", "en"),
    (QUERY, "Eine Kopie der Rechnung IN-7015 erbeten.", "de"),
    (QUERY, "Un duplicata de la facture IN-7015 nous est demandé, merci de le renvoyer.", "fr"),
    (QUERY, "Could I have the invoice for HS/0192 one more time please.", "en"),  # an order's number asks for no goods
    (QUERY, "Für den Abschluss benötigen wir bis 30. April einen Kontoauszug.", "de"),
    (QUERY, "Proszę o przesłanie kopii faktury IN-7015.", ""),
    (QUERY, "Prosím o zaslání kopie faktury IN-7015.", ""),
    (QUERY, "Mi serve una copia della fattura IN-7015.", ""),
]


@pytest.mark.parametrize(("name", "text", "language"), TOLD)
def test_what_stands_together_in_a_sentence_tells_it(name: IntentName, text: str, language: str) -> None:
    mail = context(text, language=language)
    assert is_told(mail, facts(mail), name)


NOT_TOLD = [
    (REMITTANCE, "Did the 96.50 EUR of IN-7016 go out yesterday?", "en"),
    (REMITTANCE, "The 96.50 EUR of IN-7016 never went out yesterday.", "en"),
    (REMITTANCE, "You sent us 96.50 EUR for IN-7016 yesterday.", "en"),
    (REMITTANCE, "I think the 96.50 EUR of IN-7016 went out yesterday.", "en"),
    (REMITTANCE, "Haben Sie die 96,50 EUR zur IN-7016 gestern abgebucht?", "de"),
    (REMITTANCE, "Die 96,50 EUR zur IN-7016 sind gestern noch nicht raus.", "de"),
    (REMITTANCE, "Sie haben uns gestern 96,50 EUR zur IN-7016 überwiesen.", "de"),
    (REMITTANCE, "Vous nous avez versé hier 96,50 EUR pour la IN-7016.", "fr"),
    (REMITTANCE, "Les 96,50 EUR de la IN-7016 ne sont pas partis hier.", "fr"),
    (REMITTANCE, "Normalement les 96,50 EUR de la IN-7016 sont partis hier.", "fr"),
    (PROMISE, "Is IN-7015 in the run for 29 April?", "en"),
    (PROMISE, "If the credit comes, IN-7015 goes out on 29 April.", "en"),
    (PROMISE, "We hope IN-7015 will go out on 29 April.", "en"),
    (PROMISE, "IN-7015 will not go out on 29 April.", "en"),
    (PROMISE, "Sobald die Gutschrift da ist, geht die IN-7015 am 29. April raus.", "de"),
    (PROMISE, "Hoffentlich geht die IN-7015 am 29. April raus.", "de"),
    (PROMISE, "La IN-7015 ne part pas avec le lot du 29 avril.", "fr"),
    (PROMISE, "Je pense que la IN-7015 partira le 29 avril.", "fr"),
    (CHANGE, "Please do not scrap HS/0207.", "en"),
    (CHANGE, "Wenn Sie nicht liefern, ziehen wir HS/0207 zurück.", "de"),
    (ORDER, "40 x MP-1 came broken.", "en"),
    (ORDER, "Von den 40 Stück MP-1 fehlen zehn.", "de"),
]


@pytest.mark.parametrize(("name", "text", "language"), NOT_TOLD)
def test_what_is_taken_back_hoped_or_done_by_others_tells_nothing(name: IntentName, text: str, language: str) -> None:
    mail = context(text, language=language)
    assert not is_told(mail, facts(mail), name)


def test_all_of_an_order_named_in_the_subject_alone_is_called_off() -> None:
    mail = context("Our site is closed for good. Scrap the lot please.", "HS/0207", language="en")
    assert is_told(mail, facts(mail), CHANGE)


def test_an_order_named_in_the_subject_that_is_not_to_be_called_off_stays() -> None:
    mail = context("Our site is open again. Do not scrap it please.", "HS/0207", language="en")
    assert not is_told(mail, facts(mail), CHANGE)

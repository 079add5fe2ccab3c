"""How customers answer a question about their order, language by language; every language has the same fields.

Words are compared folded (`nlp.reply_words.folded`); an apostrophe or hyphen parts them. A phrase of several words may
have others between them ("lassen weg": "lassen Sie die Pumpe weg"), but for `agree`, whose words stand together.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from nlp.decision_words import parted
from nlp.reply_words import folded


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """`agree`, `decline`, `cancel`, `leave_out`: what says it; `order`, `line`: what is cancelled or left out.

    `agree_alone`: agrees only where no matter stands beside it ("agreed", but not "at the agreed price").
    `price`, `article`, `day`, `total`: the matters that an agreement may name. `around`: what may stand beside any
    answer without changing it. `before_number`: in front of a number they make it no quantity. `some_of`: beside a
    yes to several questions they may mean not all of them. `number`: what a number of the customer's own is announced
    with.
    """

    agree: tuple[str, ...]
    agree_alone: tuple[str, ...]
    decline: tuple[str, ...]
    cancel: tuple[str, ...]
    leave_out: tuple[str, ...]
    order: tuple[str, ...]
    line: tuple[str, ...]
    price: tuple[str, ...]
    article: tuple[str, ...]
    day: tuple[str, ...]
    total: tuple[str, ...]
    around: tuple[str, ...]
    before_number: tuple[str, ...]
    some_of: tuple[str, ...]
    number: tuple[str, ...]


# fmt: off
WORDS: dict[str, AnswerWords] = {
    "en": AnswerWords(
        agree=("yes", "yep", "yeah", "ok", "okay", "fine", "agree", "we accept", "i accept", "go ahead", "all right",
            "alright", "no problem", "no problem at all", "works for us", "works for me", "that works",
            "sounds good", "good for us", "good with us", "please proceed", "please go ahead", "please deliver",
            "please ship", "perfect", "of course", "sure", "as you suggest", "as you propose"),
        agree_alone=("agreed", "accepted", "approved", "confirmed"),
        decline=("no", "nope"),
        cancel=("cancel", "cancelled", "canceled", "withdraw", "call off", "annul"),
        leave_out=("leave out", "left out", "leave off", "drop", "remove", "delete", "skip", "take off", "take out",
            "strike", "without", "not needed", "not need"),
        order=("order", "orders", "everything", "all"),
        line=("line", "lines", "item", "items", "position", "pos"),
        price=("price", "prices", "pricing"),
        article=("replacement", "successor", "substitute", "alternative", "article", "product", "new", "variant",
            "version", "model", "size"),
        day=("date", "day"),
        total=("total", "sum", "amount"),
        around=("then", "please", "thanks", "thank", "you", "many", "very", "much", "it", "is", "s", "are", "that",
            "this", "the", "a", "an", "for", "us", "me", "with", "by", "on", "to", "we", "i", "ll", "will", "would",
            "like", "so", "just", "in", "case", "your", "and", "one", "of", "make", "them", "take", "have", "go",
            "from", "whole", "entire", "both", "too", "re", "simply", "hi", "hello", "kindly", "can", "at", "send",
            "let", "d", "want", "mean", "meant", "need", "deliver", "delivery", "ship", "be", "am", "happy", "there",
            "sorry", "message", "lot"),
        before_number=("at", "for", "a", "on", "the", "by"),
        some_of=("one", "both"),
        number=("po number", "po no", "po", "order number", "order no", "purchase order", "our number",
            "our reference")),
    "fr": AnswerWords(
        agree=("oui", "ok", "d'accord", "entendu", "parfait", "c'est bon", "bon pour accord", "bon pour nous",
            "nous acceptons", "j'accepte", "on accepte", "pas de problème", "pas de souci", "aucun problème",
            "aucun souci", "ça marche", "ça nous va", "ça me va", "cela nous convient", "cela me convient",
            "ça convient", "cela convient", "nous convient", "nous va", "très bien", "allez-y", "vous pouvez livrer",
            "vous pouvez expédier", "vous pouvez confirmer la commande", "vous pouvez y aller", "merci de livrer",
            "veuillez livrer", "bien sûr"),
        agree_alone=("accepté", "acceptée", "confirmé", "validé"),
        decline=("non",),
        cancel=("annuler", "annulez", "annulons", "annule", "annulée", "annulation", "annulé"),
        leave_out=("supprimer", "supprimez", "retirer", "retirez", "enlever", "enlevez", "laisser tomber",
            "laissez tomber", "laisse tomber", "ôter", "ôtez", "sans", "rayer", "rayez"),
        order=("commande", "commandes", "tout", "ensemble"),
        line=("ligne", "lignes", "poste", "postes", "position", "pos"),
        price=("prix", "tarif", "tarifs"),
        article=("remplacement", "remplaçant", "remplaçante", "successeur", "article", "produit", "référence",
            "nouveau", "nouvelle", "variante", "version", "modèle", "format"),
        day=("date", "jour", "délai"),
        total=("total", "montant", "somme"),
        around=("alors", "merci", "beaucoup", "svp", "s'il", "vous", "te", "plaît", "stp", "le", "la", "les", "l",
            "un", "une", "de", "des", "du", "d", "c", "est", "ce", "cette", "ça", "cela", "pour", "nous", "me",
            "moi", "je", "on", "donc", "bien", "votre", "vos", "avec", "et", "en", "à", "au", "mettez", "mettre",
            "prenons", "prenez", "prendre", "disons", "passez", "plutôt", "veuillez", "bonjour", "y", "celui",
            "celle", "sera", "ira", "va", "convient", "toute", "entière", "les deux", "tous", "aussi", "simplement",
            "livrez", "livrer", "livraison", "envoyez", "désolé", "pardon", "s", "il", "dans", "cas", "message",
            "courriel"),
        before_number=("à", "pour", "le", "du", "au"),
        some_of=("un", "une", "deux", "celui", "celle"),
        number=("numéro de commande", "n° de commande", "no de commande", "bon de commande", "notre numéro",
            "notre référence", "commande n°", "commande no")),
    "de": AnswerWords(
        agree=("ja", "jawohl", "ok", "okay", "okey", "einverstanden", "in ordnung", "i.o.", "passt", "passt so",
            "geht klar", "geht in ordnung", "kein problem", "wir akzeptieren", "akzeptieren wir", "alles klar",
            "gut", "perfekt", "gerne", "gern", "klar", "natürlich", "selbstverständlich", "bitte liefern",
            "bitte ausführen", "bitte so ausführen", "können sie so liefern", "können sie liefern", "machen sie das",
            "machen wir so", "so machen", "wie vorgeschlagen"),
        agree_alone=("akzeptiert", "bestätigt", "genehmigt", "vereinbart"),
        decline=("nein", "nee"),
        cancel=("stornieren", "storniert", "storno", "stornierung", "storniere", "annullieren", "absagen",
            "zurückziehen", "ziehen zurück"),
        leave_out=("streichen", "gestrichen", "weglassen", "lassen weg", "lass weg", "rausnehmen", "nehmen raus",
            "herausnehmen", "nehmen heraus", "entfernen", "löschen", "entfallen", "entfällt", "ohne"),
        order=("bestellung", "auftrag", "bestellungen", "alles", "komplett", "gesamte", "gesamten", "ganze", "ganzen"),
        line=("zeile", "zeilen", "position", "positionen", "pos", "posten"),
        price=("preis", "preise", "preisen"),
        article=("ersatz", "ersatzartikel", "nachfolger", "nachfolgeartikel", "alternative", "artikel", "neue",
            "neuen", "produkt", "variante", "version", "modell", "ausführung"),
        day=("termin", "datum", "tag", "liefertermin", "liefertag"),
        total=("summe", "gesamtsumme", "gesamtbetrag", "betrag"),
        around=("dann", "bitte", "danke", "vielen", "besten", "dank", "schön", "für", "uns", "mich", "mir", "das",
            "die", "der", "den", "dem", "des", "es", "ist", "sind", "so", "wir", "ich", "sie", "nehmen", "nehme",
            "und", "auf", "mit", "zu", "zum", "zur", "ihrem", "ihren", "ihr", "ihre", "eine", "einen", "ein",
            "einer", "also", "eben", "halt", "einfach", "machen", "daraus", "davon", "wird", "werden", "soll",
            "sollen", "beide", "beiden", "auch", "hallo", "moin", "mal", "liefern", "schicken", "von", "vom", "in",
            "dafür", "fall", "diesem", "hiermit", "meinen", "meine", "brauchen", "möchten", "hätten", "gerne",
            "gern", "bestellen", "wollen", "lieferung", "entschuldigung", "sorry",
            "nachricht"),
        before_number=("zu", "für", "zum", "um", "à", "am", "den", "vom"),
        some_of=("eine", "einen", "einer", "beide", "beiden", "davon"),
        number=("bestellnummer", "bestell-nr", "bestellnr", "best.-nr", "auftragsnummer", "unsere nummer",
            "unsere referenz", "bestellung nr", "po")),
}
# fmt: on


@cache
def said(field: str) -> tuple[tuple[str, ...], ...]:
    """The phrases of a field in all languages, each as its folded words, the longest first."""
    phrases = {
        parted(folded(phrase).replace(".", "").replace("°", ""))
        for words in WORDS.values()
        for phrase in getattr(words, field)
    }
    return tuple(sorted(phrases, key=lambda words: (-len(words), words)))


@cache
def single(field: str) -> frozenset[str]:
    """Every word of a field's phrases, in all languages."""
    return frozenset(word for phrase in said(field) for word in phrase)

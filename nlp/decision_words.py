"""How people of the house say what is to happen with a case, language by language; every language has the same fields.

Words are compared folded (`nlp.reply_words.folded`), an apostrophe or hyphen parts them. A phrase of several words may
have others between them ("schreiben gut": "wir schreiben 12,00 gut").
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache

from nlp.reply_words import folded


@dataclass(frozen=True, slots=True)
class DecisionWords:
    """`accept` … `assign`: what orders it; `polite`: what may stand around any order; `matter`: what it may name.

    `whole` and `rest`: all that is contested, or what is left of it; `of_which`: after them an amount is only what a
    part is taken from. `because` opens a reason, `asked` a question; `customer`: who is asked, `customer_first`
    where that stands before the order; `colleague`: behind the order they say that somebody else is asked;
    `others`: whose deed it is, where they stand before it. `doubts`: with them in a sentence nothing is ordered;
    `conditions` limit what was ordered before them.
    """

    accept: tuple[str, ...]
    reject: tuple[str, ...]
    credit: tuple[str, ...]
    ask: tuple[str, ...]
    assign: tuple[str, ...]
    polite: tuple[str, ...]
    matter: tuple[str, ...]
    whole: tuple[str, ...]
    rest: tuple[str, ...]
    of_which: tuple[str, ...]
    because: tuple[str, ...]
    asked: tuple[str, ...]
    customer: tuple[str, ...]
    customer_first: tuple[str, ...]
    colleague: tuple[str, ...]
    others: tuple[str, ...]
    doubts: tuple[str, ...]
    conditions: tuple[str, ...]


# fmt: off
WORDS: dict[str, DecisionWords] = {
    "en": DecisionWords(
        accept=("accept", "accepted", "accepting", "approve", "approved", "agreed", "grant", "granted"),
        reject=("reject", "rejected", "refuse", "refused", "decline", "declined", "deny", "denied", "turn down"),
        credit=("credit", "credited", "credit note", "issue credit", "issue credit note", "raise credit note",
            "give credit", "give credit note"),
        ask=("ask",),
        assign=("assign", "reassign", "forward", "hand over", "pass on", "route"),
        polite=("please", "pls", "plz", "ok", "okay", "yes", "we", "i", "let", "lets", "us", "s", "kindly", "just",
            "go", "ahead", "and", "close", "can", "you", "thanks", "thank", "hereby", "will", "ll", "fine",
            "good", "sure"),
        matter=("the", "a", "an", "it", "this", "that", "claim", "dispute", "complaint", "case", "request", "them",
            "their", "customer", "customers", "s", "his", "amount", "for", "to", "with", "of", "over", "invoice",
            "deduction", "objection", "proposal", "note", "one"),
        whole=("full", "fully", "in full", "all", "entire", "whole", "everything", "completely"),
        rest=("rest", "remainder", "remaining", "balance"),
        of_which=("of", "from", "out"),
        because=("because", "since", "as", "due"),
        asked=("which", "what", "when", "where", "how", "who", "why", "whether", "if", "for", "about", "to"),
        customer=("the customer", "customer", "them", "him", "her", "the client", "client"),
        customer_first=(),
        colleague=("me", "us", "my", "our", "yourself", "around", "again", "for"),
        others=("customer", "customers", "client", "they", "he", "she", "buyer", "by", "him", "their", "has", "had",
            "have", "was", "were", "been", "already"),
        doubts=("if", "should", "would", "could", "might", "may", "maybe", "perhaps", "unless", "either", "or",
            "not", "don", "dont", "doesn", "cannot", "never", "no", "nothing", "unsure", "wait", "before", "until",
            "provided", "only", "once", "when", "but", "however", "anything", "think", "whether", "later"),
        conditions=("unless", "except", "provided", "if", "once", "until", "subject to", "as long as", "when",
            "after", "but", "however", "not", "yet", "minus", "less", "half", "part", "partly", "partially")),
    "fr": DecisionWords(
        accept=("accepter", "accepte", "accepté", "acceptée", "acceptons", "acceptez", "approuver", "approuvé",
            "approuve", "approuvons", "valider", "validé", "validons", "admettre", "admettons"),
        reject=("refuser", "refusé", "refusée", "refuse", "refusons", "refusez", "rejeter", "rejeté", "rejetée",
            "rejetons", "rejetez", "rejette", "décliner", "décliné"),
        credit=("créditer", "crédit", "créditez", "créditons", "crédité", "crédite", "avoir", "note de crédit",
            "établir avoir", "émettre avoir", "faire avoir", "fait avoir", "faites avoir", "établissez avoir",
            "faisons avoir", "établissons avoir", "établir note de crédit", "émettre note de crédit"),
        ask=("demander", "demandez", "demandons", "interroger", "interrogez", "questionner"),
        assign=("attribuer", "attribuez", "assigner", "assignez", "affecter", "affectez", "transférer", "transférez",
            "transmettre", "transmettez", "confier", "confiez", "réaffecter"),
        polite=("merci", "svp", "stp", "s'il vous plaît", "s'il te plaît", "ok", "oui", "nous", "on", "je", "de", "d",
            "bien", "vouloir", "veuillez", "donc", "c'est", "et", "bon", "d'accord", "vous", "pour", "moi",
            "j", "c", "est"),
        matter=("le", "la", "les", "l", "un", "une", "réclamation", "litige", "contestation", "dossier",
            "client", "du", "de", "des", "d", "au", "à", "ce", "cette", "montant", "leur", "lui", "facture", "a",
            "pour", "proposition", "note", "hauteur"),
        whole=("totalité", "intégralité", "intégralement", "tout", "totalement", "entier", "en totalité", "en entier"),
        rest=("reste", "solde", "surplus", "restant"),
        of_which=("sur",),
        because=("car", "parce que", "puisque", "en raison", "suite", "vu", "motif", "au motif"),
        asked=("quel", "quelle", "quels", "quelles", "combien", "quand", "où", "si", "pourquoi", "qui", "comment",
            "ce", "de", "d", "le", "la", "les", "un", "une", "leur"),
        customer=("au client", "leur", "lui", "le client", "client"),
        customer_first=("au client",),
        colleague=("moi", "nous", "à", "mon", "ma", "notre", "en"),
        others=("client", "cliente", "clients", "ils", "elles", "il", "elle", "acheteur", "par", "déjà", "avait",
            "ont", "leur"),
        doubts=("si", "faut", "faudrait", "faille", "pourrait", "pourrions", "devrait", "devrions", "peut", "ne",
            "n", "pas", "jamais", "rien", "soit", "ou", "sinon", "avant", "attendre", "attendez", "sauf", "condition",
            "seulement", "uniquement", "mais", "cependant", "pense", "penses", "pensez", "crois", "sûr", "quand",
            "tard", "non", "aucun", "aucune"),
        conditions=("sauf", "à moins", "à condition", "si", "s'il", "s'ils", "dès que", "sous réserve", "quand",
            "lorsque", "une fois", "après", "tant que", "mais", "cependant", "toutefois", "pas", "moins",
            "déduction", "moitié", "partie", "partiellement")),
    "de": DecisionWords(
        accept=("annehmen", "angenommen", "akzeptieren", "akzeptiert", "anerkennen", "anerkannt", "erkennen an",
            "erkenne an", "akzeptiere", "genehmigen", "genehmigt", "genehmige", "freigeben",
            "freigegeben", "gebe frei", "geben frei", "stattgeben", "stattgegeben", "zustimmen", "stimme zu",
            "stimmen zu"),
        reject=("ablehnen", "abgelehnt", "ablehnung", "lehnen ab", "lehne ab", "zurückweisen", "zurückgewiesen",
            "weisen zurück", "weise zurück"),
        credit=("gutschreiben", "gutschrift", "gutgeschrieben", "schreiben gut", "schreibe gut", "schreib gut",
            "gutschrift erstellen",
            "gutschrift ausstellen", "gutschrift erteilen", "erstellen gutschrift", "gutschreibung"),
        ask=("fragen", "nachfragen", "frage", "rückfrage", "anfragen", "rückfragen", "erfragen", "fragen nach",
            "frag", "fragt", "frag nach", "fragt nach"),
        assign=("zuweisen", "weisen zu", "zuordnen", "weiterleiten", "leiten weiter", "übergeben", "weitergeben",
            "abgeben", "zugewiesen", "zuteilen"),
        polite=("bitte", "danke", "ok", "okay", "ja", "wir", "ich", "sie", "gerne", "gern", "und", "dann", "also",
            "in ordnung", "einverstanden", "hiermit", "mal", "einfach", "das", "es", "wird", "werden", "ist", "sind",
            "können", "kann", "so"),
        matter=("die", "der", "den", "dem", "das", "des", "eine", "einen", "ein", "einer", "reklamation", "fall",
            "forderung", "beanstandung", "einwand", "kunden", "kunde", "betrag", "über", "von", "in", "höhe", "zu",
            "an", "für", "rechnung", "vorschlag", "ihm", "ihnen", "dispute", "vorgang", "abzug"),
        whole=("voll", "volle", "vollen", "vollständig", "komplett", "ganz", "ganze", "ganzen", "alles", "voller",
            "gesamte", "gesamten"),
        rest=("rest", "restbetrag", "übrige", "übrigen", "verbleibende", "restlichen"),
        of_which=("von", "aus", "vom"),
        because=("weil", "da", "denn", "wegen", "aufgrund", "grund", "begründung"),
        asked=("welche", "welcher", "welches", "welchen", "welchem", "was", "wann", "wie", "wo", "ob", "warum", "wer",
            "nach", "wieviel", "weshalb", "um"),
        customer=("den kunden", "beim kunden", "dem kunden", "kunden", "ihn", "sie", "kunde"),
        customer_first=("beim kunden", "den kunden", "dem kunden", "kunden"),
        colleague=("mich", "uns", "mal", "frau", "herrn", "herr", "meinen", "unseren", "meine", "unsere"),
        others=("kunde", "kundin", "er", "käufer", "von", "vom", "durch", "schon", "bereits", "hat",
            "haben", "wurde", "wurden", "hatte", "hatten"),
        doubts=("ob", "sollen", "sollten", "sollte", "soll", "würde", "würden", "könnte", "könnten", "vielleicht",
            "eventuell", "evtl", "wenn", "falls", "sofern", "nicht", "nichts", "kein", "keine", "keinen", "nie", "noch",
            "entweder", "oder", "erst", "bevor", "warten", "außer", "nur", "aber", "jedoch", "glaube", "denke", "nein",
            "später", "sobald"),
        conditions=("außer", "es sei denn", "sofern", "wenn", "falls", "sobald", "vorbehaltlich", "unter vorbehalt",
            "solange", "nachdem", "aber", "jedoch", "allerdings", "nicht", "abzüglich", "minus",
            "hälfte", "teil", "teilweise")),
}
# fmt: on


@cache
def said(field: str) -> tuple[tuple[str, ...], ...]:
    """The phrases of a field in all languages, each as its folded words, the longest first."""
    phrases = {parted(folded(phrase)) for words in WORDS.values() for phrase in getattr(words, field)}
    return tuple(sorted(phrases, key=lambda words: (-len(words), words)))


@cache
def single(field: str) -> frozenset[str]:
    """Every word of a field's phrases, in all languages."""
    return frozenset(word for phrase in said(field) for word in phrase)


def parted(text: str) -> tuple[str, ...]:
    return tuple(text.replace("'", " ").replace("-", " ").split())


FIELDS = tuple(field.name for field in fields(DecisionWords))

"""How mail programs head what they quote, and how people greet, close and pass on, language by language.

Every language has the same fields. Words are compared in lower case without accents (`folded`); `…_field` are the names
of the header lines above a quoted mail, `wrote` the verbs of "On … wrote:", `leads` its first words.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from nlp.reply_abroad import ABROAD
from nlp.reply_language import ReplyWords

# fmt: off
HOME: dict[str, ReplyWords] = {
    "en": ReplyWords(
        from_field=("from",),
        sent_field=("sent", "date", "sent on",
            "date sent", "received"),
        to_field=("to", "cc", "bcc", "reply-to",
            "copies to", "sent to", "carbon copy"),
        subject_field=("subject", "re", "importance", "attachments",
            "priority", "title"),
        original=("original message", "original email", "reply message", "original appointment",
            "original mail"),
        forwarded=("forwarded message", "forwarded by", "begin forwarded message", "forwarded email",
            "forwarded mail",
            "forwarded", "forwarding", "forwarded e-mail", "begin forwarded mail", "message forwarded"),
        leads=("on", "at", "in a message", "quoting"),
        wrote=("wrote", "writes", "has written", "said",
            "sent", "replied"),
        device=("sent from my", "sent from outlook", "get outlook for", "sent from mail for", "sent via",
            "sent with", "sent from yahoo",
            "sent on my", "from my iphone", "sent by galaxy", "sent from a phone", "sent from mobile",
            "sent from windows mail", "sent from mailbox", "sent from samsung", "sent from proton", "sent using"),
        greetings=("hi", "hello", "dear", "hey", "good morning", "good afternoon", "good evening", "morning",
            "afternoon", "all", "team", "sir", "madam"),
        closings=("kind regards", "best regards", "regards", "yours sincerely", "yours faithfully", "sincerely",
            "best wishes", "many thanks", "thanks", "thank you", "cheers", "best", "with kind regards",
            "warm regards", "kindest regards", "thanks and regards", "yours truly", "br", "rgds"),
        passing_on=("please see below", "see below", "please process", "please handle", "please deal with",
            "please action", "for processing", "for your action", "for your attention", "for your information",
            "for information", "fyi", "fya", "as discussed", "please find below", "below", "forwarding",
            "forwarded", "forwarding this", "can you take care of this", "could you take care of this",
            "can you handle this", "could you handle this", "please take care", "for you", "one for you",
            "over to you", "please advise", "please check", "please look into this", "see attached",
            "please see attached", "passing this on", "this came to me", "in our inbox", "from the customer",
            "wrong mailbox", "to be processed", "please", "thanks", "thank you", "many thanks"),
        disclaimers=("this e-mail is confidential", "this email is confidential", "this message is confidential",
            "intended solely for", "intended for the addressee", "intended only for", "intended recipient",
            "if you have received this", "information contained in this", "consider the environment",
            "this email has been scanned", "virus-free", "email originated from outside",
            "sender is outside your organi", "external email", "caution: external")),
    "de": ReplyWords(
        from_field=("von", "absender"),
        sent_field=("gesendet", "datum", "gesendet am", "verschickt",
            "gesendet um", "empfangen"),
        to_field=("an", "cc", "kopie", "bcc", "antwort an"),
        subject_field=("betreff", "betr", "thema", "wichtigkeit", "anlagen"),
        original=("ursprungliche nachricht", "ursprungliche mail", "originalnachricht",
            "urspruengliche nachricht", "original-nachricht", "original nachricht", "ursprunglicher termin",
            "antwort nachricht", "ursprungliche e-mail", "originalmail", "originale nachricht",
            "ursprungstermin"),
        forwarded=("weitergeleitete nachricht", "weitergeleitet von", "weitergeleitete mail",
            "anfang der weitergeleiteten", "beginn der weitergeleiteten", "weitergeleitete e-mail",
            "weitergeleitet", "weiterleitung", "anfang der weitergeleiteten nachricht", "weitergeleitete email"),
        leads=("am", "an", "um", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag",
            "mo", "di", "mi", "do", "fr", "sa", "so", "zitat von", "den"),
        wrote=("schrieb", "schrieben", "geschrieben", "hat geschrieben",
            "schreibt", "hat folgendes geschrieben", "antwortete"),
        device=("von meinem iphone gesendet", "gesendet von meinem", "von meinem ipad", "gesendet mit der",
            "gesendet von outlook", "von meinem samsung", "diese nachricht wurde von meinem", "outlook fur",
            "gesendet von mail fur", "holen sie sich outlook",
            "von meinem", "von unterwegs gesendet", "von mobil gesendet", "mobil gesendet", "gesendet aus der",
            "gesendet mit", "gesendet uber", "gesendet vom", "gesendet von unterwegs", "gesendet von yahoo",
            "gesendet von proton", "hol dir outlook", "outlook fur android herunterladen",
            "outlook fur ios herunterladen"),
        greetings=("hallo", "guten tag", "guten morgen", "guten abend", "sehr geehrte", "sehr geehrter", "liebe",
            "lieber", "moin", "servus", "gruss gott", "zusammen", "kollegen", "damen und herren", "grussgott",
            "gruezi", "mahlzeit", "morgen", "tag"),
        closings=("mit freundlichen grussen", "freundliche grusse", "mit freundlichem gruss", "viele grusse",
            "beste grusse", "schone grusse", "mit besten grussen", "herzliche grusse", "liebe grusse", "gruss",
            "grusse", "mfg", "vg", "lg", "hochachtungsvoll", "danke", "besten dank", "vielen dank", "freundlichst",
            "mit freundlichen gruessen", "viele gruesse", "beste gruesse", "freundliche gruesse", "schonen gruss",
            "mit bestem gruss", "danke und gruss", "mit vorzuglicher hochachtung", "i. a.", "i.a.", "es grusst"),
        passing_on=("bitte bearbeiten", "bitte um bearbeitung", "zur bearbeitung", "zur weiteren bearbeitung",
            "zur weiteren veranlassung", "zur kenntnis", "zur kenntnisnahme", "zk", "zkn", "z.k.", "z. k.",
            "zur info", "zur information", "siehe unten", "s.u.", "s. u.", "siehe nachfolgend", "siehe anhang",
            "bitte ubernehmen", "bitte beantworten", "bitte erledigen", "bitte kummern", "bitte prufen",
            "kannst du das ubernehmen", "konnt ihr das ubernehmen", "konnen sie das ubernehmen", "weiterleitung",
            "weitergeleitet", "anbei", "unten", "fur euch", "fur dich", "wie besprochen",
            "mit der bitte um bearbeitung", "mit der bitte um erledigung", "leite ich weiter",
            "ist bei mir gelandet", "bitte", "danke", "vielen dank", "besten dank", "merci",
            "das ist bei uns gelandet", "vom kunden"),
        disclaimers=("diese e-mail enthalt vertrauliche", "diese e-mail kann vertrauliche",
            "diese nachricht ist vertraulich", "vertrauliche und/oder rechtlich", "nicht der richtige adressat",
            "nicht der beabsichtigte", "diese e-mail irrtumlich", "denken sie an die umwelt",
            "bitte prufen sie, ob diese mail", "externe e-mail", "ausserhalb der organisation",
            "ausserhalb unserer organisation", "unerlaubte kopieren")),
    "fr": ReplyWords(
        from_field=("de", "expediteur", "emetteur",
            "auteur"),
        sent_field=("envoye", "date", "envoye le", "envoyee",
            "date d'envoi", "recu"),
        to_field=("a", "cc", "cci", "pour", "destinataire", "destinataires", "copie a", "repondre a",
            "cc a", "copie"),
        subject_field=("objet", "sujet", "importance", "pieces jointes",
            "priorite"),
        original=("message d'origine", "message original", "message initial", "courriel d'origine",
            "mail original", "rendez-vous d'origine",
            "mail d'origine", "courrier d'origine", "e-mail d'origine", "message du",
            "message precedent"),
        forwarded=("message transfere", "message transferre", "debut du message transfere",
            "debut du message reexpedie", "transfere par", "message reexpedie", "courriel transfere",
            "transmis par", "message transmis", "mail transfere", "e-mail transfere", "transfere",
            "reexpedie par", "message reachemine", "fwd", "debut du mail transfere"),
        leads=("le", "en date du", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
            "citation de", "mar", "mer", "jeu", "ven", "sam", "dim", "lun", "en reponse a"),
        wrote=("a ecrit", "ecrit", "a envoye", "ecrivait",
            "a repondu", "ecrivit"),
        device=("envoye de mon", "envoye depuis mon", "envoye a partir de", "telecharger outlook",
            "envoye depuis", "obtenir outlook", "provenance : courrier", "provenance: courrier",
            "envoye via", "envoye avec", "expedie de mon", "telecharger yahoo mail", "envoye par"),
        greetings=("bonjour", "bonsoir", "salut", "cher", "chere", "chers", "madame", "monsieur", "mesdames",
            "messieurs", "hello", "bonjour a tous", "coucou", "equipe", "tous", "toutes"),
        closings=("cordialement", "bien cordialement", "tres cordialement", "salutations", "sinceres salutations",
            "meilleures salutations", "bien a vous", "cdlt", "cdt", "bonne journee", "belle journee",
            "bonne reception", "respectueusement", "veuillez agreer", "nous vous prions d'agreer",
            "je vous prie d'agreer", "salutations distinguees", "merci d'avance", "bien sincerement",
            "merci", "merci beaucoup",
            "merci et belle journee", "merci et bonne journee", "avec mes remerciements", "dans l'attente",
            "a bientot", "sentiments distingues"),
        passing_on=("merci de traiter", "merci de bien vouloir traiter", "merci de gerer", "a traiter",
            "pour traitement", "pour suite a donner", "pour suite", "pour info", "pour information",
            "pour action", "voir ci-dessous", "voir plus bas", "voir ci-dessous et traiter", "ci-dessous",
            "ci-joint", "cf ci-dessous", "cf. ci-dessous", "cf infra", "je vous transfere", "je te transfere",
            "je transmets", "je vous transmets", "pour toi", "pour vous", "merci de voir", "merci de regarder",
            "peux-tu traiter", "pouvez-vous traiter", "pouvez-vous gerer", "a toutes fins utiles", "merci",
            "s'il vous plait", "svp", "stp", "merci d'avance", "le mail ci-dessous", "recu ce jour", "du client"),
        disclaimers=("ce message et ses pieces jointes", "ce message et toutes les pieces",
            "ce courriel et ses pieces", "ce message est confidentiel", "confidentiel et etabli",
            "l'intention exclusive", "si vous n'etes pas le destinataire", "si vous avez recu ce",
            "pensez a l'environnement", "n'imprimez ce", "message externe", "provient de l'exterieur",
            "expediteur externe")),
}
# fmt: on
LANGUAGES = HOME | ABROAD
FORWARD_PREFIXES = ("fw", "fwd", "wg", "tr", "i", "rv", "doorst", "enc", "pd", "wtr", "transf", "weitergeleitet", "vs")
SPECIAL = str.maketrans(
    {"ß": "ss", "ł": "l", "ø": "o", "œ": "oe", "æ": "ae", "’": "'", "‘": "'", "\u00a0": " ", "\u202f": " "}
)


def folded(text: str) -> str:
    """Lower case, no accents, typographic quotes straight: how words are compared here."""
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(SPECIAL))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


@cache
def words_of(name: str) -> tuple[str, ...]:
    """The words of one field in all languages, longest first."""
    return tuple(
        sorted({folded(w) for words in LANGUAGES.values() for w in getattr(words, name)}, key=len, reverse=True)
    )

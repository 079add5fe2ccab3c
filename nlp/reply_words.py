"""How mail programs head what they quote, and how people greet, close and pass on, language by language.

Every language has the same fields. Words are compared in lower case without accents (`folded`); `…_field` are the names
of the header lines above a quoted mail, `wrote` the verbs of "On … wrote:", `leads` its first words.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

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
            "sent on my", "sent from typeapp", "sent from bluemail", "sent from nine", "sent from spark",
            "from my iphone", "sent by galaxy", "sent from a phone", "sent from mobile",
            "sent from windows mail", "sent from mailbox", "sent from samsung", "sent from proton", "sent using"),
        greetings=("hi", "hello", "dear", "hey", "good morning", "good afternoon", "good evening", "morning",
            "afternoon", "all", "team", "sir", "madam"),
        closings=("kind regards", "best regards", "regards", "yours sincerely", "yours faithfully", "sincerely",
            "best wishes", "many thanks", "thanks", "thank you", "cheers", "best", "with kind regards",
            "warm regards", "kindest regards", "thanks and regards", "yours truly", "br", "rgds"),
        passing_on=("read for yourself", "read this", "see for yourself",
            "please see below", "see below", "please process", "please handle", "please deal with",
            "please action", "for processing", "for your action", "for your attention", "for your information",
            "for information", "fyi", "fya", "as discussed", "please find below", "below", "forwarding",
            "forwarded", "forwarding this", "can you take care of this", "could you take care of this",
            "can you handle this", "could you handle this", "please take care", "for you", "one for you",
            "over to you", "please advise", "please check", "please look into this", "see attached",
            "please see attached", "passing this on", "this came to me", "in our inbox", "from the customer",
            "wrong mailbox", "to be processed", "please", "thanks", "thank you", "many thanks",
            "for processing please", "please book", "please enter", "please register", "please key in",
            "please follow up", "please reply", "please answer", "please respond", "please deal", "please sort",
            "please assist", "please arrange", "please confirm receipt", "book this", "enter this",
            "enter this order", "process this", "handle this", "look at this", "deal with this", "take this",
            "take this one", "this one is for you", "this one is yours", "yours", "for your records",
            "for your review", "for review", "for follow up", "for follow-up", "to process", "to handle",
            "new order", "new order below", "new order from customer", "order below", "mail below", "email below",
            "message below", "see the mail below", "see mail below", "see email below", "see message below",
            "please see the email below", "please see the message below", "received today",
            "received this morning", "customer mail", "not for me", "not for us", "wrong address",
            "action please", "please proceed", "please process this order", "process this order", "this order",
            "the order", "please see"),
        disclaimers=("this e-mail is confidential", "this email is confidential", "this message is confidential",
            "intended solely for", "intended for the addressee", "intended only for", "intended recipient",
            "if you have received this", "information contained in this", "consider the environment",
            "this email has been scanned", "virus-free", "email originated from outside",
            "sender is outside your organi", "external email", "caution: external")),
    "de": ReplyWords(
        from_field=("von", "absender"),
        sent_field=("gesendet", "datum", "gesendet am", "verschickt",
            "gesendet um", "empfangen"),
        to_field=("an", "cc", "kopie", "kopie (cc)", "bcc", "blindkopie", "antwort an"),
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
        passing_on=("lest selber", "lest selbst", "lest's selber", "lies selbst", "seht selbst",
            "bitte bearbeiten", "bitte um bearbeitung", "zur bearbeitung", "zur weiteren bearbeitung",
            "zur weiteren veranlassung", "zur kenntnis", "zur kenntnisnahme", "zk", "zkn", "z.k.", "z. k.",
            "zur info", "zur information", "siehe unten", "s.u.", "s. u.", "siehe nachfolgend", "siehe anhang",
            "bitte ubernehmen", "bitte beantworten", "bitte erledigen", "bitte kummern", "bitte prufen",
            "kannst du das ubernehmen", "konnt ihr das ubernehmen", "konnen sie das ubernehmen", "weiterleitung",
            "weitergeleitet", "anbei", "unten", "fur euch", "fur dich", "wie besprochen",
            "mit der bitte um bearbeitung", "mit der bitte um erledigung", "leite ich weiter",
            "ist bei mir gelandet", "bitte", "danke", "vielen dank", "besten dank", "merci",
            "das ist bei uns gelandet", "vom kunden",
            "bitte erfassen", "bitte anlegen", "bitte buchen", "bitte einbuchen", "bitte verbuchen",
            "bitte einpflegen", "bitte eingeben", "bitte weiterbearbeiten", "bitte weiter bearbeiten",
            "bitte um erledigung", "bitte um ubernahme", "bitte um kenntnisnahme",
            "bitte um weitere veranlassung", "bitte zustandigkeit klaren", "zur erledigung",
            "zur weiterbearbeitung", "zur erfassung", "zur buchung", "zur beantwortung", "zur prufung",
            "zur klarung", "zum vorgang", "zur weiterleitung", "erfassen", "anlegen", "einbuchen", "bearbeiten",
            "ubernehmen", "erledigen", "beantworten", "kummern", "kummere", "kummert", "bitte mal ansehen",
            "bitte ansehen", "ansehen", "anschauen", "die bestellung", "den auftrag", "das hier",
            "neue bestellung", "neuer auftrag", "mail unten", "mail vom kunden", "kundenmail", "kundenanfrage",
            "kundenbestellung", "s. unten", "siehe mail unten", "siehe untenstehend", "untenstehend",
            "siehe mail", "nachfolgend", "nachfolgende mail", "nachstehend", "m.d.b.u. bearbeitung",
            "mdb um bearbeitung", "m. d. b. um bearbeitung", "mit bitte um bearbeitung",
            "mit bitte um erledigung", "mit bitte um ubernahme", "mit bitte um kenntnisnahme",
            "mit der bitte um weitere bearbeitung", "mit der bitte um kenntnisnahme", "falsch gelandet",
            "gehort zu euch", "ist fur euch", "ist fur dich", "fur sie", "fur ihre unterlagen", "fyi",
            "heute eingegangen", "eingegangen", "das kam heute rein", "kam heute rein", "gehort das zu euch"),
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
        passing_on=("lisez vous-meme", "lisez plutot", "voyez vous-meme",
            "merci de traiter", "merci de bien vouloir traiter", "merci de gerer", "a traiter",
            "pour traitement", "pour suite a donner", "pour suite", "pour info", "pour information",
            "pour action", "voir ci-dessous", "voir plus bas", "voir ci-dessous et traiter", "ci-dessous",
            "ci-joint", "cf ci-dessous", "cf. ci-dessous", "cf infra", "je vous transfere", "je te transfere",
            "je transmets", "je vous transmets", "pour toi", "pour vous", "merci de voir", "merci de regarder",
            "peux-tu traiter", "pouvez-vous traiter", "pouvez-vous gerer", "a toutes fins utiles", "merci",
            "s'il vous plait", "svp", "stp", "merci d'avance", "le mail ci-dessous", "recu ce jour", "du client",
            "pour prise en charge", "pour gestion", "pour saisie", "pour enregistrement", "pour reponse",
            "pour avis", "pour validation", "pour attribution", "a saisir", "a enregistrer", "a gerer",
            "merci de prendre en charge", "merci de prendre le relais", "prendre en charge", "prendre le relais",
            "merci de saisir", "saisir", "enregistrer", "merci d'enregistrer", "merci de repondre",
            "merci de faire le necessaire", "faire le necessaire", "faire suivre", "je fais suivre",
            "je vous fais suivre", "pour faire suite", "merci de faire suivre", "cette commande", "la commande",
            "nouvelle commande", "commande ci-dessous", "la demande ci-dessous", "demande ci-dessous",
            "demande client", "mail client", "message client", "message ci-dessous", "mail ci-dessous",
            "le message ci-dessous", "courriel ci-dessous", "voir mail ci-dessous", "voir message ci-dessous",
            "voir le mail ci-dessous", "cf mail ci-dessous", "cf. mail ci-dessous", "cf. infra", "infra", "fyi",
            "pi", "p.i.", "pour ton info", "pour votre information", "pour ton information", "pour votre info",
            "recu ce matin", "recu aujourd'hui", "recu hier", "ci-apres", "voir ci-apres", "ce mail est pour toi",
            "ce mail est pour vous", "erreur de destinataire", "peux-tu prendre en charge",
            "pouvez-vous prendre en charge", "peux-tu t'en occuper", "pouvez-vous vous en occuper",
            "t'en occuper", "vous en occuper", "bien vouloir"),
        disclaimers=("ce message et ses pieces jointes", "ce message et toutes les pieces",
            "ce courriel et ses pieces", "ce message est confidentiel", "confidentiel et etabli",
            "l'intention exclusive", "si vous n'etes pas le destinataire", "si vous avez recu ce",
            "pensez a l'environnement", "n'imprimez ce", "message externe", "provient de l'exterieur",
            "expediteur externe")),
}
# fmt: on
LANGUAGES = HOME | ABROAD
FORWARD_PREFIXES = ("fw", "fwd", "wg", "tr", "i", "rv", "doorst", "enc", "pd", "wtr", "transf", "weitergeleitet", "vs")
# Words that carry nothing of their own; and those that decide something, however short the mail is.
LITTLE_WORDS = frozenset(
    "frau herr herrn mr mrs ms madame monsieur mme mlle signora senor a an the this that these it one to for of on"
    " in at by with and or you your me my us our we i be is can could would"
    " will do take look if here now today soon asap der die das den dem des ein eine einen einem dies diese diesen hier"
    " mal kannst kann konnen konnt konnten konntest konntet du dich dir ihr euch sie ihnen ich wir uns mir mich es und"
    " oder fur zu zum zur von vom im in an am mit um auch noch gerne gern heute bitte bzw darum le la les un une des du"
    " de d' l' ce cet cette ces et ou en au aux a pour par sur avec je tu vous nous te me toi moi peux peut pouvez"
    " pouvoir voici voila aussi encore aujourd'hui hui svp stp il elle on ca cela".split()
)
DECIDING_STEMS = (
    "storn",
    "cancel",
    "annul",
    "stop",
    "nicht",
    "kein",
    "pas",
    "not",
    "don't",
    "dont",
    "no",
    "nein",
    "non",
    "refus",
    "ablehn",
    "abgelehnt",
    "reject",
    "zahl",
    "bezahl",
    "gezahlt",
    "paid",
    "pay",
    "paye",
    "regl",
    "vir",
    "uberw",
    "falsch",
    "wrong",
    "faux",
    "retour",
    "return",
    "gutschr",
    "avoir",
    "credit",
    "kredit",
    "sperr",
    "gesperrt",
    "block",
    "bloqu",
    "hold",
    "wart",
    "attend",
    "wait",
    "verschieb",
    "report",
    "later",
    "spater",
    "erledigt",
    "done",
    "fait",
    "losch",
    "delete",
    "supprim",
    "ander",
    "chang",
    "modif",
    "doppelt",
    "double",
    "duplicate",
    "ok",
    "ja",
    "oui",
    "yes",
    "freigabe",
    "freigegeben",
    "approv",
    "valid",
    "genehm",
    "accord",
    "reklam",
    "dispute",
    "litige",
    "mahn",
    "liefer",
    "bestell",
    "bestat",
    "rechn",
    "auftrag",
    "ware",
    "preis",
    "menge",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerst",
    "freitag",
    "samstag",
    "morgen",
    "gestern",
    "confirm",
    "deliver",
    "invoice",
    "order",
    "monday",
    "tuesday",
    "wednes",
    "thurs",
    "friday",
    "tomorrow",
    "yester",
    "livr",
    "factur",
    "command",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "demain",
    "hier",
    "recu",
    "erhalten",
    "received",
)
SPECIAL = str.maketrans(
    {"ß": "ss", "ł": "l", "ø": "o", "œ": "oe", "æ": "ae", "’": "'", "‘": "'", "\u00a0": " ", "\u202f": " "}
)


LINE = 120  # characters


class _Marks(dict[int, int | None]):
    """A character for itself, none for what is only a mark upon another; worked out when it is first met."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


_MARKS = _Marks()


def folded(text: str) -> str:
    """Lower case, no accents, typographic quotes straight: how words are compared here."""
    if text.isascii():
        return text.lower()
    return _folded_line(text) if len(text) <= LINE else _folded(text)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKD", text.lower().translate(SPECIAL)).translate(_MARKS)


_folded_line = lru_cache(maxsize=4_096)(_folded)  # the same few lines end most mails


@cache
def words_of(name: str) -> tuple[str, ...]:
    """The words of one field in all languages, longest first."""
    return tuple(
        sorted({folded(w) for words in LANGUAGES.values() for w in getattr(words, name)}, key=len, reverse=True)
    )

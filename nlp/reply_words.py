"""How mail programs head what they quote, and how people greet, close and pass on, language by language.

Every language has the same fields. Words are compared in lower case without accents (`folded`); `…_field` are the names
of the header lines above a quoted mail, `wrote` the verbs of "On … wrote:", `leads` its first words.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class ReplyWords:
    from_field: tuple[str, ...]
    sent_field: tuple[str, ...]
    to_field: tuple[str, ...]
    subject_field: tuple[str, ...]
    original: tuple[str, ...]  # inside a divider "----- … -----"
    forwarded: tuple[str, ...]
    leads: tuple[str, ...]
    wrote: tuple[str, ...]
    device: tuple[str, ...]  # "Sent from my iPhone"
    greetings: tuple[str, ...]
    closings: tuple[str, ...]
    passing_on: tuple[str, ...]  # all that a person writes who only passes a mail on
    disclaimers: tuple[str, ...]


# fmt: off
LANGUAGES: dict[str, ReplyWords] = {
    "en": ReplyWords(
        from_field=("from",),
        sent_field=("sent", "date", "sent on"),
        to_field=("to", "cc", "bcc", "reply-to"),
        subject_field=("subject", "re", "importance", "attachments"),
        original=("original message", "original email", "reply message", "original appointment"),
        forwarded=("forwarded message", "forwarded by", "begin forwarded message", "forwarded email",
            "forwarded mail"),
        leads=("on", "at", "in a message"),
        wrote=("wrote", "writes", "has written", "said"),
        device=("sent from my", "sent from outlook", "get outlook for", "sent from mail for", "sent via",
            "sent with", "sent from yahoo"),
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
            "sender is outside your organi", "external email", "caution: external"),
    ),
    "de": ReplyWords(
        from_field=("von", "absender"),
        sent_field=("gesendet", "datum", "gesendet am", "verschickt"),
        to_field=("an", "cc", "kopie", "bcc", "antwort an"),
        subject_field=("betreff", "betr", "thema", "wichtigkeit", "anlagen"),
        original=("ursprungliche nachricht", "ursprungliche mail", "originalnachricht",
            "urspruengliche nachricht", "original-nachricht", "original nachricht", "ursprunglicher termin"),
        forwarded=("weitergeleitete nachricht", "weitergeleitet von", "weitergeleitete mail",
            "anfang der weitergeleiteten", "beginn der weitergeleiteten", "weitergeleitete e-mail"),
        leads=("am", "an", "um", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"),
        wrote=("schrieb", "schrieben", "geschrieben", "hat geschrieben"),
        device=("von meinem iphone gesendet", "gesendet von meinem", "von meinem ipad", "gesendet mit der",
            "gesendet von outlook", "von meinem samsung", "diese nachricht wurde von meinem", "outlook fur",
            "gesendet von mail fur", "holen sie sich outlook"),
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
            "ausserhalb unserer organisation", "unerlaubte kopieren"),
    ),
    "fr": ReplyWords(
        from_field=("de", "expediteur", "emetteur"),
        sent_field=("envoye", "date", "envoye le", "envoyee"),
        to_field=("a", "cc", "cci", "pour", "destinataire", "destinataires", "copie a", "repondre a"),
        subject_field=("objet", "sujet", "importance", "pieces jointes"),
        original=("message d'origine", "message original", "message initial", "courriel d'origine",
            "mail original", "rendez-vous d'origine"),
        forwarded=("message transfere", "message transferre", "debut du message transfere",
            "debut du message reexpedie", "transfere par", "message reexpedie", "courriel transfere"),
        leads=("le", "en date du", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
        wrote=("a ecrit", "ecrit", "a envoye", "ecrivait"),
        device=("envoye de mon", "envoye depuis mon", "envoye a partir de", "telecharger outlook",
            "envoye depuis", "obtenir outlook", "provenance : courrier", "provenance: courrier"),
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
            "expediteur externe"),
    ),
    "nl": ReplyWords(
        from_field=("van",), sent_field=("verzonden", "datum"), to_field=("aan", "cc"), subject_field=("onderwerp",),
        original=("oorspronkelijk bericht", "origineel bericht"),
        forwarded=("doorgestuurd bericht", "begin doorgestuurd bericht"),
        leads=("op",), wrote=("schreef", "heeft geschreven", "geschreven"),
        device=("verstuurd vanaf mijn", "verzonden vanaf mijn", "verzonden vanuit"),
        greetings=("hallo", "beste", "geachte", "goedemorgen", "goedemiddag", "dag"),
        closings=("met vriendelijke groet", "met vriendelijke groeten", "vriendelijke groeten", "groeten", "mvg",
            "hoogachtend", "alvast bedankt"),
        passing_on=("zie hieronder", "ter info", "ter informatie", "gelieve te behandelen", "graag verwerken",
            "graag afhandelen", "bedankt", "dank"),
        disclaimers=("dit bericht is vertrouwelijk", "deze e-mail is vertrouwelijk", "uitsluitend bestemd voor"),
    ),
    "it": ReplyWords(
        from_field=("da",), sent_field=("inviato", "data"), to_field=("a", "cc"), subject_field=("oggetto",),
        original=("messaggio originale",), forwarded=("messaggio inoltrato", "inizio messaggio inoltrato"),
        leads=("il", "in data", "il giorno"), wrote=("ha scritto", "scrive"),
        device=("inviato da", "inviato dal mio", "inviata da"),
        greetings=("buongiorno", "ciao", "gentile", "gentili", "salve", "buonasera", "spett.le", "egregio"),
        closings=("cordiali saluti", "distinti saluti", "saluti", "cordialmente", "grazie e saluti", "un saluto"),
        passing_on=("vedi sotto", "per conoscenza", "inoltro", "da gestire", "grazie", "in allegato"),
        disclaimers=("questo messaggio e confidenziale", "le informazioni contenute",
            "ad uso esclusivo del destinatario"),
    ),
    "es": ReplyWords(
        from_field=("de",), sent_field=("enviado", "fecha", "enviado el"), to_field=("para", "cc"),
        subject_field=("asunto",), original=("mensaje original",),
        forwarded=("mensaje reenviado", "inicio del mensaje reenviado", "forwarded message"),
        leads=("el",), wrote=("escribio", "escribis", "ha escrito"),
        device=("enviado desde mi", "enviado desde", "obtener outlook"),
        greetings=("hola", "buenos dias", "buenas tardes", "estimado", "estimada", "estimados"),
        closings=("saludos", "un saludo", "saludos cordiales", "atentamente", "cordialmente", "gracias y saludos"),
        passing_on=("ver abajo", "para su informacion", "para tramitar", "reenvio", "gracias", "adjunto"),
        disclaimers=("este mensaje es confidencial", "este mensaje y sus archivos", "si usted no es el destinatario"),
    ),
    "pt": ReplyWords(
        from_field=("de",), sent_field=("enviado", "enviada em", "enviado em", "data"), to_field=("para", "cc"),
        subject_field=("assunto",), original=("mensagem original",), forwarded=("mensagem encaminhada",
            "inicio da mensagem"),
        leads=("em", "no dia", "a"), wrote=("escreveu", "escreveram"),
        device=("enviado do meu", "enviado a partir", "enviado de"),
        greetings=("ola", "bom dia", "boa tarde", "caro", "cara", "prezado", "prezados", "exmo"),
        closings=("cumprimentos", "atenciosamente", "com os melhores cumprimentos", "abracos", "obrigado",
            "obrigada"),
        passing_on=("ver abaixo", "para tratamento", "para conhecimento", "segue abaixo", "obrigado", "em anexo"),
        disclaimers=("esta mensagem e confidencial", "se nao e o destinatario"),
    ),
    "pl": ReplyWords(
        from_field=("od", "nadawca"), sent_field=("wyslano", "data", "wysłano"), to_field=("do", "dw", "cc"),
        subject_field=("temat",), original=("oryginalna wiadomosc", "wiadomosc oryginalna"),
        forwarded=("przekazana wiadomosc", "wiadomosc przekazana", "poczatek przekazanej"),
        leads=("w dniu", "dnia", "w dn", "pon", "wt", "sr", "czw", "pt", "sob", "niedz"),
        wrote=("napisal", "napisala", "napisal(a)", "pisze", "napisał", "napisała", "napisał(a)"),
        device=("wyslane z", "wyslano z"),
        greetings=("dzien dobry", "witam", "szanowni panstwo", "szanowny", "szanowna", "czesc"),
        closings=("z powazaniem", "pozdrawiam", "pozdrowienia", "z wyrazami szacunku", "lacze pozdrowienia"),
        passing_on=("patrz nizej", "do wiadomosci", "przekazuje", "prosze o realizacje", "dziekuje", "w zalaczeniu"),
        disclaimers=("ta wiadomosc jest poufna", "wiadomosc zawiera informacje poufne"),
    ),
}
# fmt: on
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

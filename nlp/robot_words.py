"""What robots write in ten languages: of equal shape, folded (no accents, lower case), parts of expressions.

`subjects` begin an automatic reply's subject, `away_subjects` that of an absence; `absence` and `receipt` are the signs
of one in a sentence, and what is `accompanying` asks nothing; `failed` reports a mail that did not arrive; `back` stands before the day of a return,
`until` before the last day of an absence; `challenge` asks for a proof that a person wrote before a mail is delivered.
"""

# ruff: noqa: E501  # a row is one line

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RobotWords:
    subjects: tuple[str, ...]  # words, not expressions; so are the next
    away_subjects: tuple[str, ...]
    absence: tuple[str, ...]
    receipt: tuple[str, ...]
    accompanying: tuple[str, ...]
    failed: tuple[str, ...]
    back: tuple[str, ...]
    until: tuple[str, ...]
    challenge: tuple[str, ...]


# fmt: off
ROBOT_WORDS: dict[str, RobotWords] = {
    "en": RobotWords(
        subjects=("automatic reply", "auto reply", "autoreply", "auto-reply", "auto response", "autoresponse"),
        away_subjects=("out of office", "out of the office", "away from my", "on vacation", "on annual leave", "i am out of", "on leave", "absence notice"),
        absence=(
            r"i(?:'m| am| will be| shall be) (?:currently |now )?(?:out of (?:the )?office|away|on (?:annual |maternity "
            r"|paternity |parental |sick |business )?(?:leave|holiday|vacation|trip)|travelling|absent)",
            r"out of (?:the )?office\b", r"no longer (?:work|with|employed)",
        ),
        receipt=(
            r"(?:we|i) (?:have |has )?(?:successfully )?received your (?:e-?mail|message|request|enquiry|inquiry|mail"
            r"|ticket)",
            r"your (?:e-?mail|message|request|enquiry|inquiry|ticket|case)\b.{0,60}(?:has been|was|is) (?:received"
            r"|created|registered|logged|opened|assigned)",
            r"a (?:ticket|case|request) .{0,40}(?:has been|was) (?:created|opened|logged)",
            r"thank you for (?:contacting|your (?:e-?mail|message|enquiry|inquiry|request))",
        ),
        accompanying=(
            r"automat", r"auto-?(?:reply|matic|generated)", r"return", r"back (?:in|on|at)\b", r"until\b", r"urgent",
            r"emergenc", r"immediate", r"in my absence",
            r"please (?:contact|call|refer|reach|do not reply|note|include|keep|quote)", r"contact (?:my|our)",
            r"limited access", r"delay", r"as soon as (?:possible|i)", r"shortly\b",
            r"will (?:reply|respond|get back|answer|be (?:read|forwarded|in touch|processed))",
            r"not be (?:forwarded|read|monitored)", r"within \d{1,3} (?:hours?|business|working|days?)", r"ticket",
            r"reference (?:number|id)", r"case number", r"thank you", r"thanks\b", r"regards", r"stand-?in",
            r"colleague", r"substitute", r"happy holiday", r"from \S{1,20} to\b",
        ),
        failed=(
            r"(?:your|the following|this) (?:e-?mail |mail )?(?:message|e-?mail|mail)\b.{0,160}(?:could not be|cannot be"
            r"|was not|can't be|couldn't be|has not been) (?:delivered|sent)",
            r"delivery (?:of|to|has failed|failed).{0,120}(?:failed|recipient|postponed|address)",
        ),
        back=(r"back", r"return(?:ing)?", r"in the office again", r"available again"),
        until=(r"until", r"till", r"through", r"up to and including", r"to"),
        challenge=(
            r"(?:confirm|prove|verify) (?:that )?you are (?:a |an? real )?(?:human|person|real)",
            r"(?:held|quarantined|pending|waiting|not (?:yet )?be(?:en)? delivered).{0,120}until you (?:confirm|verify"
            r"|authenticate|click|reply|complete|respond)",
            r"(?:click|follow|visit|reply).{0,80}(?:to|so that) (?:have )?your (?:e-?mail |mail )?(?:message|e-?mail|mail)"
            r" (?:can |will |to )?be(?:ing)? delivered",
            r"(?:not on|add(?:ed)? (?:you )?to) (?:my|our|the|his|her) (?:approved|allowed|guest|white ?)[- ]?(?:senders?"
            r"|list)",
            r"spam (?:arrest|blocker|protection).{0,80}(?:confirm|verif|click)", r"challenge[- ]response",
        ),
    ),
    "fr": RobotWords(
        subjects=("reponse automatique", "accuse de reception automatique"),
        away_subjects=("absence du bureau", "absent du bureau", "absent(e)", "notification d'absence", "message d'absence", "en conges", "je suis absent", "absence :", "absence jusqu"),
        absence=(
            r"je (?:suis|serai) (?:actuellement |momentanement |en ce moment )?(?:absent|en (?:conge|conges|deplacement"
            r"|vacances|formation|arret)|hors|indisponible)",
            r"absent(?:e|\(e\))? (?:du|de|jusqu|pour)", r"nos bureaux (?:sont|seront) fermes",
        ),
        receipt=(
            r"nous (?:avons bien recu|accusons (?:bonne )?reception de) votre (?:message|demande|e-?mail|mail|courriel)",
            r"votre (?:message|demande|e-?mail|mail|courriel|ticket) (?:a bien ete|a ete|est bien) (?:recu|enregistre"
            r"|pris|transmis|parvenu)",
            r"merci (?:de nous avoir contacte|pour votre (?:message|demande|e-?mail|mail))",
        ),
        accompanying=(
            r"jusqu", r"de retour", r"retour\b", r"urgen", r"en mon absence", r"contacter", r"adresser", r"joindre",
            r"je (?:vous repondrai|reviendrai|traiterai)",
            r"nous (?:vous repondrons|reviendrons|traiterons|mettons tout)", r"meilleurs delais",
            r"dans les plus brefs", r"sous \d{1,3}", r"numero de (?:ticket|dossier|demande)",
            r"ne (?:pas repondre|sera pas|seront pas)", r"merci", r"cordialement", r"comprehension",
            r"du \d{1,2}.{0,30}au \d",
        ),
        failed=(
            r"votre (?:message|e-?mail|mail|courriel)\b.{0,120}n'a pas pu .{0,30}(?:etre )?(?:delivre|remis|distribue"
            r"|achemine|transmis)",
        ),
        back=(r"de retour", r"retour", r"reprise", r"reviendrai", r"reprendrai", r"a nouveau joignable"),
        until=(r"jusqu'?(?:au|a)", r"au", r"inclus"),
        challenge=(
            r"(?:confirm|prouv|verifi)\w{0,5} que vous (?:etes|n'etes pas) (?:bien )?(?:un |une )?(?:humain|personne"
            r"|robot|etre humain)",
            r"cliqu\w{0,4}.{0,80}pour que votre (?:message|e-?mail|mail|courriel) (?:soit|puisse etre) (?:delivre|remis"
            r"|distribue|transmis)",
            r"(?:en attente|bloque|retenu|quarantaine).{0,120}(?:tant que|jusqu'a ce que) vous .{0,30}(?:confirm|valid"
            r"|authentifi|identifi)",
            r"(?:mailinblack|liste blanche).{0,120}(?:cliqu|confirm|authentifi|identifi)",
        ),
    ),
    "de": RobotWords(
        subjects=("automatische antwort", "eingangsbestatigung", "automatische eingangsbestatigung"),
        away_subjects=("abwesenheitsnotiz", "abwesenheit", "abwesend", "abwesenheitsmeldung", "nicht im buro", "nicht im haus", "ich bin im urlaub", "ausser haus"),
        absence=(
            r"ich (?:bin|werde) .{0,60}(?:nicht (?:im (?:buro|hause?)|erreichbar|am platz|da)|im urlaub|ausser haus"
            r"|abwesend|in elternzeit|auf (?:dienst|geschafts)reise|nicht zu erreichen|wieder (?:da|erreichbar"
            r"|im buro))",
            r"ich befinde mich .{0,70}(?:urlaub|elternzeit|dienstreise|geschaftsreise)",
            r"bin ich (?:wieder |nicht |ab )", r"mein buro ist",
            r"unser(?:e)? (?:buro|betrieb|unternehmen|firma).{0,40}geschlossen",
        ),
        receipt=(
            r"wir haben ihre (?:nachricht|anfrage|e-?mail|mail|mitteilung) erhalten",
            r"ihre (?:nachricht|anfrage|e-?mail|mail) (?:ist|wurde|haben wir|wird) .{0,60}(?:eingegangen|erhalten"
            r"|registriert|erfasst|aufgenommen|unter der)",
            r"vielen dank fur ihre (?:nachricht|anfrage|e-?mail|mail|kontaktaufnahme)",
        ),
        accompanying=(
            r"bis (?:zum|einschliesslich|voraussichtlich|\d)", r"ab (?:dem|montag|\d)", r"wieder\b", r"dringend",
            r"eilig", r"vertret", r"in (?:meiner|unserer) abwesenheit", r"wenden sie sich", r"kontaktieren sie",
            r"erreichen sie", r"weitergeleitet", r"nicht gelesen", r"so ?(?:bald|schnell) wie moglich",
            r"schnellstmoglich", r"umgehend", r"in kurze", r"innerhalb von", r"werktag", r"bearbeitungsnummer",
            r"vorgangsnummer", r"ticketnummer", r"melden uns", r"melde mich", r"beantworte",
            r"bitte antworten sie nicht", r"vielen dank", r"danke", r"mit freundlichen", r"verstandnis", r"geduld",
            r"bearbeite", r"kummern uns",
        ),
        failed=(
            r"ihre (?:nachricht|e-?mail|mail)\b.{0,120}(?:konnte|kann) .{0,80}nicht .{0,30}(?:zugestellt|ubermittelt"
            r"|ausgeliefert)",
        ),
        back=(r"(?:wieder )?ab(?: dem)?", r"wieder (?:am|da am|im (?:buro|hause?) am)", r"zuruck(?: am| ab)?"),
        until=(r"bis(?: (?:zum|einschliesslich|voraussichtlich))?",),
        challenge=(
            r"(?:bestatigen|beweisen) sie.{0,40}dass sie (?:ein |eine |kein )?(?:mensch|person|robot)",
            r"(?:klicken|antworten) sie.{0,80}damit ihre (?:nachricht|e-?mail|mail) (?:zugestellt|ausgeliefert)",
            r"(?:zuruckgehalten|quarantane|nicht zugestellt).{0,120}bis sie .{0,40}(?:bestatig|klick|verifizier)",
        ),
    ),
    "it": RobotWords(
        subjects=("risposta automatica",),
        away_subjects=("fuori sede", "fuori ufficio", "assente dall'ufficio"),
        absence=(r"sono (?:assente|fuori|in ferie)", r"saro (?:assente|fuori|in ferie)"),
        receipt=(r"abbiamo ricevuto (?:la (?:sua|vostra)|il (?:suo|vostro))", r"grazie per averci contattato"),
        accompanying=(r"fino al", r"rientro", r"urgenze", r"per urgenz", r"contattare", r"cordiali saluti", r"grazie"),
        failed=(r"il (?:suo |vostro )?messaggio .{0,100}non .{0,30}consegnat",),
        back=(r"rientro", r"rientrero", r"di nuovo in ufficio", r"saro di ritorno"),
        until=(r"fino al", r"al", r"sino al"),
        challenge=(
            r"(?:confermi|conferma|dimostri) di essere (?:una? )?(?:persona|umano)",
            r"(?:clicchi|cliccare).{0,80}affinche il (?:suo )?messaggio .{0,20}(?:consegnato|recapitato)",
        ),
    ),
    "es": RobotWords(
        subjects=("respuesta automatica",),
        away_subjects=("fuera de la oficina", "fuera de oficina", "ausencia"),
        absence=(r"estoy (?:fuera|ausente|de vacaciones)", r"estare (?:fuera|ausente|de vacaciones)"),
        receipt=(r"hemos recibido su", r"gracias por (?:contactar|ponerse en contacto)"),
        accompanying=(r"hasta el", r"urgencias", r"para urgencias", r"contacte con", r"un saludo", r"gracias", r"vuelvo\b"),
        failed=(r"(?:su|el) mensaje .{0,100}no .{0,30}(?:entrega|podido)",),
        back=(r"de vuelta", r"vuelvo", r"regreso", r"regresare", r"me reincorporo", r"reincorporacion"),
        until=(r"hasta el", r"al"),
        challenge=(
            r"(?:confirme|demuestre|verifique) que (?:es|no es) (?:una? )?(?:persona|humano|robot)",
            r"(?:haga clic|pulse).{0,80}para que su (?:mensaje|correo) .{0,20}(?:entregado|recibido)",
        ),
    ),
    "nl": RobotWords(
        subjects=("automatisch antwoord",),
        away_subjects=("afwezig", "afwezigheid", "niet op kantoor"),
        absence=(r"ik ben (?:afwezig|niet (?:op kantoor|aanwezig)|op vakantie|met verlof)",),
        receipt=(r"wij hebben uw (?:bericht|e-?mail|vraag)", r"bedankt voor uw (?:bericht|e-?mail)"),
        accompanying=(r"tot en met", r"dringende", r"spoed", r"vanaf", r"neem contact op", r"met vriendelijke groet"),
        failed=(r"uw bericht .{0,100}niet .{0,30}(?:bezorgd|afgeleverd)",),
        back=(r"weer (?:aanwezig|bereikbaar|op kantoor)(?: op| vanaf)?", r"vanaf", r"terug(?: op)?"),
        until=(r"tot en met", r"t/m", r"tot"),
        challenge=(
            r"(?:bevestig|bewijs) dat u (?:een )?(?:mens|persoon|geen robot)",
            r"klik.{0,80}(?:om|zodat) uw (?:bericht|e-?mail) .{0,20}(?:bezorgd|afgeleverd)",
        ),
    ),
    "pt": RobotWords(
        subjects=("resposta automatica",),
        away_subjects=("ausencia temporaria", "fora do escritorio"),
        absence=(r"estou (?:ausente|fora|de ferias)", r"estarei (?:ausente|fora|de ferias)"),
        receipt=(r"recebemos (?:a sua|o seu)", r"obrigad[oa] pelo seu contacto"),
        accompanying=(r"ate (?:ao )?dia", r"assuntos urgentes", r"contactar", r"regresso", r"cumprimentos", r"obrigad"),
        failed=(r"(?:a sua|o seu) (?:mensagem|e-?mail) .{0,100}nao .{0,30}(?:entregue|enviad)",),
        back=(r"de volta", r"regresso", r"regressarei", r"voltarei"),
        until=(r"ate(?: ao| a)?(?: dia)?", r"a"),
        challenge=(
            r"(?:confirme|prove|verifique) que (?:e|nao e) (?:uma? )?(?:pessoa|humano|robo)",
            r"clique.{0,80}para que (?:a sua mensagem|o seu e-?mail) .{0,20}entregue",
        ),
    ),
    "pl": RobotWords(
        subjects=("automatyczna odpowiedz",),
        away_subjects=("poza biurem", "nieobecnosc"),
        absence=(r"jestem (?:nieobecn|na urlopie|poza)", r"przebywam na urlopie", r"bede nieobecn"),
        receipt=(r"otrzymalismy (?:panstwa|twoja)", r"dziekujemy za (?:wiadomosc|kontakt)"),
        accompanying=(r"do dnia", r"pilnych", r"prosze o kontakt", r"z powazaniem", r"wracam", r"dziekuje"),
        failed=(r"(?:panstwa |twoja )?wiadomosc .{0,100}nie .{0,30}(?:dostarczon|doreczon)",),
        back=(r"wracam(?: do (?:biura|pracy))?", r"powrot", r"bede ponownie dostepn\w", r"od dnia"),
        until=(r"do(?: dnia)?",),
        challenge=(
            r"potwierdz\w{0,4},? ze jest\w{0,3} (?:pan |pani )?(?:czlowiekiem|osoba)",
            r"klikn\w{0,4}.{0,80}aby (?:panstwa |twoja )?wiadomosc .{0,20}(?:dostarczona|doreczona)",
        ),
    ),
    "sv": RobotWords(
        subjects=("autosvar", "automatiskt svar"),
        away_subjects=("franvaro", "franvarande"),
        absence=(r"jag ar (?:inte pa kontoret|ledig|pa semester|borta|franvarande)",),
        receipt=(r"vi har (?:mottagit|tagit emot) (?:ditt|din|ert|er)", r"tack for ditt (?:mejl|meddelande|mail)"),
        accompanying=(r"till och med", r"bradskande", r"kontakta", r"ater\b", r"med vanlig", r"tack\b"),
        failed=(r"ditt (?:meddelande|mejl) .{0,100}inte .{0,30}levereras",),
        back=(r"tillbaka(?: den)?", r"ater (?:pa kontoret )?(?:den)?", r"fran och med"),
        until=(r"till och med(?: den)?", r"t\.?o\.?m\.?", r"till"),
        challenge=(
            r"bekrafta att du ar (?:en )?(?:manniska|person)",
            r"klicka.{0,80}for att ditt (?:meddelande|mejl) ska .{0,20}levereras",
        ),
    ),
    "da": RobotWords(
        subjects=("autosvar", "automatisk svar"),
        away_subjects=("ikke pa kontoret", "fravaer"),
        absence=(r"jeg (?:er|holder) (?:ikke pa kontoret|pa ferie|ferie|fravaerende)",),
        receipt=(r"vi har modtaget (?:din|deres|jeres)", r"tak for din (?:mail|besked|henvendelse)"),
        accompanying=(r"til og med", r"hastesager", r"kontakt\b", r"tilbage\b", r"med venlig", r"tak\b"),
        failed=(r"din (?:besked|mail|meddelelse) .{0,100}ikke .{0,30}leveres",),
        back=(r"tilbage(?: pa kontoret)?(?: den| igen den)?", r"igen den", r"fra og med(?: den)?"),
        until=(r"til og med(?: den)?", r"t\.?o\.?m\.?", r"til"),
        challenge=(
            r"bekraeft,? at du er (?:et )?(?:menneske|person)",
            r"klik.{0,80}for at din (?:besked|mail) .{0,20}(?:leveres|bliver leveret)",
        ),
    ),
}
# fmt: on


def every(field: str) -> Iterator[str]:
    """The parts of one field in all languages, each once."""
    return iter(dict.fromkeys(part for words in ROBOT_WORDS.values() for part in getattr(words, field)))

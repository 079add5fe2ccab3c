"""Texts that a program wrote or that need no answer: absences, receipts, reports of failed delivery; without headers.

A text is one of them only if every sentence of it is: an absence beside a word about money or goods is a person's mail.
"""

from __future__ import annotations

import re

from nlp.reply_words import folded
from nlp.signature import signature_start

CHARACTERS = 3_000
SENTENCES = 14
SPLIT = re.compile(r"(?<!\d\.)(?<=[.!?:;])\s{1,20}|\n{1,5}")
GREETING = re.compile(
    r"(?:dear|hello|hi|good (?:day|morning|afternoon)|sehr geehrte|guten tag|hallo|liebe|bonjour|bonsoir|madame"
    r"|monsieur"
    r"|cher|chere|gentile|buongiorno|estimad|hola|geachte|beste|dzien dobry|szanown|hej|kaere|caro|prezad)"
)
# Signs that this is an absence or a receipt: one of them must be there.
ABSENCE = re.compile(
    r"\bi(?:'m| am| will be| shall be) (?:currently |now )?(?:out of (?:the )?office|away|on (?:annual "
    r"|maternity |paternity"
    r" |parental |sick |business )?(?:leave|holiday|vacation|trip)|travelling|absent)"
    r"|\bout of (?:the )?office\b|\bno longer (?:work|with|employed)"
    r"|\bich (?:bin|werde) .{0,60}(?:nicht (?:im (?:buro|hause?)|erreichbar|am platz|da)|im urlaub|ausser haus"
    r"|abwesend"
    r"|in elternzeit|auf (?:dienst|geschafts)reise|nicht zu erreichen|wieder (?:da|erreichbar|im buro))"
    r"|\bich befinde mich .{0,40}(?:urlaub|elternzeit|dienstreise|geschaftsreise)"
    r"|\bbin ich (?:wieder |nicht |ab )|\bmein buro ist|\bunser(?:e)? (?:buro|betrieb|unternehmen"
    r"|firma).{0,40}geschlossen"
    r"|\bje (?:suis|serai) (?:actuellement |momentanement |en ce moment )?(?:absent|en (?:conge|conges"
    r"|deplacement|vacances"
    r"|formation|arret)|hors|indisponible)|\babsent(?:e|\(e\))? (?:du|de|jusqu|pour)|\bnos bureaux (?:sont"
    r"|seront) fermes"
    r"|\bsono (?:assente|fuori)|\bsaro assente|\bestoy (?:fuera|ausente|de vacaciones)|\bestare (?:fuera|ausente)"
    r"|\bik ben (?:afwezig|niet (?:op kantoor|aanwezig)|op vakantie|met verlof)|\bestou (?:ausente|fora|de ferias)"
    r"|\bestarei (?:ausente|fora)|\bjestem (?:nieobecn|na urlopie|poza)|\bprzebywam na urlopie"
    r"|\bjag ar (?:inte pa kontoret|ledig|pa semester|borta)|\bjeg (?:er|holder) (?:ikke pa kontoret|pa ferie"
    r"|ferie|fravaerende)"
)
RECEIPT = re.compile(
    r"\b(?:we|i) (?:have |has )?(?:successfully )?received your (?:e-?mail|message|request|enquiry|inquiry|mail"
    r"|ticket)"
    r"|\byour (?:e-?mail|message|request|enquiry|inquiry|ticket|case)\b.{0,60}(?:has been|was|is) (?:received"
    r"|created|registered"
    r"|logged|opened|assigned)|\ba (?:ticket|case|request) .{0,40}(?:has been|was) (?:created|opened|logged)"
    r"|\bthank you for (?:contacting|your (?:e-?mail|message|enquiry|inquiry|request))"
    r"|\bwir haben ihre (?:nachricht|anfrage|e-?mail|mail|mitteilung) erhalten|\bihre (?:nachricht|anfrage"
    r"|e-?mail|mail)"
    r" (?:ist|wurde|haben wir|wird) .{0,60}(?:eingegangen|erhalten|registriert|erfasst|aufgenommen|unter der)"
    r"|\bvielen dank fur ihre (?:nachricht|anfrage|e-?mail|mail|kontaktaufnahme)"
    r"|\bnous (?:avons bien recu|accusons (?:bonne )?reception de) votre (?:message|demande|e-?mail|mail|courriel)"
    r"|\bvotre (?:message|demande|e-?mail|mail|courriel|ticket) (?:a bien ete|a ete|est bien) (?:recu"
    r"|enregistre|pris|transmis"
    r"|parvenu)|\bmerci (?:de nous avoir contacte|pour votre (?:message|demande|e-?mail|mail))"
    r"|\babbiamo ricevuto (?:la (?:sua|vostra)|il (?:suo|vostro))|\bhemos recibido su"
    r"|\bwij hebben uw (?:bericht|e-?mail|vraag)"
    r"|\brecebemos (?:a sua|o seu)|\botrzymalismy (?:panstwa|twoja)|\bvi har (?:mottagit|tagit emot"
    r"|modtaget) (?:ditt|din|deres)"
)
# Sentences that go with them and ask nothing.
ACCOMPANYING = re.compile(
    r"\bautomat|\bauto-?(?:reply|matic|generated)|\breturn|\bback (?:in|on|at)\b|\buntil\b|\burgent|\bemergenc"
    r"|\bimmediate"
    r"|\bin my absence|\bplease (?:contact|call|refer|reach|do not reply|note|include|keep|quote)"
    r"|\bcontact (?:my|our)|\blimited access|\bdelay"
    r"|\bas soon as (?:possible|i)|\bshortly\b|\bwill (?:reply|respond|get back|answer|be (?:read|forwarded"
    r"|in touch|processed))"
    r"|\bnot be (?:forwarded|read|monitored)|\bwithin \d{1,3} (?:hours?|business|working|days?)|\bticket"
    r"|\breference (?:number|id)"
    r"|\bcase number|\bthank you|\bthanks\b|\bregards|\bstand-?in|\bcolleague|\bsubstitute|\bhappy holiday"
    r"|\bfrom \S{1,20} to\b"
    r"|\bbis (?:zum|einschliesslich|voraussichtlich|\d)|\bab (?:dem|montag|\d)|\bwieder\b|\bdringend|\beilig|\bvertret"
    r"|\bin (?:meiner|unserer) abwesenheit|\bwenden sie sich|\bkontaktieren sie|\berreichen sie"
    r"|\bweitergeleitet|\bnicht gelesen"
    r"|\bso ?(?:bald|schnell) wie moglich|\bschnellstmoglich|\bumgehend|\bin kurze|\binnerhalb von|\bwerktag"
    r"|\bbearbeitungsnummer"
    r"|\bvorgangsnummer|\bticketnummer|\bmelden uns|\bmelde mich|\bbeantworte|\bbitte antworten sie nicht"
    r"|\bvielen dank|\bdanke"
    r"|\bmit freundlichen|\bverstandnis|\bgeduld|\bbearbeite|\bkummern uns"
    r"|\bjusqu|\bde retour|\bretour\b|\burgen|\ben mon absence|\bcontacter|\badresser|\bjoindre"
    r"|\bje (?:vous repondrai|reviendrai|traiterai)"
    r"|\bnous (?:vous repondrons|reviendrons|traiterons|mettons tout)|\bmeilleurs delais|\bdans les plus brefs"
    r"|\bsous \d{1,3}|\bnumero de (?:ticket|dossier|demande)"
    r"|\bne (?:pas repondre|sera pas|seront pas)|\bmerci|\bcordialement|\bcomprehension|\bdu \d{1,2}.{0,30}au \d"
    r"|\bfino al|\brientro|\burgenze|\bhasta el|\burgencias|\btot en met|\bdringende|\bate (?:ao )?dia"
    r"|\bdo dnia|\bpilnych|\btill och med|\btil og med"
)
FAILED_DELIVERY = re.compile(
    r"\b(?:your|the following|this) (?:e-?mail |mail )?(?:message|e-?mail|mail)\b.{0,160}(?:could not be"
    r"|cannot be|was not|can't be|couldn't be"
    r"|has not been) (?:delivered|sent)|\bdelivery (?:of|to|has failed|failed).{0,120}(?:failed|recipient"
    r"|postponed|address)"
    r"|\bihre (?:nachricht|e-?mail|mail)\b.{0,120}(?:konnte|kann) .{0,80}nicht .{0,30}(?:zugestellt|ubermittelt"
    r"|ausgeliefert)"
    r"|\bvotre (?:message|e-?mail|mail|courriel)\b.{0,120}n'a pas pu .{0,30}(?:etre )?(?:delivre|remis"
    r"|distribue|achemine|transmis)"
    r"|\bil (?:suo |vostro )?messaggio .{0,100}non .{0,30}consegnat|\b(?:su"
    r"|el) mensaje .{0,100}no .{0,30}(?:entrega|podido)"
    r"|\buw bericht .{0,100}niet .{0,30}(?:bezorgd|afgeleverd)"
)
BUSINESS = re.compile(
    r"\b(?:invoice|order|deliver|payment|paid|pay\b|credit|quantit|price|rechnung|bestell|auftrag|lieferung"
    r"|zahl|uberwe|gutschrift"
    r"|menge|preis|facture|commande|livraison|paiement|pay[eé]|virement|avoir|quantite|prix|fattura|ordine"
    r"|bonifico|pagament"
    r"|factura|pedido|pago|bestelling|factuur|betaling|faktur|zamowieni|platnosc)"
)
CONTACT = re.compile(r"@|\btel|\bphone|\bfax|\bmobil|\bcontact|\bwenden|\bkontakt|\badress|\bticket|\bwww\.")
FIGURE = re.compile(r"\d{4,}|\d[.,]\d{2}\b|\d+ ?(?:€|eur|chf|usd|gbp|st\b|stuck|pcs|x\b)")


def is_written_by_nobody(new_text: str) -> bool:
    """Whether an absence or a receipt is all that the text says."""
    sentences = _sentences(new_text)
    if not 1 <= len(sentences) <= SENTENCES:
        return False
    if not any(ABSENCE.search(sentence) or RECEIPT.search(sentence) for sentence in sentences):
        return False
    if any(BUSINESS.search(sentence) and not CONTACT.search(sentence) for sentence in sentences):
        return False
    signs = (ABSENCE, RECEIPT, ACCOMPANYING)
    return all(len(part.split()) <= 2 or any(sign.search(part) for sign in signs) for part in sentences)


def names_business(text: str) -> bool:
    """Whether money, goods or a document with its figures stand in one sentence: not "for invoices ask Eva, tel. …"."""
    plain = folded(text[:CHARACTERS])
    return any(
        BUSINESS.search(sentence) and FIGURE.search(sentence) and not CONTACT.search(sentence)
        for sentence in SPLIT.split(plain)
    )


def reports_failed_delivery(text: str) -> bool:
    """Whether the first lines say that our mail did not arrive and name an address."""
    start = " ".join(folded(text[:1_200]).split())
    match = FAILED_DELIVERY.search(start[:500])
    return match is not None and "@" in start[max(0, match.start() - 200) : match.end() + 300]


def _sentences(new_text: str) -> list[str]:
    text = new_text[:CHARACTERS]
    plain = folded(text[: signature_start(text)])
    parts = [part.strip(" \t-*_") for part in SPLIT.split(plain)]
    return [part for part in parts if part and not GREETING.match(part)]

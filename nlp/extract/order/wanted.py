"""The day on which an order is wanted: of the days ahead that the mail names the one that it is asked for."""

# ruff: noqa: E501  # a pattern or a row is one line of a table

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from nlp.extract.article_words import MEASURES
from nlp.extract.order.lines import Lines
from nlp.extract.sources import Context, Source
from nlp.lang import expression, weight
from nlp.notation import DateMention
from nlp.reading import Evidence, Problem

Day = tuple[date | None, tuple[Evidence, ...]]
# Said before or inside the words for the day, in the languages that customers write.
_UNTIL = re.compile(
    r"(?<!\w)(?:by|before|until|till|no later than|latest|bis|spatestens|vor|avant|d'ici(?: au?)?|pour|au plus tard|limite|uiterlijk|voor|tegen|entro|per|antes del?|para|ate|do|na|"
    r"senast|senest|pa|on|for|am|zum|fur|le|il|el|op|wanted|needed?|required|due)(?: (?:the|le|el|il|den|dem|zum|a|at|am|spatestens|au|latest|matin|o|dia))*(?: [^\W\d_]{4,11},?)?[ ]{0,2}$"
)
_FIRM = re.compile(
    r"(?<!\w)(?:by|before|no later than|latest|bis|spatestens|avant|d'ici(?: au?)?|au plus tard|uiterlijk|entro|antes del?|senast|needed|required|wanted|here by)(?!\w)[^.\n]{0,14}$"
)
_AFTER = re.compile(
    r"\W{0,3}(?:au plus tard|at the latest|spatestens|grand max|maxi?|if (?:poss|at all)|si possible|si puede|se puder|wenn (?:es )?(?:moglich|geht)|se possibile|als het kan|si es posible|latest|"
    r"(?:(?:is|are|would be|will be|ist|ware|est|serait|sera|c'est|va|is prima|esta) )?(?:will do|would do|does it|suits?|works|grand|fine|ok|okay|good|great|perfect|soon enough|early enough|enough|reicht|langt|langet|genugt|passt|in ordnung|recht|suffit|suffira|ira|irait|conviendra|convient|nous va|parfait|nickel|bien|va bene|basta|prima|volstaat|esta bien)(?!\w))"
)
_DENIED = re.compile(
    r"(?<!\w)(?:not(?: on| before)?|nicht(?: am| vor)?|pas(?: le| avant)?|just not|ausser|sauf|except|niet)[ ]{1,2}(?:\w{1,4}[ ])?$"
)
_EVENT = re.compile(
    r"(?<!\w)(?:du|of|vom|von|depuis|seit|since|ab|from|des|a compter|as of|effective|where|mariage du|am (?:geburtstag)|dated|d\.d\.)[ ](?:le |the |dem |the |du |l')?$"
)
_OWED = re.compile(
    r"(?<!\w)(?:due (?:on|date|for)|falls due|payable|fallig\w{0,3}|zahlbar|echeance|echue?s?|a (?:payer|regler)|exigible|scad\w{1,6}|vencimiento|vervaldatum|termin platnosci)(?!\w)"
)
_REFUSED = re.compile(
    r"(?<!\w)(?:not before|not on|nicht (?:vor|am|ab)|pas (?:avant|le)|niet (?:voor|op)|just not|ausser|sauf|except)(?!\w)"
)
_CLOSED = re.compile(
    r"(?<!\w)(?:urlaub|betriebsurlaub|betriebsferien|ferien|geschlossen|feiertag|inventur|closed|holidays?|shut|leave|stocktake|fermes?|fermeture|conges?|vacances|ferie|inventaire|gesloten|chius\w|cerrad\w)(?!\w)"
)
_DIGIT = re.compile(r"\d")
_POSSIBLE = re.compile(
    r"(?<!\w)(?:konnt?e?n?|kann|ginge|geht|moglich|schaff\w{1,3}|klappt|possible|pouvez|pourriez|peut|peux|could|can|would|okay|ok|stimmt|passt|va bene|possibile|puede|pode|kan|kunnen|czy)(?!\w)"
)
_SENT_OFF = re.compile(
    r"(?<!\w)(?:raus|rausschick\w{1,3}|losschick\w{1,3}|verschick\w{1,3}|versend\w{1,3}|ausliefer\w{1,3}|liefer\w{1,3}|kurier|express|eil\w{0,8}|expedi\w{1,4}|livr\w{1,6}|coursier|urgent\w{0,3}|"
    r"ship\w{0,4}|dispatch\w{0,3}|deliver\w{0,4}|courier|get (?:it|them|this) out|out today|spedi\w{1,5}|enviar|envio|verzend\w{0,3}|wysl\w{1,4}|skicka\w{0,2})(?!\w)"
)
_PICKED = re.compile(
    r"(?<!\w)(?:(?:passe|passons|passera|viens|vient|viendrai|venons)(?: \w{1,6}){0,2} (?:prendre|chercher|recuperer|retirer)|enlevement|retrait|abhol\w{2,4}|hol(?:en?|t)? \w{0,12} ?ab|"
    r"pick(?:ed|ing)? \w{0,6} ?up|collect(?:ed|ing|ion)?|ritir\w{1,5}|recog\w{2,5}|levantar|afhal\w{2,4}|odbior\w{0,3}|odbierz\w{1,4}|hamtar?|henter?)(?!\w)"
)
_SAID_NEARER = re.compile(r"[ ,:;(–-]{1,3}(?:[^\W\d_]{2,12}[ ,]{1,2}){0,3}")
_NO_DAY = re.compile(
    rf"[ ]?(?:{'|'.join(sorted(map(re.escape, MEASURES), key=len, reverse=True))}|etage|uhr|h|am|pm|o'clock|heures?|floor|stock|ward|trimestre|lage|packs?|box(?:es)?|x|%)(?!\w)"
)


def wanted_day(context: Context, lines: Lines, skip: date | None) -> Day:
    """The day that the mail asks for; None where none or several are as likely."""
    found = _of_words(context, context.body, lines, skip)
    if found[0] is None and lines.source is not None and lines.source is not context.body:
        ahead = [m for m in context.dates(lines.source) if m.value > context.sent_on and m.value != skip and m.exact]
        if lines.source.quoted or lines.source.name == "body":
            return _of_words(context, lines.source, lines, skip)
        if len({m.value for m in ahead}) == 1:
            return ahead[0].value, (lines.source.evidence("order.requested_date", ahead[0].start, ahead[0].end),)
        return _of_words(context, lines.source, lines, skip)
    return found


def _of_words(context: Context, body: Source, lines: Lines, skip: date | None) -> Day:
    mentions = _refined(body, context.dates(body))
    denied = any(_DENIED.search(body.flat[max(0, m.start - 30) : m.start]) for m in mentions)
    scored = [(score, m) for m in mentions if (score := _score(context, body, m, lines, skip)) is not None]
    if not scored:
        return None, ()
    best = max(score for score, _ in scored)
    chosen = [m for score, m in scored if score == best]
    others = {m.value for score, m in scored if score > best - 1}
    if denied and best < 2:
        return None, ()
    if best < 1 and (len(others) > 1 or not chosen[0].exact):
        return None, ()
    if len({m.value for m in chosen}) > 1:
        return None, ()
    return chosen[0].value, (body.evidence("order.requested_date", chosen[0].start, chosen[0].end),)


def _refined(body: Source, mentions: tuple[DateMention, ...]) -> tuple[DateMention, ...]:
    """ "End of the month, let's say the 30th": a day right behind a vague one takes its place."""
    return tuple(
        replace(following, start=each.start) if following is not None else each
        for each, following in _pairs(body, mentions)
    )


def _pairs(body: Source, mentions: tuple[DateMention, ...]) -> Iterator[tuple[DateMention, DateMention | None]]:
    taken: set[int] = set()
    for place, each in enumerate(mentions):
        if place in taken:
            continue
        following = mentions[place + 1] if place + 1 < len(mentions) else None
        joined = following is not None and not each.exact and following.exact
        if joined and following is not None and _SAID_NEARER.fullmatch(body.flat, each.end, following.start):
            taken.add(place + 1)
            yield each, following
        else:
            yield each, None


def day_doubts(context: Context, value: date | None) -> Iterator[Problem]:
    """Days that the mail names beside the one that was read: one that is denied, closed on, or as likely."""
    body = context.body
    for mention in context.dates(body):
        start, end = body.sentence_at(mention.start)
        sentence = body.flat[start:end]
        if mention.value > context.sent_on and (_REFUSED.search(sentence) or _CLOSED.search(sentence)):
            yield Problem("unsure_day", " ".join(body.text[start:end].split())[:120], "body")
            return
    ahead = {m.value for m in context.dates(body) if m.value > context.sent_on}
    if ahead and value is None:
        yield Problem("unsure_day", f"{len(ahead)} days are named and none is surely the day of delivery", "body")


def _score(context: Context, body: Source, mention: DateMention, lines: Lines, skip: date | None) -> float | None:
    """How much speaks for a day; None for one that is past, denied, of a payment, or none at all."""
    start, end = body.sentence_at(mention.start)
    today = mention.value == context.sent_on and _SENT_OFF.search(body.flat, start, end)
    if (mention.value <= context.sent_on and not today) or mention.value == skip:
        return None
    if _DIGIT.search(body.text, mention.start, mention.end) and _NO_DAY.match(body.folded, mention.end):
        return None
    before, after = body.flat[max(start, mention.start - 40) : mention.start], body.flat[mention.end : mention.end + 24]
    inside = body.flat[mention.start : mention.end]
    if _DENIED.search(before) or _CLOSED.search(body.flat[max(start, mention.start - 60) : mention.end]):
        return None
    holds = any(start < high and low < end for low, high in lines.spans)
    delivery = expression(rf"(?<!\w)(?:{context.words('delivery_date_words')})(?!\w)").search(body.flat[start:end])
    paying = any(weight(pack.will_pay, body.flat[start:end])[0] > 0 for pack in context.lexicons)
    money = any(start <= a.start < end and a.marked for a in context.amounts(body))
    line = body.flat[max(start, body.text.rfind("\n", 0, mention.start)) : mention.start]
    labelled = expression(rf"(?<!\w)(?:{context.words('delivery_date_words')})(?!\w)").search(line)
    picked = _PICKED.search(body.flat, start, end)
    asked = body.flat[start:end].rstrip().endswith("?") and not holds
    possible = (delivery or picked) and _POSSIBLE.search(body.flat, start, end)
    if asked and not possible and not _FIRM.search(before) and not _FIRM.search(inside[:16] + " "):
        return None
    owed = not delivery and _OWED.search(body.flat, start, end)
    if not holds and not labelled and (paying or money or owed):
        return None
    score = 0.0
    score += 2 * bool(_FIRM.search(before) or _FIRM.search(inside[:16] + " ") or _AFTER.match(after))
    score += 1 * bool(_UNTIL.search(before) or _UNTIL.match(inside + " "))
    score += 1.5 * bool(delivery or picked) + 0.5 * holds
    event = _EVENT.search(before) or _EVENT.search(before + inside.split(" ")[0] + " ")
    score -= 1.5 * bool(event and not _FIRM.search(before)) + 0.5 * (not mention.exact)
    return score if holds or score >= 0 else None

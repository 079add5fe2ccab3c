"""What an order says once: its number, its days, its currency and its total."""

# ruff: noqa: E501  # a pattern is one line

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from nlp.documents.vocabulary import column_roles
from nlp.extract.order.lines import line_sum
from nlp.extract.order_numbers import OrderNumber
from nlp.extract.sources import Context, Source, cells_beside, near
from nlp.lang import alternatives, expression
from nlp.lang.counting import THAT_IS
from nlp.lang.day_signs import any_of
from nlp.lang.ordering import TOTALS
from nlp.notation import Amount, DateMention, currencies_in, currency_in, date_in_cell, decimal_sign, number_in_cell
from nlp.reading import Evidence, OrderLine

NAMED_ONLY = 200  # what a weekday behind a label ("no deliveries on Sundays") says less than a day of the calendar
_AS_OF = re.compile(  # what a list's day is beside that of an order: of a stock count, a print, an edition
    r"(?<!\w)(?:stand|inventur|inventaire|inventory|stock|stock ?take|stock ?check|bestand|etat|situation|as of|as at|releve|"
    r"gezahlt|gultig\w{0,2}|druck\w{0,8}|gedruckt|version|rev|revision|arrete|edite|imprime|maj|mis a jour|valable|counted|"
    r"printed|updated|valid|inventario|giacenz\w|existencias|voorraad|stan)(?: \w{1,4}){0,2}[ :.,]{1,3}$"
)
_BARE = frozenset(("vom", "du", "of", "from", "dated", "van", "del", "de", "di", "z", "fra", "av"))
_NUMBERED = re.compile(r"\d[\w./-]{0,12}[ ,(]{1,3}$")  # "4500119 vom": the day of what has this number
_SUM = re.compile(r"\d[.,]\d\d(?: ?(?:€|eur|euro|chf|usd|gbp|\$))?[ ,(]{1,3}$")  # "the 233.24 of 28 September"
_DIGIT = re.compile(r"\d")
_BESIDE = re.compile(r"[^.,;!?\n\d]{0,40}(?:[.:][^\w\n]{0,20})?")  # "Total :   ", and no sentence of its own
_MAKES = re.compile(
    rf"(?:=|(?<!\w)(?:{alternatives(word for words in THAT_IS.values() for word in words)}))[ ]?(?:eur|chf|gbp|[€£])?[ ]?$"
)
MAKES_WITHIN = 20  # characters before a sum
_LABELLED = re.compile(r"[^\d\n]{3,60}")  # a label of any language, and no other number
_TOTALS = any_of(TOTALS)
_DOLLARS = re.compile(r"(?<!\w)(?:USD|US ?\$)")
_TOGETHER = re.compile(r"20\d\d[01]\d[0-3]\d")
DOLLAR_COUNTRIES = frozenset({"CA", "AU", "NZ", "SG", "HK", "TW"})  # whose own money is a dollar, and not the American
ORDERED, WANTED = "order_date_words", "delivery_date_words"
_PATHS = {ORDERED: "order.order_date", WANTED: "order.requested_date"}

Day = tuple[date | None, tuple[Evidence, ...]]
Stated = tuple[Decimal, Evidence, bool]


def labelled_date(context: Context, source: Source, words: str, skip: date | None = None) -> Day:
    """The day beside or below a label; none where a table's lines are wanted on several days."""
    if words == WANTED and (days := column_days(context, source)):
        only, cell = next(iter(days.items()))
        return (only, (source.cell(_PATHS[WANTED], cell),)) if len(days) == 1 else (None, ())
    for cell in cells_beside(source, expression(rf"(?:{context.words(words)})(?:[ /:].{{0,20}})?"), headings=True):
        if (day := date_in_cell(cell, context.sent_on, context.languages)) is not None and day != skip:
            return day, (source.cell(_PATHS[words], cell),)
    best = _nearest_to_label(context, source, words, skip)
    return (None, ()) if best is None else (best[0], (source.evidence(_PATHS[words], best[1], best[2]),))


def column_days(context: Context, source: Source) -> dict[date, str]:
    """The days that the rows of a table of lines have in its column of delivery days, each with a cell that says it."""
    for table in source.tables:
        column = next((place for place, role in column_roles(table).items() if role == "delivery_date"), None)
        if column is not None:
            cells = [row[column] for row in table.rows[table.header + 1 :] if column < len(row)]
            return {day: cell for cell in cells if (day := _day_of(context, cell)) is not None}
    return {}


def _day_of(context: Context, cell: str) -> date | None:
    """A day of a table's cell, written together as machines do ("20260519") or as people do."""
    if _TOGETHER.fullmatch(cell.strip()):
        try:
            return date.fromisoformat(cell.strip())
        except ValueError:
            return None
    return date_in_cell(cell, context.sent_on, context.languages)


def _nearest_to_label(context: Context, source: Source, words: str, skip: date | None) -> tuple[date, int, int] | None:
    label = expression(rf"(?<!\w)(?:{context.words(words)})(?!\w)")
    best: tuple[int, date, int, int] | None = None
    for match in label.finditer(source.folded):
        for mention in context.dates(source):
            gap = mention.start - match.end()
            within = 0 <= gap <= 70 and "\n\n" not in source.text[match.end() : mention.start]
            if not within or mention.value == skip or (gap > 14 and words == ORDERED):
                continue
            if words == ORDERED and _is_of_something_else(context, source, match, mention):
                continue
            score = gap + (60 if "\n" in source.text[match.end() : mention.start] else 0)
            score += 0 if _DIGIT.search(source.text, mention.start, mention.end) else NAMED_ONLY
            if best is None or score < best[0]:
                best = (score, mention.value, mention.start, mention.end)
    return best[1:] if best else None


def _is_of_something_else(context: Context, source: Source, label: re.Match[str], mention: DateMention) -> bool:
    """A day still ahead, of a stock count, of delivery ("date souhaitée"), or of what stands before a bare "vom"."""
    before = source.flat[max(0, label.start() - 40) : label.start()]
    if mention.value > context.sent_on or _AS_OF.search(source.flat[max(0, mention.start - 24) : mention.start]):
        return True
    if expression(rf"(?<!\w)(?:{context.words(WANTED)})(?!\w)").search(source.folded, label.start(), mention.start):
        return True
    if label.group() not in _BARE or not before.rpartition("\n")[2].strip():
        return False
    ordered = expression(rf"(?<!\w)(?:{context.words('order_words')})(?!\w)[^.,;]{{0,24}}$")
    return not ordered.search(before) and (not _NUMBERED.search(before) or bool(_SUM.search(before)))


def day_beside(context: Context, number: OrderNumber | None) -> Day:
    """ "PV-77 of 3 March": the past day that stands behind the order's own number, on its line."""
    if number is None:
        return None, ()
    source, line_end = number.source, number.source.text.find("\n", number.end)
    limit = min(number.end + 25, line_end if line_end >= 0 else len(source.text))
    for mention in context.dates(source):
        if number.end <= mention.start < limit and 0 <= (context.sent_on - mention.value).days <= 60:
            return mention.value, (source.evidence(_PATHS[ORDERED], mention.start, mention.end),)
    return None, ()


def first_day(context: Context, source: Source) -> Day:
    """The first day of an order form without a label for it: its own, if it lies in the two months before the mail."""
    for mention in context.dates(source)[:4]:
        if _AS_OF.search(source.folded[max(0, mention.start - 24) : mention.start]):
            continue
        if 0 <= (context.sent_on - mention.value).days <= 60:
            return mention.value, (source.evidence(_PATHS[ORDERED], mention.start, mention.end),)
    return None, ()


def total_of(
    context: Context, source: Source, lines: tuple[OrderLine, ...]
) -> tuple[Decimal | None, tuple[Evidence, ...]]:
    """The stated total that the lines add up to, else the one labelled as net, else the last labelled as total."""
    expected = line_sum(lines)
    priced = not lines or any(line.unit_price is not None for line in lines)
    stated = [
        entry for words in ("net_total_words", "total_words") for entry in _stated(context, source, words, priced)
    ]
    for value, ground, _ in stated:
        if expected is not None and near(value, expected):
            return value, (ground,)
    alike = [a for a in context.amounts(source) if a.marked and expected is not None and near(a.value, expected)]
    if alike and (len(lines) > 1 or _makes(source, alike[-1])):  # the sum of several lines, whatever stands before it
        return alike[-1].value, (source.evidence("order.total", alike[-1].start, alike[-1].end),)
    once = len(lines) == 1 and lines[0].quantity == 1 and len(alike) == 1  # it may be the price
    below = [
        a for a in alike if source is not context.body and not once and _LABELLED.fullmatch(_line_around(source, a))
    ]
    if below:  # "Gesamtwert 704,00 EUR": alone on a line of the order's paper
        return below[-1].value, (source.evidence("order.total", below[-1].start, below[-1].end),)
    chosen = [entry for entry in stated if entry[2]] or stated[-1:]
    return (chosen[0][0], (chosen[0][1],)) if chosen else (None, ())


def _makes(source: Source, amount: Amount) -> bool:
    """ "7 at 79.00, which makes 553.00"."""
    return _MAKES.search(source.folded, max(0, amount.start - MAKES_WITHIN), amount.start) is not None


def _line_around(source: Source, amount: Amount) -> str:
    """The line on which an amount stands, without the amount."""
    low = source.text.rfind("\n", 0, amount.start) + 1
    high = source.text.find("\n", amount.end)
    return source.text[low : amount.start] + source.text[amount.end : high if high >= 0 else len(source.text)]


def _stated(context: Context, source: Source, words: str, priced: bool) -> list[Stated]:
    """Amounts behind a label in the text, and beside or below it in tables; True: it is a net total."""
    net = words == "net_total_words"
    stated: list[Stated] = []
    label = context.words(words) if net else f"{context.words(words)}|{_TOTALS}"
    for match in expression(rf"(?<!\w)(?:{label})(?!\w)").finditer(source.folded):
        line_end = source.text.find("\n", match.end())
        limit = min(match.end() + 60, line_end if line_end >= 0 else len(source.text))
        stated += [
            (amount.value, source.evidence("order.total", amount.start, amount.end), net)
            for amount in context.amounts(source)
            if match.end() <= amount.start < limit
            and (amount.marked or (amount.value >= 10 and _BESIDE.fullmatch(source.text, match.end(), amount.start)))
        ]
    for cell in cells_beside(source, expression(rf"(?:{label})(?:[ :(].{{0,30}})?")):
        value = number_in_cell(cell, decimal_sign((cell,), context.decimal))
        if value is not None and (priced or re.search(r"[^\d\s]", cell)):
            stated.append((value, source.cell("order.total", cell), net))
    return stated


def currency_of(context: Context, source: Source, total: Decimal | None, lines: tuple[OrderLine, ...]) -> str | None:
    """The currency that the order itself names; what stands in a mail without prices is another matter's."""
    priced = total is not None or any(line.unit_price is not None for line in lines)
    for table in source.tables:
        heading = table.rows[table.header] if table.header >= 0 else ()
        titled = " ".join((*heading, table.title))
        if (named := _one_currency(titled)) is not None:
            return named if named != "USD" or _DOLLARS.search(titled) else _dollars_of(context)
    texts = (source.text, context.body.text) if priced else (source.text,) if source is not context.body else ()
    plain = (re.sub(r"(?<!\w)[A-Z]{3}-\w{1,20}", " ", text) for text in texts)  # "CHF-WHT" is an article's number
    named = next((named for text in plain if (named := _one_currency(text)) is not None), None)
    return named if named != "USD" or any(_DOLLARS.search(text) for text in texts) else _dollars_of(context)


def _dollars_of(context: Context) -> str | None:
    """Which dollars a bare "$" means: those the customer is billed in; American ones, unless it lives elsewhere."""
    customer = context.customer
    if customer is not None and customer.currency.endswith("D"):
        return customer.currency
    return None if customer is not None and customer.country in DOLLAR_COUNTRIES else "USD"


def _one_currency(text: str) -> str | None:
    """The currency that a text names: a dollar sign beside "CAD" is a Canadian one."""
    named = currencies_in(text)
    return (
        next(iter(named - {"USD"})) if len(named) == 2 and "USD" in named and "USD" not in text else currency_in(text)
    )

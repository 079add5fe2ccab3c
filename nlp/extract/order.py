"""What a customer orders: from an order file, a table, or the sentences of the mail; the arithmetic is checked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation

from nlp.documents.vocabulary import column_roles
from nlp.extract.catalogue import Catalogue, catalogue_of
from nlp.extract.references import OrderNumber, References
from nlp.extract.sources import Context, Found, Source, cells_beside, near
from nlp.lang import fold
from nlp.notation import currency_in, date_in_cell, decimal_of, decimal_sign, number_in_cell
from nlp.opened import Document, StructuredOrder, Table
from nlp.reading import Evidence, Order, OrderLine, Problem

_DATE = (
    r"(?:[a-zäöü]{2,10}\.?,?[ ]{1,2}){0,2}(\d{1,2}[ ./-][^\n|;]{2,18}|20\d\d-\d\d-\d\d|(?:kw|week|semaine)[ ]?\d{1,2})"
)
_AMOUNT = r"(?:[a-z€£.]{1,5}[ ]{0,3}){0,2}[:=]?[ ]{0,3}(\d[\d .,'\u00a0\u202f]{0,15}\d|\d)"
MAX_LINES = 500
LONGEST_LINE = 140  # characters of one line in prose


def read_order(context: Context, numbers: tuple[OrderNumber, ...], invoices: References) -> Found[Order]:
    """The order of the message; strength 1.0 only if every line has an article, a quantity and the sums agree."""
    for place, document in enumerate(context.opened_documents):
        if document.order is not None:
            return _structured(context, document.order, f"attachment:{place}")
    lines, evidence, source = order_lines(context, invoices)
    po_number = _own_number(numbers, source)
    if not lines and (source is None or po_number is None):
        return Found(None)
    ground = source or context.body
    total, total_evidence = _total(context, ground, lines)
    ordered = _labelled_date(context, ground, "order_date_words")
    wanted = _labelled_date(context, ground, "delivery_date_words", skip=ordered[0])
    if ordered[0] is None and source is not None and source is not context.body:
        ordered = _first_day(context, source)
    order = Order(
        po_number=po_number.number if po_number else None,
        order_date=ordered[0] if ordered[0] != wanted[0] or source is not context.body else None,
        requested_date=wanted[0],
        currency=_currency(context, ground, lines, total),
        total=total,
        lines=lines,
    )
    grounds = [*evidence, *total_evidence, *ordered[1], *wanted[1]]
    if po_number:
        grounds.append(po_number.source.evidence("order.po_number", po_number.start, po_number.end))
    problems = _problems(context, order, ground)
    if ground is context.body and not ground.tables and (total is None or total != line_sum(lines)):
        problems = (*problems, *_unread_numbers(context, grounds, numbers))
    complete = bool(lines) and not problems and order.po_number is not None
    return Found(order, 1.0 if complete else 0.7 if lines else 0.4, tuple(grounds), problems)


def _unread_numbers(
    context: Context, evidence: list[Evidence], numbers: tuple[OrderNumber, ...]
) -> tuple[Problem, ...]:
    """Numbers of a mail in prose that no line explains: without a total to check by, one may be a line unread."""
    spans = [(e.start - context.body.offset, e.end - context.body.offset) for e in evidence if e.source == "body"]
    spans += [(n.start, n.end) for n in numbers if n.source is context.body]
    left = [
        context.body.text[amount.start : amount.end + 12]
        for amount in context.amounts(context.body)
        if not amount.marked and not any(start <= amount.start < end for start, end in spans)
    ]
    return (Problem("unread_number", left[0].strip(), "body"),) if left else ()


def order_lines(
    context: Context, invoices: References
) -> tuple[tuple[OrderLine, ...], tuple[Evidence, ...], Source | None]:
    """The lines wanted: from the first attachment with an order table, from a table in the body, from its words."""
    catalogue = catalogue_of(context.book)
    for source in (*context.documents, context.body):
        for table in source.tables:
            lines, evidence = table_lines(context, source, table, catalogue)
            if lines:
                return lines, evidence, source
    orders = [
        s for s, d in zip(context.documents, context.opened_documents, strict=True) if document_is_order(context, d)
    ]
    for source in (context.body, *orders):
        for reading in (block_lines, text_lines):
            lines, evidence = reading(context, source, catalogue)
            if lines:
                return lines, evidence, source
    return (), (), None


def table_lines(
    context: Context, source: Source, table: Table, catalogue: Catalogue
) -> tuple[tuple[OrderLine, ...], tuple[Evidence, ...]]:
    """The rows of a table that has a column of quantities and one of articles."""
    roles = {role: column for column, role in reversed(column_roles(table).items())}
    if "quantity" not in roles or not {"sku", "description"} & roles.keys():
        return (), ()
    rows = table.rows[table.header + 1 :][:MAX_LINES]
    if "unit_price" not in roles and (column := _price_column(table, rows, roles, context.decimal)) is not None:
        roles["unit_price"] = column
    if "description" in roles and not any(
        re.search(r"[^\W\d_]{2}", row[roles["description"]]) for row in rows if roles["description"] < len(row)
    ):
        words = [
            sum(len(re.findall(r"[^\W\d_]", row[c])) for row in rows if c < len(row))
            for c in range(len(table.rows[table.header]))
        ]
        roles["description"] = words.index(max(words))
    lines: list[OrderLine] = []
    evidence: list[Evidence] = []

    def cell(row: tuple[str, ...], role: str) -> str:
        return row[roles[role]].strip() if role in roles and roles[role] < len(row) else ""

    signs = {
        role: decimal_sign(tuple(cell(row, role) for row in rows), context.decimal)
        for role in ("quantity", "unit_price", "line_total")
    }
    for row in rows:
        quantity = number_in_cell(re.sub(r"[^\d.,' \u00a0-]", "", cell(row, "quantity")), signs["quantity"])
        written, described = cell(row, "sku"), cell(row, "description")
        if quantity is None or quantity <= 0 or not (written or described):
            if lines and described and not cell(row, "quantity") and not number_in_cell(cell(row, "line_total"), "."):
                continue
            continue
        article = catalogue.resolve(written, described)
        price = number_in_cell(cell(row, "unit_price"), signs["unit_price"])
        total = number_in_cell(cell(row, "line_total"), signs["line_total"])
        if price is None and total is not None and article is not None:
            price = None if total % quantity else total / quantity
        path = f"order.lines.{len(lines)}"
        evidence += [
            source.cell(f"{path}.quantity", cell(row, "quantity")),
            source.cell(f"{path}.sku", written or described),
        ]
        lines.append(OrderLine(article.sku if article else None, described or written, quantity, price))
    return tuple(lines), tuple(evidence)


def _price_column(table: Table, rows: tuple[tuple[str, ...], ...], roles: dict[str, int], decimal: str) -> int | None:
    """The unheaded price: the column that times the quantity makes the line's total, else the one headed by a currency."""  # noqa: E501
    heading = table.rows[table.header]
    for column in range(len(heading)):
        if any(roles.get(role) == column for role in roles if role not in ("unit", "currency")):
            continue
        cells = tuple(row[column] for row in rows if column < len(row))
        sign = decimal_sign(cells, decimal)
        values = [number_in_cell(cell, sign) for cell in cells]
        filled = [value for value in values if value is not None]
        if not filled or len(filled) * 2 < len(values):
            continue
        if "line_total" in roles:
            totals = decimal_sign(
                tuple(row[roles["line_total"]] for row in rows if roles["line_total"] < len(row)), decimal
            )
            agreed = [
                quantity * value == total
                for row, value in zip(rows, values, strict=False)
                if value is not None
                and max(roles["quantity"], roles["line_total"]) < len(row)
                and (quantity := number_in_cell(row[roles["quantity"]], decimal)) is not None
                and (total := number_in_cell(row[roles["line_total"]], totals)) is not None
            ]
            if agreed and all(agreed):
                return column
        elif currency_in(heading[column]) is not None:
            return column
    return None


def text_lines(
    context: Context, source: Source, catalogue: Catalogue
) -> tuple[tuple[OrderLine, ...], tuple[Evidence, ...]]:
    """Lines in prose: a quantity beside an article of the catalogue, or a listed line with quantity, words and price."""  # noqa: E501
    units = context.words("units")
    counts = {fold(word): n for pack in context.lexicons for word, n in pack.number_words.items()}
    count = "|".join(re.escape(word) for word in sorted(counts, key=len, reverse=True))
    quantity = rf"(?:\d{{1,6}}(?:[.,' ]\d{{3}})?|(?:{count})(?=[ ]))"
    opener = (
        r"(?P<strong>(?:^|(?<=\n)|(?<=[,;:+])|(?<=\bund)|(?<=\band)|(?<=\bet)|(?<=\bplus))[ \t]{0,8}(?:[-*•·>][ \t]{0,3})?"  # noqa: E501
        r"(?:(?:pos|nr|ligne|line|item)[. ]{0,2}\d{1,3}[.:)][ \t]{0,4}|\d{1,3}[.)][ \t]{1,4})?)|(?<=[a-z.!?][ ])"
    )
    head = re.compile(
        rf"(?:{opener})(?<!\d[.,])(?<![\w-])(?P<quantity>{quantity})[ \t]{{0,3}}(?P<unit>(?:{units})(?![\w/-])\.?)?"
        rf"[ \t]{{0,3}}[:×]?[ \t]{{0,2}}(?=[^\W\d_])(?!(?:{count})\b)"
    )
    lines: list[OrderLine] = []
    evidence: list[Evidence] = []
    flat = source.folded
    matches = list(head.finditer(flat))[:MAX_LINES]
    strong = [m.start("quantity") for m in matches if m["strong"] is not None]
    # Numbers inside a description ("coupling 24 at") are tried last, and not where a line is read already.
    for match in sorted(matches, key=lambda m: (m["strong"] is None, m.start())):
        number, at, end, unit = match["quantity"], match.start("quantity"), match.end(), bool(match["unit"])
        stop = _line_end(flat, end, [place for place in strong if place > at][:1])
        description, price = _description_and_price(context, source, end, stop)
        if not description:
            continue
        article = catalogue.resolve(description)
        listed = re.fullmatch(
            r"[-*•·–> \t\d.:)]{0,12}|(?:pos|nr|ligne|line|item)[ .\d:)]{0,12}", flat[flat.rfind("\n", 0, at) + 1 : at]
        )
        if article is None and not (listed and (unit or price is not None) and len(description) > 3):
            continue
        value = Decimal(counts[number]) if number in counts else decimal_of(number, context.decimal)[0]
        if value is None or value <= 0 or any(e.start <= at + source.offset < e.end for e in evidence):
            continue
        evidence.append(source.evidence(f"order.lines.{len(lines)}", at, stop))
        lines.append(OrderLine(article.sku if article else None, description, value, price))
    placed = sorted(zip(evidence, lines, strict=True), key=lambda pair: pair[0].start)
    evidence, lines = [e for e, _ in placed], [line for _, line in placed]
    lines, evidence = _with_trailing_quantities(context, source, catalogue, lines, evidence)
    return (tuple(lines), tuple(evidence)) if any(line.sku for line in lines) or len(lines) > 1 else ((), ())


def block_lines(
    context: Context, source: Source, catalogue: Catalogue
) -> tuple[tuple[OrderLine, ...], tuple[Evidence, ...]]:
    """Positions written as blocks: the article on one line, "Menge: 5 Stück  Einzelpreis: 12,00" on the next."""
    label = re.compile(
        rf"(?<!\w)(?:{context.words('quantity_words')})[ ]?[:=][ ]{{0,4}}(\d{{1,6}}(?:[.,]\d{{1,3}})?)(?!\w)"
    )
    matches = list(label.finditer(source.folded))[:MAX_LINES]
    lines: list[OrderLine] = []
    evidence: list[Evidence] = []
    for index, match in enumerate(matches):
        before = source.text[matches[index - 1].end() if index else 0 : match.start()].rstrip(" \t,;|")
        written = [line.strip() for line in before.split("\n") if re.search(r"[^\W\d_]{3}", line)]
        quantity, _ = decimal_of(match[1], context.decimal)
        if not written or quantity is None or quantity <= 0:
            continue
        article = catalogue.resolve(written[-1]) or (catalogue.resolve(written[-2]) if len(written) > 1 else None)
        stop = matches[index + 1].start() if index + 1 < len(matches) else len(source.text)
        prices = [
            a.value
            for a in context.amounts(source)
            if match.end() <= a.start < min(stop, match.end() + 120) and a.marked
        ]
        evidence.append(source.evidence(f"order.lines.{len(lines)}", match.start(), match.end()))
        description = re.sub(r"\s{0,3}\([^)]{0,60}\)$", "", written[-1])
        lines.append(OrderLine(article.sku if article else None, description, quantity, prices[0] if prices else None))
    return tuple(lines), tuple(evidence)


def _line_end(flat: str, place: int, following: list[int]) -> int:
    """Where a line in prose ends: at the end of the line or sentence, or where the next quantity begins."""
    ends = [position for mark in ("\n", ". ", "; ", " - ", " (") if (position := flat.find(mark, place)) > 0]
    return min([len(flat), place + LONGEST_LINE, *ends, *following])


def _description_and_price(context: Context, source: Source, start: int, stop: int) -> tuple[str, Decimal | None]:
    """The words of a line and its unit price: cut where the price, a number of an order or a date phrase begins."""
    piece = source.text[start:stop]
    prices = [a for a in context.amounts(source) if start <= a.start < stop and a.marked]
    price = prices[0].value if prices else None
    if prices:
        piece = source.text[start : prices[0].start]
    connectors = context.words("price_words")
    flat = fold(piece)
    cut = re.search(
        rf"(?:[ ,:]{{1,3}}(?:{connectors}))?(?:[ ,:]{{1,3}}(?:{connectors}|a notre tarif[^,]{{0,20}}|unser preis))?[ ,:|=@-]{{0,4}}$",  # noqa: E501
        flat,
    )
    piece = piece[: cut.start()] if cut else piece
    flat = fold(piece)
    stop_words = re.compile(
        rf"[ ,](?:on|sur|auf|fur|pour|for|by|bis|zum|under|unter|with|per|to|and|und|et|bitte|please|svp|s'il)[ ](?=(?:{context.words('order_words')})|.{{0,12}}\d|the|la|le|die|das|der|uns|unser|our|notre|your|as|we|nous)"  # noqa: E501
        r"|[ ,]{1,2}(?:and|und|et|plus)[ ]?$|,[ ](?:a notre|zu unser|at our|wie|comme|as )"
    )
    cut = stop_words.search(flat) or re.search(
        rf"[ ,(]{{1,3}}(?:{context.words('order_words')})[ .:]{{1,3}}(?=[^ ]{{0,12}}\d)", flat
    )
    piece = piece[: cut.start()] if cut else piece
    return piece.strip(" \t,;:.|-–"), price


def _with_trailing_quantities(
    context: Context, source: Source, catalogue: Catalogue, lines: list[OrderLine], evidence: list[Evidence]
) -> tuple[list[OrderLine], list[Evidence]]:
    """ "GM-2204 x 10", "CP-24: 4 Stück": the quantity stands behind the article's number."""
    units = context.words("units")
    behind = re.compile(
        rf"[ \t]{{0,2}}(?:[^\n\d]{{0,40}}?)[ :(-]{{1,3}}(?:(?:x|×|qty|menge|qte|quantite)[ :.]{{0,2}}(\d{{1,6}})|(\d{{1,6}})[ ]?(?:{units})(?!\w))"  # noqa: E501
    )
    seen = {line.sku for line in lines}
    for start, end, article in catalogue.numbers_in(source.text):
        match = behind.match(source.folded, end)
        if article.sku in seen or match is None:
            continue
        seen.add(article.sku)
        evidence.append(source.evidence(f"order.lines.{len(lines)}", start, match.end()))
        lines.append(OrderLine(article.sku, source.text[start:end], Decimal(match[1] or match[2]), None))
    return lines, evidence


def _own_number(numbers: tuple[OrderNumber, ...], source: Source | None) -> OrderNumber | None:
    """The purchase order's number: that of the source with the lines, else the first one stated; new ones before old."""  # noqa: E501
    fresh = [n for n in numbers if not n.known] or list(numbers)
    inside = [n for n in fresh if source is not None and n.source.name == source.name]
    return next(iter(inside or fresh), None)


def _labelled_date(
    context: Context, source: Source, words: str, skip: date | None = None
) -> tuple[date | None, tuple[Evidence, ...]]:
    """The day beside or below a label; for deliveries also a day in the sentence that speaks of delivery."""
    label = re.compile(rf"(?<!\w)(?:{context.words(words)})(?!\w)")
    for cell in cells_beside(source, re.compile(rf"(?:{context.words(words)})(?:[ /:].{{0,20}})?"), headings=True):
        if (day := date_in_cell(cell, context.sent_on, context.languages)) is not None and day != skip:
            return day, (source.cell(_date_path(words), cell),)
    best: tuple[int, date, int, int] | None = None
    for match in label.finditer(source.folded):
        for mention in context.dates(source):
            gap = mention.start - match.end()
            within = 0 <= gap <= 70 and "\n\n" not in source.text[match.end() : mention.start]
            if not within or mention.value == skip:
                continue
            score = gap + (60 if "\n" in source.text[match.end() : mention.start] else 0)
            if gap > 14 and words == "order_date_words":
                continue
            if best is None or score < best[0]:
                best = (score, mention.value, mention.start, mention.end)
    if best is None and words == "delivery_date_words":
        ahead = [m for m in context.dates(source) if m.value > context.sent_on and m.value != skip and m.exact]
        if len({m.value for m in ahead}) == 1:
            best = (0, ahead[0].value, ahead[0].start, ahead[0].end)
    if best is None and source is not context.body and words == "delivery_date_words":
        return _labelled_date(context, context.body, words, skip)
    return (None, ()) if best is None else (best[1], (source.evidence(_date_path(words), best[2], best[3]),))


def _first_day(context: Context, source: Source) -> tuple[date | None, tuple[Evidence, ...]]:
    """The first day of an order form without a label for it: its own, if it lies in the two months before the mail."""
    for mention in context.dates(source)[:4]:
        if 0 <= (context.sent_on - mention.value).days <= 60:
            return mention.value, (source.evidence("order.order_date", mention.start, mention.end),)
    return None, ()


def _date_path(words: str) -> str:
    return "order.order_date" if words == "order_date_words" else "order.requested_date"


def _total(
    context: Context, source: Source, lines: tuple[OrderLine, ...]
) -> tuple[Decimal | None, tuple[Evidence, ...]]:
    """The stated total that the lines add up to, else the one labelled as net, else the last one labelled as total."""
    expected = line_sum(lines)
    stated: list[tuple[Decimal, Evidence, bool]] = []
    for words in ("net_total_words", "total_words"):
        label = re.compile(rf"(?<!\w)(?:{context.words(words)})(?!\w)")
        for match in label.finditer(source.folded):
            line_end = source.text.find("\n", match.end())
            limit = min(match.end() + 60, line_end if line_end >= 0 else len(source.text))
            for amount in context.amounts(source):
                if match.end() <= amount.start < limit and (amount.marked or amount.value >= 10):
                    ground = source.evidence("order.total", amount.start, amount.end)
                    stated.append((amount.value, ground, words == "net_total_words"))
        cell_label = re.compile(rf"(?:{context.words(words)})(?:[ :(].{{0,30}})?")
        for cell in cells_beside(source, cell_label):
            value = number_in_cell(cell, decimal_sign((cell,), context.decimal))
            if value is not None:
                stated.append((value, source.cell("order.total", cell), words == "net_total_words"))
    for value, ground, _ in stated:
        if expected is not None and near(value, expected):
            return value, (ground,)
    chosen = [entry for entry in stated if entry[2]] or stated[-1:]
    return (chosen[0][0], (chosen[0][1],)) if chosen else (None, ())


def line_sum(lines: Iterable[OrderLine]) -> Decimal | None:
    """What the lines come to, before tax; None where one has no price."""
    total = Decimal(0)
    for line in lines:
        if line.unit_price is None:
            return None
        total += line.quantity * line.unit_price
    return total


def _currency(context: Context, source: Source, lines: tuple[OrderLine, ...], total: Decimal | None) -> str | None:
    """The currency that the order names; the customer's own where it has amounts but names none."""
    named = currency_in(source.text) or currency_in(context.body.text)
    for table in source.tables:
        named = named or currency_in(" ".join(cell for row in table.rows[: table.header + 2] for cell in row))
    if named is None and (total is not None or any(line.unit_price is not None for line in lines)) and context.customer:
        return context.customer.currency
    return named


def _problems(context: Context, order: Order, source: Source) -> tuple[Problem, ...]:
    problems = [Problem("unknown_article", line.description, source.name) for line in order.lines if line.sku is None]
    expected = line_sum(order.lines)
    if order.lines and expected is not None and order.total is not None and not near(expected, order.total):
        problems.append(Problem("total_mismatch", f"lines come to {expected}, stated are {order.total}", source.name))
    if source is context.body and any(a.ambiguous for a in context.amounts(source)) and expected != order.total:
        problems.append(Problem("ambiguous_number", "a number can be read in two ways", source.name))
    if not order.lines:
        problems.append(Problem("no_lines", "no order line could be read", source.name))
    return tuple(problems)


def _structured(context: Context, order: StructuredOrder, source: str) -> Found[Order]:
    """An order file says everything itself."""
    catalogue = catalogue_of(context.book)
    lines, problems = [], []
    for line in order.lines:
        article = catalogue.resolve(line.sku or "", line.description)
        quantity = _decimal(line.quantity)
        if quantity is None:
            problems.append(Problem("bad_quantity", line.quantity, source))
            continue
        lines.append(
            OrderLine(
                article.sku if article else None,
                line.description or line.sku or "",
                quantity,
                _decimal(line.unit_price),
            )
        )
    value = Order(
        order.po_number,
        _iso(order.order_date),
        _iso(order.requested_date),
        order.currency,
        _decimal(order.total),
        tuple(lines),
    )
    problems += _problems(context, value, Source(source, ""))
    evidence = (Evidence("order", source, order.format),)
    return Found(value, 1.0 if not problems else 0.8, evidence, tuple(problems))


def _decimal(text: str | None) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None


def _iso(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def document_is_order(context: Context, document: Document) -> bool:
    """Whether an attachment calls itself an order in its first lines, before any other name of a paper."""
    head = fold(document.text[:600])
    order = re.search(rf"(?<!\w)(?:{context.words('order_words')})(?!\w)", head)
    other = re.search(rf"(?<!\w)(?:{context.words('other_documents')})(?!\w)", head)
    return order is not None and (other is None or order.start() < other.start())

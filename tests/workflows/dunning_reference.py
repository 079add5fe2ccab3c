"""The interface's rules of dunning once more, slowly and literally, over plain dicts, to compare the program with.

It shares no code with the program and counts interest day by day in fractions. The rates are read from the same file.
"""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

RATES = tomllib.loads((Path(__file__).parents[2] / "config" / "rates.toml").read_text(encoding="utf-8"))
LAWS: dict[
    str, tuple[str, str, bool]
] = {  # country -> (rate table, points above, the rate of the start counts for all)
    "FR": ("ecb_main_refinancing", "10", False),
    "DE": ("german_base_rate", "9", False),
    "GB": ("bank_of_england", "8", True),
}
POLICIES: dict[str, dict[str, Any]] = {
    "standard": {"days": [7, 21, 35], "release_from": 0},
    "key_account": {"days": [14, 21, 35], "release_from": 2},
    "public_sector": {"days": [37, 51, 65], "release_from": 0},
}
GAP, MINIMUM, INTEREST_FROM, REGISTERED, GRACE = 14, Decimal("5.00"), 2, 3, 3
World = dict[str, Any]  # customers, items, promises, disputes, money, releases, written (Any: plain data)


class Unknown(Exception):
    """A day beyond the published rates."""


def rate(country: str, due: date, day: date) -> Fraction:
    table, points, at_start = LAWS[country]
    fixed = due + timedelta(days=1) if at_start else day
    first = date(fixed.year, 1 if fixed.month < 7 else 7, 1)
    known = [(date.fromisoformat(on), row[0]) for on, row in RATES[table].items() if on[0].isdigit()]
    fitting = [percent for on, percent in sorted(known) if on <= first]
    if fixed > RATES[table]["known_until"] or not fitting:
        raise Unknown(table)
    return Fraction(fitting[-1]) + Fraction(points)


def interest(country: str, item: World, today: date) -> Decimal:
    owed, day = Fraction(0), item["due"] + timedelta(days=1)
    while day <= today:
        paid = sum((amount for value_date, amount in item["paid"] if value_date < day), Decimal(0))
        left = item["taken_over"] - paid if day >= item["issued"] else Decimal(0)
        if left > 0:
            owed += Fraction(left) * rate(country, item["due"], day) / 36500
        day += timedelta(days=1)
    exact = Decimal(owed.numerator) / Decimal(owed.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def compensation(country: str, item: World) -> Decimal:
    if country == "GB":
        pounds = 40 if item["total"] < 1000 else 70 if item["total"] < 10000 else 100
        return Decimal(pounds) if item["currency"] == "GBP" else Decimal(0)
    return Decimal(40) if item["currency"] == "EUR" else Decimal(0)


def on_hold(world: World, number: str, today: date) -> str | None:
    item = world["items"][number]
    if any(number in dispute["invoices"] and dispute["open"] for dispute in world["disputes"]):
        return "dispute"
    for promise in world["promises"]:
        last_day = promise["date"] + timedelta(days=GRACE)
        if promise["state"] == "open" and number in promise["invoices"] and today <= last_day:
            return "promise"
    money = [row["unapplied"] for row in world["money"] if (row["customer"], row["currency"]) == owner(item)[::2]]
    if sum(money, Decimal(0)) >= item["open"]:
        return "payment_seen"
    return "manual" if item["manual"] else None


def owner(item: World) -> tuple[str, str, str]:
    return item["customer"], item["company"], item["currency"]


def run(world: World, today: date) -> list[World]:
    """The letters of one run as the command line prints them; the world is changed as the books are."""
    for promise in world["promises"]:
        if promise["state"] == "open":
            if all(not world["items"][number]["open"] for number in promise["invoices"]):
                promise["state"] = "kept"
            elif today > promise["date"] + timedelta(days=GRACE):
                promise["state"] = "broken"
    for release in world["releases"]:  # our addition: nobody needs to decide about what is paid
        if release["state"] == "open" and not any(world["items"][number]["open"] for number in release["invoices"]):
            release["state"] = "settled"
    groups = sorted({owner(item) for item in world["items"].values()})
    found = [letter for group in groups if (letter := letter_of(world, group, today))]
    for release in world["releases"]:
        if release["state"] == "resolved" and release["group"] not in world["refused"]:
            release["state"] = "used"
    world["refused"] = set()
    return found


def letter_of(world: World, group: tuple[str, str, str], today: date) -> World | None:
    if (group, today) in world["written"]:
        return None
    customer = world["customers"][group[0]]
    policy = POLICIES[customer["policy"]]
    own = {number: item for number, item in world["items"].items() if owner(item) == group}
    listed = [
        number
        for number, item in sorted(own.items(), key=lambda pair: (pair[1]["due"], pair[0]))
        if (today - item["due"]).days >= 1 and item["open"] >= MINIMUM and on_hold(world, number, today) is None
    ]
    credits_ = [
        number for number, item in sorted(own.items(), key=lambda pair: (pair[1]["due"], pair[0])) if item["open"] < 0
    ]
    balance = sum((own[number]["open"] for number in listed + credits_), Decimal(0))
    if balance < MINIMUM:
        return None
    raised, proposed = {}, []
    for number in listed:
        item = own[number]
        level = item["level"] + 1
        if level > 3 or (today - item["due"]).days < policy["days"][level - 1]:
            continue
        if item["level"] and (today - item["raised_on"]).days < GAP:
            continue
        if policy["release_from"] and level >= policy["release_from"]:
            mine = [
                release for release in world["releases"] if release["group"] == group and number in release["invoices"]
            ]
            if not any(release["state"] == "resolved" for release in mine):
                refused = [release["closed"] for release in mine if release["state"] == "rejected"]
                waits = any((today - day).days < GAP for day in refused)
                if not waits and not any(release["state"] == "open" for release in mine):
                    proposed.append(number)
                continue
        raised[number] = level
    try:
        letter = composed(own, listed, credits_, raised, group, customer, today) if raised else None
    except Unknown:
        world["refused"].add(group)
        return None
    if proposed:
        standing = [one for one in world["releases"] if one["group"] == group and one["state"] == "open"]
        if standing:
            standing[0]["invoices"] += proposed
        else:
            world["releases"].append({"group": group, "invoices": proposed, "state": "open", "closed": None})
    for number, level in raised.items():
        own[number]["level"], own[number]["raised_on"] = level, today
        if level == REGISTERED:
            world["registered"].append(number)
    if letter:
        world["written"].add((group, today))
    return letter


def composed(
    own: World, listed: list[str], credits_: list[str], raised: dict[str, int], group: Any, customer: World, today: date
) -> World:
    letter_level = max(raised.values())
    rows = []
    for number in listed:
        level = raised.get(number, own[number]["level"])
        charged = level >= INTEREST_FROM and letter_level >= INTEREST_FROM and customer["country"] in LAWS
        rows.append(
            {
                "document": number,
                "due_date": own[number]["due"].isoformat(),
                "days_overdue": (today - own[number]["due"]).days,
                "open_amount": own[number]["open"],
                "level": level,
                "interest": interest(customer["country"], own[number], today) if charged else Decimal(0),
                "compensation": compensation(customer["country"], own[number]) if charged else Decimal(0),
            }
        )
    notes = [{"document": number, "open_amount": own[number]["open"]} for number in credits_]
    sums = {name: sum((row[name] for row in rows), Decimal(0)) for name in ("interest", "compensation", "open_amount")}
    total = sum(sums.values()) + sum((note["open_amount"] for note in notes), Decimal(0))
    return {
        "customer": group[0], "company": group[1], "currency": group[2], "date": today.isoformat(),
        "level": letter_level, "language": customer["language"],
        "items": [{name: money(value) for name, value in row.items()} for row in rows],
        "credit_notes": [{name: money(value) for name, value in note.items()} for note in notes],
        "interest": money(sums["interest"]), "compensation": money(sums["compensation"]), "total": money(total),
    }  # fmt: skip


def money(value: Any) -> Any:
    return f"{value:.2f}" if isinstance(value, Decimal) else value

"""Days of every manner, read by the calendar from the day on which the mail was sent."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.calendar_days import months_later
from nlp.days import dates

BASE = date(2027, 3, 10)  # a Wednesday
NONE_OF_OURS = ("en", "fr", "de")


def day(text: str) -> date:
    number, month = text.split(".")
    return date(2027, int(month), int(number))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Montag in acht Tagen", "22.3"), ("de", "am Dienstag in vierzehn Tagen", "30.3"),
        ("fr", "mardi en huit", "23.3"), ("en", "Monday week", "22.3"), ("en", "Monday fortnight", "29.3"),
        ("en", "a run on Wednesday week", "17.3"), ("en", "the Tuesday after next", "23.3"),
        ("de", "Ende nächster Woche", "19.3"), ("de", "Anfang kommender Woche", "15.3"), ("en", "by the end of next week", "19.3"),  # noqa: E501
        ("fr", "à la fin de la semaine prochaine", "19.3"), ("en", "early next week", "15.3"), ("de", "Ende der Woche", "12.3"),  # noqa: E501
        ("de", "Dienstag kommender Woche", "16.3"), ("de", "kommende Woche Dienstag", "16.3"), ("en", "Thursday of next week", "18.3"),  # noqa: E501
        ("fr", "jeudi de la semaine prochaine", "18.3"), ("fr", "la semaine prochaine, au plus tard le lundi", "15.3"),
        ("de", "Mittwoch der KW 12", "24.3"), ("de", "KW 12 Montag", "22.3"), ("de", "in der 12. KW", "26.3"),
        ("de", "Anfang KW 12", "22.3"), ("fr", "début semaine 12", "22.3"), ("en", "Tuesday of week 12", "23.3"),
    ],
)  # fmt: skip
def test_a_week_and_its_weekday_are_one_day(language: str, text: str, expected: str) -> None:
    assert [m.value for m in dates(text, BASE, (language,))] == [day(expected)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "payé ce matin 9/03 par virement", ["9.3"]), ("fr", "viré ce jour, le 09/03", ["9.3"]),
        ("de", "heute (9.3.) raus", ["9.3"]), ("de", "gestern, den 8.3., bezahlt", ["8.3"]),
        ("en", "sent today, 9 March", ["9.3"]), ("en", "sent today, 300 follow on 23 March", ["10.3", "23.3"]),
        ("de", "heute bis 23.3. frei", ["10.3", "23.3"]), ("fr", "viré ce matin, 09/02 pour la vôtre", ["10.3", "9.2"]),
    ],
)  # fmt: skip
def test_a_day_told_from_today_and_said_again_in_digits_is_that_day(
    language: str, text: str, expected: list[str]
) -> None:
    assert [m.value for m in dates(text, BASE, (language,))] == [day(each) for each in expected]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "out tomorrow week", "18.3"), ("en", "paid yesterday week", "2.3"), ("en", "today fortnight", "24.3"),
        ("de", "heute in acht Tagen", "17.3"), ("fr", "demain en quinze", "25.3"),
    ],
)  # fmt: skip
def test_a_week_may_be_counted_from_tomorrow(language: str, text: str, expected: str) -> None:
    assert [m.value for m in dates(text, BASE, (language,))] == [day(expected)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "le 7 du mois prochain", "7.4"), ("en", "on the 7th of next month", "7.4"), ("de", "am 7. des Folgemonats", "7.4"),  # noqa: E501
        ("en", "end of next month", "30.4"), ("de", "Mitte nächsten Monats", "15.4"), ("fr", "au début du mois prochain", "1.4"),  # noqa: E501
        ("fr", "le dernier jour du mois", "31.3"), ("de", "am Monatsletzten", "31.3"), ("en", "the last day of April", "30.4"),  # noqa: E501
        ("fr", "mi-avril", "15.4"), ("en", "mid-April", "15.4"), ("fr", "fin d'avril", "30.4"), ("de", "am 7.4 bei Ihnen", "7.4"),  # noqa: E501
        ("en", "with the run of the 7th", "7.4"), ("de", "in zwei Monaten", "10.5"), ("en", "the day after tomorrow", "12.3"),  # noqa: E501
        ("de", "binnen 5 Werktagen", "17.3"), ("en", "within three working days", "15.3"), ("en", "in a fortnight", "24.3"),  # noqa: E501
    ],
)  # fmt: skip
def test_a_month_names_its_days(language: str, text: str, expected: str) -> None:
    assert [m.value for m in dates(text, BASE, (language,))] == [day(expected)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "£300 this Friday and £200 the Friday after", ["12.3", "19.3"]),
        ("fr", "300 le 2 avril et le reste un mois plus tard", ["2.4", "2.5"]),
        ("de", "am 2. April die Hälfte, zwei Wochen später der Rest", ["2.4", "16.4"]),
        ("en", "the owner signs on Monday, it goes out the morning after", ["15.3", "16.3"]),
    ],
)
def test_a_later_day_counts_from_the_one_before_it(language: str, text: str, expected: list[str]) -> None:
    assert [m.value for m in dates(text, BASE, (language,))] == [day(each) for each in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("venerdì 19 marzo", "19.3"), ("dinsdag de 23ste", "23.3"), ("el 7 de abril", "7.4"), ("7. dubna", "7.4")],
)
def test_a_language_without_a_lexicon_has_its_calendar(text: str, expected: str) -> None:
    assert [m.value for m in dates(text, BASE, NONE_OF_OURS)] == [day(expected)]


@pytest.mark.parametrize("text", ["next week we are closed", "kommende Woche ist Messe", "la semaine prochaine"])
def test_a_bare_week_is_no_day(text: str) -> None:
    assert dates(text, BASE, NONE_OF_OURS) == ()


def test_a_weekday_with_its_number_in_brackets_is_one_day() -> None:
    assert [m.value for m in dates("mercredi prochain (le 17)", BASE, ("fr",))] == [day("17.3")]


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(start: date, months: int) -> None:
    later = months_later(start, months)
    assert (later.year - start.year) * 12 + later.month - start.month == months
    assert later.day == start.day or (later.day < start.day and months_later(later, 0).day in (28, 29, 30))

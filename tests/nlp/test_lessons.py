"""Which decisions may teach: few of one sender, none against another person's alone."""

from datetime import UTC, datetime, timedelta

import pytest

from nlp.intents.lessons import MOST_BY_SENDER, MOST_OF_ALL, Taught, admitted, renewed, signals_of
from nlp.reading import Impression, IntentName

NOON = datetime(2026, 2, 16, 12, tzinfo=UTC)
ORDER, QUERY = IntentName.ORDER, IntentName.QUERY


def taught(number: int = 0, *intents: IntentName, text: str = "", actor: str = "ada", sender: str = "") -> Taught:
    """A decision, a minute after the one before; each text and sender unlike the others where none is given."""
    letters = "".join(chr(ord("a") + int(digit)) for digit in str(number))
    seen = Impression(text or f"wir brauchen {letters}", (), (), {"order": {"facts": 0.5, "words": 1.0}}, {}, {})
    who = sender or f"{letters}@kunde.example"
    return Taught(f"m{number}", NOON + timedelta(minutes=number), actor, who, "de", "", seen, intents or (ORDER,), True)


def ids(*all_taught: Taught) -> list[str]:
    return [one.message for one in admitted(all_taught).lessons]


@pytest.mark.parametrize("sender", ["eve@kunde.example", "EVE@Kunde.example", "eve+{n}@kunde.example"])
def test_one_sender_teaches_no_more_than_the_newest_twenty(sender: str) -> None:
    chosen = admitted(taught(n, sender=sender.format(n=n)) for n in range(100))
    assert [one.message for one in chosen.lessons] == [f"m{n}" for n in range(100 - MOST_BY_SENDER, 100)]
    assert chosen.beyond == 80


def test_a_desk_teaches_no_more_than_can_be_learned_in_seconds() -> None:
    assert len(admitted(taught(n) for n in range(MOST_OF_ALL + 7)).lessons) == MOST_OF_ALL


def test_of_two_specialists_who_disagree_neither_is_believed() -> None:
    same = "Wie besprochen."
    chosen = admitted([taught(1, ORDER, text=same), taught(2, QUERY, text=same, actor="bob"), taught(3)])
    assert [one.message for one in chosen.lessons] == ["m3"]
    assert chosen.waiting == 2


def test_a_second_vote_decides() -> None:
    same = "Wie besprochen."
    votes = [taught(1, ORDER, text=same), taught(2, QUERY, text=same, actor="bob")]
    assert ids(*votes, taught(3, ORDER, text=same, actor="cleo")) == ["m1", "m3"]


def test_a_vote_counts_once_for_each_person() -> None:
    same = "Wie besprochen."
    assert ids(*(taught(n, ORDER, text=same) for n in (1, 2, 3)), taught(4, QUERY, text=same, actor="bob")) == []


def test_texts_are_equal_whatever_numbers_they_name() -> None:
    one = taught(1, ORDER, text="Zu Rechnung 2026-10033 wie besprochen")
    other = taught(2, QUERY, text="zu  Rechnung 2026-10099 wie besprochen", actor="bob")
    assert ids(one, other) == []


def test_unlike_texts_do_not_contradict_each_other() -> None:
    assert ids(taught(1, ORDER), taught(2, QUERY, actor="bob")) == ["m1", "m2"]


def test_a_decision_that_says_nothing_of_the_intents_contradicts_nobody() -> None:
    same = "Danke."
    silent = taught(2, text=same, actor="bob")
    chosen = admitted(
        [taught(1, ORDER, text=same), Taught(**{f: getattr(silent, f) for f in FIELDS} | {"intents": ()})]
    )
    assert [one.message for one in chosen.lessons] == ["m1", "m2"]


FIELDS = tuple(Taught.__dataclass_fields__)


def test_what_the_words_say_anew_changes_what_comes_from_them_alone() -> None:
    seen = taught().impression
    scores = {name: 0.9 if name is ORDER else 0.1 for name in IntentName}
    row = renewed(seen, scores, [scores]).own[ORDER]
    assert row["agrees"] == pytest.approx(0.45)
    assert (row["lead"], row["clauses"], row["words"], row["facts"]) == (1.0, 1.0, 1.0, 0.5)
    assert signals_of(seen).own[QUERY] == {}

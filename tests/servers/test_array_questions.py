"""On PostgreSQL a list of texts is asked for as one array, and the answer is what SQLite gives."""

from __future__ import annotations

import pytest

from bot.storage.database import Database
from tests.bot.records import EXAMPLES, customer
from workflows.ports import Not

pytestmark = pytest.mark.servers


def test_a_list_of_keys_is_found_in_order_of_the_keys(postgresql: Database) -> None:
    with postgresql.begin() as uow:
        for number, country in [
            ("K3", "DE"),
            ("K10", "FR"),
            ("É1", "DE"),
            ("k1", "GB"),
            ("K2", "DE"),
            ('a,b"{}', "DE"),
        ]:
            uow.customers.add(customer(number, country=country))
        found = uow.customers.where(number=["K3", "nobody", "k1", "É1", 'a,b"{}'])
        assert [one.number for one in found] == ["K3", 'a,b"{}', "k1", "É1"]
        assert [one.number for one in uow.customers.where(country=("FR", "GB"))] == ["K10", "k1"]
        assert uow.customers.where(number=()) == []
        assert [one.number for one in uow.customers.where(number=("", "K2"))] == ["K2"]
        assert [one.number for one in uow.customers.where(number=("K2\x1fK10", "K3"))] == ["K3"]
        assert uow.customers.where(number=("",)) == []
        assert list(uow.customers.columns("number", number=("K2", "K10"))) == [("K10",), ("K2",)]
        assert [one.number for one in uow.customers.where(number=("K2", "K3"), country=Not("FR"))] == ["K2", "K3"]


def test_more_keys_than_a_statement_takes_parameters_are_one_question(postgresql: Database) -> None:
    with postgresql.begin() as uow:
        uow.customers.add(customer("K70000"))
        assert len(uow.customers.where(number=[f"K{number}" for number in range(80_000)])) == 1


def test_states_and_missing_values_are_asked_for_as_before(postgresql: Database) -> None:
    case = EXAMPLES["cases"]
    with postgresql.begin() as uow:
        uow.cases.add(case)
        assert uow.cases.where(state=(case.state,), customer=(case.customer, "nobody")) == [case]
        assert uow.cases.where(customer=(case.customer, None)) == [case]

"""Policies of dunning out of TOML: the shipped ones, what may be said beyond them, and every fault by name."""

import tomllib
from decimal import Decimal

import pytest

from bot.settings.dunning import dunning_policies, shipped
from bot.settings.section import Section
from workflows.dunning.model import DisputeHold

LEAST = 'days = [7, 21, 35]\ngap_days = 14\nminimum = "5.00"\n'


def read(text: str, companies: tuple[str, ...] = ("FR01",)) -> tuple[dict[str, object], list[str]]:
    faults: list[str] = []
    found = dunning_policies(Section(tomllib.loads(text), "dunning", faults), companies)
    return dict(found), faults


def test_the_shipped_policies_say_nothing_beyond_the_interface() -> None:
    faults: list[str] = []
    policies = dunning_policies(shipped(faults))
    assert faults == [] and set(policies) == {"standard", "key_account", "public_sector"}
    for policy in policies.values():
        assert (policy.gaps, policy.fees, policy.charge_accounts, policy.wordings) == ((), (), (), ())
        assert policy.dispute_holds is DisputeHold.ITEM
        assert not policy.unread_mail_holds and policy.contract_percent is None


def test_a_policy_of_four_levels_with_everything_said() -> None:
    text = """
    [heavy]
    days = [3, 10, 20, 30]
    gap_days = [0, 7, 10, 10]
    minimum = "5.00"
    level_minimum = ["5.00", "5.00", "50.00", "200.00"]
    fee = ["0.00", "5.00", "10.00", "10.00"]
    wording = [1, 1, 2, 3]
    charge_accounts = ["468700", "763100"]
    contract_rate = "12.00"
    dispute_holds = "part"
    unread_mail_holds = true
    """
    policies, faults = read(text)
    policy = policies["heavy"]
    assert faults == []
    assert [policy.gap_before(level) for level in (2, 4)] == [7, 10]  # type: ignore[attr-defined]
    assert policy.charge_accounts == ("468700", "763100") and policy.wording_of(4) == 3  # type: ignore[attr-defined]
    assert policy.fee_of(3) == policy.minimum_of(3) / 5 == Decimal(10)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (LEAST.replace("[7, 21, 35]", "[21, 7, 35]"), "days must be rising numbers"),
        (LEAST.replace("[7, 21, 35]", "[1, 2, 3, 4]"), "wording must say for each of the 4 levels"),
        (LEAST + 'fee = ["1.00"]\n', "fee must have 3 amounts"),
        (LEAST + 'fee = ["a", "b", "c"]\n', "fee must be amounts"),
        (LEAST.replace("14", "[1, 2]"), "gap_days must be one number, or 3"),
        (LEAST + "wording = [1, 2, 7]\n", "wording: 7 is none of 1, 2, 3"),
        (LEAST + 'charge_accounts = ["468700"]\n', "charge_accounts must be two accounts"),
        (LEAST + 'dispute_holds = "never"\n', "dispute_holds must be one of item, part"),
        (LEAST + "colour = 3\n", "colour is not a known setting"),
    ],
)
def test_every_fault_is_named(text: str, fault: str) -> None:
    _, faults = read(f"[own]\n{text}")
    assert any(fault in found for found in faults), faults


def test_a_company_may_have_a_policy_its_own_way_if_there_is_that_company() -> None:
    policies, faults = read(f'[standard]\n{LEAST}["standard@FR01"]\n{LEAST}["standard@XX"]\n{LEAST}')
    assert set(policies) == {"standard", "standard@FR01", "standard@XX"}
    assert faults == ["[dunning.standard@XX] there is no company 'XX'"]

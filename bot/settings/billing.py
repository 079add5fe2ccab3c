"""`[billing]` and `[revenue]`: when contracts are billed, what waits for a person, how revenue is spread."""

from __future__ import annotations

from bot.settings.dunning import dunning_schedule
from bot.settings.section import Section
from bot.settings.values import DunningSchedule
from workflows.billing.model import BillingPolicy
from workflows.revenue.model import OVER_TIME, GoodsEarned, Method, RevenuePolicy


def billing_policy(section: Section) -> BillingPolicy:
    """Without `approve_from` no invoice of a contract waits for a person."""
    limit = section.decimal("approve_from") if "approve_from" in section.table else None
    if limit is not None and limit <= 0:
        section.fault('approve_from must be an amount above zero like "10000.00"')
    return BillingPolicy(limit)


def billing_schedule(section: Section) -> DunningSchedule:
    """As the schedule of dunning: "manual", or weekdays and an hour."""
    section.known.add("approve_from")
    return dunning_schedule(section)


def revenue_policy(section: Section) -> RevenuePolicy:
    methods = tuple(method.value for method in OVER_TIME)
    moments = tuple(moment.value for moment in GoodsEarned)
    method = section.text("method", Method.DAILY.value, one_of=methods)
    goods = section.text("goods", GoodsEarned.ON_INVOICE.value, one_of=moments)
    section.done()
    return RevenuePolicy(
        Method(method) if method in methods else Method.DAILY,
        GoodsEarned(goods) if goods in moments else GoodsEarned.ON_INVOICE,
    )

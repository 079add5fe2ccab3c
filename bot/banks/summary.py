"""What became of a file from the bank, in one line for whoever brought it."""

from __future__ import annotations

from bot.banks.detect import Contents
from bot.banks.stream import gaps


def summary_of(contents: Contents, *, new: int, kept: int) -> str:
    """How much the file held, how much of it was new, and where a statement may be missing."""
    statements, sources, statuses = contents.statements, contents.sources, contents.statuses
    told = []
    if statements or not (sources or statuses):
        entries = sum(len(one.entries) for one in statements)
        told.append(f"{len(statements)} statements, {entries} entries, {new} new")
    if sources:
        shares = sum(share.kind != "charge" for one in sources for share in one.shares)
        told.append(f"{len(sources)} reports of {shares} receipts, {kept} new: they wait for the bank's line")
    if statuses:
        refused = [one for one in statuses if one.refused]
        reasons = ", ".join(sorted({one.reason for one in refused if one.reason}))
        told.append(f"{len(statuses)} payment statuses, {len(refused)} refused{f' ({reasons})' if reasons else ''}")
    return "; ".join([*told, *gaps(statements)])

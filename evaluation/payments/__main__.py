"""`python -m evaluation.payments --mix base --items 100000 --seed 1`: how well and fast money is matched."""

from __future__ import annotations

import argparse
import re

from evaluation.payments.measuring import Result, Tally, measure, wilson
from evaluation.payments.mixes import MANNERS, draw_data


def main() -> None:
    parser = argparse.ArgumentParser(prog="evaluation.payments", description=__doc__)
    parser.add_argument("--mix", choices=sorted(MANNERS), default="base")
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--lines", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="how many wrong ones and held ones of each category")
    parser.add_argument("--category", default="", help="show those of this category alone")
    chosen = parser.parse_args()
    book, lines = draw_data(chosen.mix, chosen.items, chosen.lines, chosen.seed)
    result = measure(book, lines)
    print(f"{chosen.mix}, {book.items} open items, {len(lines)} lines, seed {chosen.seed}")
    report(result)
    if chosen.show:
        show(result, chosen.show, chosen.category)


def report(result: Result) -> None:
    total = result.total
    print(
        f"precision {total.precision:.5f} ({total.automatic - total.right} wrong of {total.automatic}, lower bound "
        f"{wilson(total.right, total.automatic):.5f}), recall {total.right / total.due:.4f}, "
        f"with the first proposal {(total.right + total.first) / total.due:.4f}, "
        f"with three {(total.right + total.any) / total.due:.4f}"
    )
    slow = result.slowest
    print(
        f"{total.lines / result.seconds:.0f} lines/s, p99 {slow[len(slow) // 100] * 1e3:.2f} ms, most "
        f"{slow[0] * 1e3:.1f} ms, index {result.build_seconds:.1f} s, {result.megabytes:.0f} MB"
    )
    for name, tally in sorted(result.by_category.items(), key=lambda each: -each[1].lines):
        print(f"  {name:26} {_row(tally)}")
    for name, tally in sorted(result.by_rule.items(), key=lambda each: -each[1].lines):
        print(f"  rule {name:26} {tally.automatic:6} automatic, {tally.automatic - tally.right} wrong")


def _row(tally: Tally) -> str:
    recall = tally.right / tally.due if tally.due else 0.0
    first = (tally.right + tally.first) / tally.due if tally.due else 0.0
    return f"{tally.lines:6} lines  recall {recall:.3f}  first {first:.3f}  wrong {tally.automatic - tally.right}"


def show(result: Result, most: int, category: str) -> None:
    for wrong in result.wrong[: most * 4]:
        entry = wrong.line.entry
        print(
            "WRONG", wrong.category, entry.amount, entry.texts, entry.structured, entry.payer_name, wrong.line.customer
        )
        print("   truth", [(put.document, str(put.amount), str(put.discount)) for put in wrong.line.truth])
        print(
            "   answer",
            wrong.answer.rule,
            [(put.invoice, str(put.amount), str(put.discount), str(put.write_off)) for put in wrong.answer.lines],
        )
    shown: dict[tuple[str, str], int] = {}
    for line, held in result.held:
        key = (line.category, re.sub(r"\S*\d\S*", "#", held.why))
        shown[key] = shown.get(key, 0) + 1
        if shown[key] <= most and line.truth and category in ("", line.category):
            entry = line.entry
            print(f"HELD {line.category}: {held.why}")
            print(
                "    ",
                entry.amount,
                entry.texts,
                entry.end_to_end_id,
                entry.payer_name,
                entry.payer_iban[:6],
                line.customer,
            )
            print("     truth", [(put.document, str(put.amount)) for put in line.truth[:6]])
    for (name, why), count in sorted(shown.items(), key=lambda each: -each[1])[:40]:
        print(f"{count:5} {name}: {why}")


if __name__ == "__main__":
    main()

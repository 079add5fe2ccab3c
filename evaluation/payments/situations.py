"""The situations that bank lines come from: each draws its lines with what ought to become of them."""

from __future__ import annotations

from evaluation.payments import distortion, listed, nobodys, partial, single, wording
from evaluation.payments.kinds import Situation

WRITTEN: dict[str, Situation] = {
    name: single.written(name, write)  # type: ignore[arg-type]
    for name, write in (
        ("exact ref", lambda number, rng: number),
        ("reformatted", distortion.reformatted),
        ("lost prefix", distortion.without_prefix),
        ("digit typo", distortion.typo),
        ("swapped", distortion.swapped),
        ("lost digit", distortion.lost_digit),
        ("ocr", distortion.lookalike),
    )
}
SITUATIONS: dict[str, Situation] = {
    **WRITTEN,
    "wrapped": single.glued,
    "rf": single.structured,
    "rf wrong digit": single.structured_wrong,
    "po only": single.purchase,
    "end-to-end id": single.end_to_end,
    "name only": single.name_only,
    "several refs": listed.several,
    "refs cut at 140": listed.cut,
    "several without refs": listed.several_without,
    "group payer": single.group_payer,
    "skonto one": partial.discount_one,
    "skonto late": partial.discount_late,
    "skonto many": listed.discount_many,
    "credit note": listed.credit_netted,
    "deduction": partial.short("deduction", wording.DEDUCTION, (0.7, 0.97)),
    "part payment": partial.short("part payment", wording.PART, (0.2, 0.8)),
    "instalment": partial.instalments,
    "overpay": partial.overpaid,
    "double payment": partial.paid_twice,
    "charges stated": partial.charges_stated,
    "charges silent": partial.charges_silent,
    "rounding": partial.rounding,
    "already paid": nobodys.already_paid,
    "stranger": nobodys.stranger,
    "not a payment": nobodys.not_a_payment,
}

"""What banks' transaction codes say a movement is: ISO 20022 families, German GVC, SWIFT types, BAI types.

ISO 20022 external code set "bank transaction codes"; German Geschäftsvorfallcodes (Deutsche Kreditwirtschaft);
SWIFT MT940 field 61 sub-field 6; BAI2 uniform type codes. Codes that are not named here say nothing.
"""

from __future__ import annotations

from collections.abc import Mapping


def _by_code(**codes: str) -> Mapping[str, str]:
    kinds = {"returned": "return"}  # a word of Python
    return {code: kinds.get(kind, kind) for kind, listed in codes.items() for code in listed.split()}


FAMILY_KINDS = _by_code(
    credit_transfer="RCDT IRCT RRCT ICDT IRCP",
    direct_debit="IDDT RDDT",
    cheque="RCHQ ICHQ",
    card="MCRD CCRD",
    other="CNTR",
    internal="CAPL",
)
SUBFAMILY_KINDS = _by_code(
    charge="CHRG COMM FEES COME COMI COMT",
    interest="INTR INTE",
    returned="UPDD PRDD RCDD UPCQ CQRV UPCT RRTN RPCR ARET",
    internal="SWEP TOPG ZABA",
    other="CAJT",
)
GVC_KINDS = _by_code(
    returned="009 059 108 109 159 181 184",
    credit_transfer="020 051 052 053 116 117 119 152 153 154 155 156 166 167 168 169 177 188 191 194 201 202",
    direct_debit="004 005 071 104 105 171 174 192 193 196",
    cheque="070 170",
    interest="805 814",
    charge="808 809",
    internal="833",
)
SWIFT_KINDS = _by_code(
    charge="CHG COM BRF",
    interest="INT",
    direct_debit="DDT",
    returned="RTI",
    cheque="CHK TCK",
    credit_transfer="TRF DCR STO",
)
BAI_KINDS = _by_code(
    credit_transfer="108 142 169 195 208 495",
    direct_debit="165 451 455",
    cheque="115 116 172 175 475",
    internal="206 275 277 506 575 577",
    returned="255 257 261 266 555 557 561 566",
    interest="354 654",
    charge="661 695 698",
)

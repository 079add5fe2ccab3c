"""The use cases of invoicing: issue, credit, take over, verify."""

from workflows.invoicing.chain import verify_chain
from workflows.invoicing.crediting import issue_credit_note
from workflows.invoicing.issuing import issue, issue_invoice
from workflows.invoicing.opening import take_over

__all__ = ["issue", "issue_credit_note", "issue_invoice", "take_over", "verify_chain"]

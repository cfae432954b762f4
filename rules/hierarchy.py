"""Which figures a government's report adds up from its organs'."""

from __future__ import annotations

COMPARED = (
    "t2.normative_documents.issued",
    "t2.licences.decisions",
    "t2.penalties.decisions",
    "t2.coercive_measures.decisions",
    "t2.fees.amount",
    "t3.new.total",
    "t3.carried_over.total",
    "t3.total.total",
    "t3.carried_forward.total",
    "t4.review.total",
    "t4.suit_direct.total",
    "t4.suit_after_review.total",
)

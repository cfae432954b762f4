"""What a random first table must keep to so that no rule has a question: powers, stocks and flows."""

from __future__ import annotations

from rules.power import may_make_rules


def lawful(agency: str, form_id: str, values: dict[str, str]) -> dict[str, str]:
    """The values with 规章 only for organs that may make them, and stocks that hold what was added to them."""
    made = dict(values)
    if not may_make_rules(agency):
        made |= {key: "0" for key in values if key.startswith("t2.regulations.")}
    for row in ("t2.regulations", "t2.normative_documents"):
        if form_id == "2021":
            _raise(made, f"{row}.in_force", int(made[f"{row}.issued"]))
        else:
            _raise(made, f"{row}.total_disclosed", int(made[f"{row}.disclosed"]))
    return made


def _raise(values: dict[str, str], stock: str, flow: int) -> None:
    """A stock below the flow into it grows by the flow."""
    if int(values[stock]) < flow:
        values[stock] = str(int(values[stock]) + flow)

"""Reviews and suits that table 4 does not count: other business of the organ, another cause, a wider set."""

from __future__ import annotations

import re

from core.claims.sentences import Figure, Sentence

_ROLE = re.compile(r"(?<!在)(?<!已)审理[^，；]{0,12}(?:复议|诉讼)|出庭|代理|代[一-龥]{1,10}(?:答复|应诉|办理|处理)|化解|旁听")
_CAUSE = re.compile(r"(?:因|由|涉及|涉|关于|有关|针对|围绕)(?P<cause>[^，；]{1,24}?)(?:引发|引起|提起|产生|导致|发生|类|的)")
_DISCLOSURE = re.compile(r"公开|申请|答复|告知|不服|我|本|局|委|厅|政府|办理|处理|工作|此")
_EVERY = re.compile(r"(?:各类|所有|各种|其他类型|其他类|其他)的?[^，；]{0,4}(?:复议|诉讼)")
_WIDER = re.compile(r"(?:含|包括|包含|涵盖)[^，；）]{0,10}(?:非(?:政府)?信息公开|其他(?:行政)?(?:案件|类|事项)|各类|所有)")

_SOME_OF_THEM = re.compile(r"，?其中[^，；0-9]{0,6}信息公开")
"""复议86件，其中涉及政府信息公开的16件: the whole is wider."""


def other_cases(figure: Figure, sentence: Sentence) -> bool:
    """审理行政复议863件, 因征收土地引发的诉讼, 复议514件（含非政府信息公开类）: not, or not only, what table 4 counts."""
    before = sentence.text[sentence.clauses[figure.clause].start : figure.start]
    cause = _CAUSE.search(before)
    if cause is not None and not _DISCLOSURE.search(cause["cause"]):
        return True
    if _ROLE.search(before) or _EVERY.search(before):
        return True
    return _WIDER.search(_behind(figure, sentence)) is not None or _SOME_OF_THEM.match(sentence.text, figure.end) is not None


def _behind(figure: Figure, sentence: Sentence) -> str:
    """The bracket that follows a figure."""
    rest = sentence.text[figure.end : figure.end + 40]
    return rest.split("）")[0] if rest.startswith("（") else ""

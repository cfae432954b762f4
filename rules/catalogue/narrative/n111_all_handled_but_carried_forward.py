"""N111: the text says that all applications were handled, and table 3 carries some forward."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.report import Report
from rules.arithmetic import plain
from rules.context import Run
from rules.narrative import Anchors, amount, cells_used, narratives, otherwise, quoted, sentence_span
from rules.registry import rule
from rules.result import Result, Severity

_CELL = "t3.carried_forward.total"
_ALL = re.compile(
    r"(?:全部|全都|均|都|悉数|一律|所有[^，。；\n]{0,16}?(?:已|均|都))[^，。；\n]{0,16}?"
    r"(?:办结|办理完毕|办理完成|处理完毕|处理完成|答复完毕|办毕|办复|办理完结|审结)"
    r"|(?:均已|全部已|都已|已全部|已悉数|全部)(?!公开)[^，。；\n]{0,10}?(?:答复|回复|办理)(?!情况|工作|流程|平台|系统)"
    r"|(?:办结|答复|办理完成|回复)率(?:为|达到?|均为|均达到?|保持|实现)?100[%％]"
)
_IN_TIME = re.compile(r"(?:按时|按期|按照?(?:法定|规定)|及时|法定(?:期限|时限)|规定(?:期限|时限|时间)|依法|依规|限期|期限)")
_RATE = re.compile(r"率[^，。；\n]{0,4}100")
_FINISHED = re.compile(r"办结|完毕|完成|办毕|完结|审结|已")
_APPLICATION = re.compile(r"申请|依申请")
_CARRIED = re.compile(r"(?:结转|顺延|转)(?:至|到|入)?(?:下|次|明|20)|延至|顺延|尚未|正在办理|到期|未办结")
_OF_OTHERS = re.compile(r"转办|转来|转交|交办|移交|移送|(?:年度?|上年|去年)(?:结转|遗留)")
_RECEIVED = re.compile(r"收到|新收|受理")
"""Applications that another organ passed on, or those carried over, are not all of them."""
_OTHER = re.compile(r"提案|建议|信件|工单|留言|咨询|复议|诉讼|举报|投诉|信访|热线|来信|议案|回应")


@rule(code="N111", severity=Severity.WARNING, basis="consistency", needs=("form", "t3"))
def all_handled_but_carried_forward(report: Report, run: Run) -> Iterator[Result]:
    """全部办结, 均已答复 leave nothing to carry forward; 均在法定期限内答复 says only that the answers were in time."""
    return otherwise(_found(report, run), all_handled_but_carried_forward.skipped("no_claim"))


def _found(report: Report, run: Run) -> Iterator[Result]:
    del run
    forward = amount(report, (_CELL,))
    if forward is None:
        yield all_handled_but_carried_forward.skipped("absent_cell", cells=(_CELL,), finding="S302")
        return
    anchors = Anchors(report)
    for section, even in narratives(report):
        for match in _ALL.finditer(even.text):
            start, end = sentence_span(even.text, match.start(), match.end())
            if not _says_so(match[0], even.text[start:end], even.text[max(0, start - 120) : start]):
                continue
            if _RATE.search(match[0]) and _IN_TIME.search(even.text[max(start, match.start() - 10) : match.start()]):
                continue  # 按时办结率100%: those that were due, not all
            anchor = anchors.at(section, *even.span(match.start(), match.end()))
            if not forward:
                yield all_handled_but_carried_forward.passed(anchor, section=section)
                continue
            yield all_handled_but_carried_forward.fail(
                anchor,
                quoted(report, section, even, start, end),
                *cells_used(report, (_CELL,)),
                section=section,
                statement=match[0],
                carried=plain(forward),
            )


def _says_so(statement: str, sentence: str, before: str) -> bool:
    if _OTHER.search(sentence) or not (_APPLICATION.search(sentence) or _APPLICATION.search(before)):
        return False
    if _CARRIED.search(sentence) or (_OF_OTHERS.search(sentence) and not _RECEIVED.search(sentence)):
        return False
    return not _IN_TIME.search(statement) or _FINISHED.search(statement) is not None

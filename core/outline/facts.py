"""Title, organ, year and publication date of a report, each with every place where it was found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import PurePosixPath
from typing import NamedTuple

from core.align.stream import Line
from core.document import Document, Place
from core.report import Found
from core.text import clean, comparable

_YEAR = re.compile(
    r"(?<![0-9])(?P<digits>(?:19|20)\s?[0-9]\s?[0-9])(?![0-9])|(?P<words>[二2][〇○零0Oo][一二三零〇○0-9][〇○零一二三四五六七八九0-9])"
)
_WORD_DIGITS = {"〇": "0", "○": "0", "零": "0", "O": "0", "o": "0"} | {c: str(n) for n, c in enumerate("一二三四五六七八九", 1)}
_REPORT = re.compile(r"(?:政府|政务|信息).{0,12}公开.{0,14}(?:报告|年报|总结)|公开(?:工作)?年度报告|年度报告")
_TAIL = re.compile(
    r"(?:关于|的|年度|本级|贯彻.*)?(?:《?政府|政务)?信息?公开(?:工作)?(?:情况)?(?:的)?(?:年度|年)?(?:工作)?(?:情况)?(?:报告|年报|总结).*$"
    r"|年度报告.*$"
)
_NOT_ORGAN = re.compile(
    r"^(?:[\[【][^\]】]{1,8}[\]】])?[\s:：,，.·\-_#*\"'()0-9]*(?:关于|附件[0-9]*|正文|标题|名称|题名)?[\s:：]*|[\s:：,，.·\-_#*\"'(]*(?:关于|的)?(?:(?:政府|政务)?信息公开(?:工作)?(?:情况)?)?$"
)
_ORGAN_END = (
    r"(?:人民政府|政府|办公室|办公厅|委员会|管委会|局|厅|委|院|署|处|所|站|"
    r"队|中心|街道|办事处|镇|乡|集团|公司|银行|大学|学院|学校|医院|会|市|县|区|省|州|盟|旗)"
)
_NAME = r"[\u3400-\u9fff()]"
_DOES = r"(?:在|认真|坚持|深入|严格|全面|高度|以|按照|紧紧|不断|积极|持续|切实|进一步|始终|贯彻)"
_FIRST_SENTENCE = re.compile(
    rf"(?:本(?:年度)?报告|本年报)?由(?P<compiled>{_NAME}{{2,30}}?{_ORGAN_END})(?:根据|按照|依据|编制|编写|汇总)"
    rf"|(?:^|[。\s])(?:根据|按照|依据).{{4,120}}?,(?:现将|特?由)?(?P<after>{_NAME}{{2,30}}?{_ORGAN_END})"
    r"(?:编制|现公布|向社会|[0-9]{4}\s*年)"
    rf"|[0-9]{{4}}\s*年(?:度)?(?:以来)?,(?P<subject>(?!我){_NAME}{{2,24}}?{_ORGAN_END}){_DOES}"
)
_PERIOD = re.compile(r"(?:统计|数据|期限|周期|时间|报告).{0,16}?((?:19|20)[0-9]{2})\s*年\s*1\s*月\s*1\s*日")
_DATE = r"(?P<y>(?:19|20)[0-9]{2})\s*[-/.年]\s*(?P<m>[0-9]{1,2})\s*[-/.月]\s*(?P<d>[0-9]{1,2})\s*日?"
_LABELLED_DATE = re.compile(
    r"(?:(?P<label>发布|发文|公开|公布|生成|成文|印发|上传|更新|录入|信息|发稿)?\s*(?:日期|时间)(?!范围|段|表)|(?P<at>发布)于?)"
    rf"\s*[:\]]?\s*(?:{_DATE}|(?P<compact>20[0-9]{{6}})(?![0-9]))"
)
_RANKS = {"发布": 0, "公开": 0, "公布": 0, "发稿": 0, "发文": 2, "生成": 2, "成文": 2, "印发": 2, "上传": 3, "更新": 3, "录入": 3}
"""Which of several labelled dates is the day of publication: one that says so, before one that says nothing, before others."""
_BYLINE = re.compile(r"来源|浏览|阅读|点击|访问|字号|字体|发布|作者|编辑|稿源")
_TIME = r"(?:\s+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
_WRITTEN_DATE = r"[二2][〇○零0Oo][一二三][〇○零一二三四五六七八九]年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
_DATE_LINE = re.compile(rf"\s*(?:\(\s*)?(?:{_DATE}|(?P<words>{_WRITTEN_DATE}))\s*(?:\)\s*)?")
_CENTURY = re.compile(r"19|[2二][〇○零0Oo]")
"""What every line with a date alone has; most lines of a report have it not."""
_DATED_LINE = re.compile(rf"\W*{_DATE}{_TIME}\W*")
_SIGNED_LINE = re.compile(rf"\s*[\u3400-\u9fff()]{{2,30}}{_ORGAN_END}\s+{_DATE}\s*")
_ANY_DATE = re.compile(rf"(?<![0-9]){_DATE}(?![0-9])")
_LONGEST_TITLE = 80
_LONGEST_BYLINE = 90
_NEAR_TITLE = 8
_FEW_OPENING = 5
_TITLE_IN_FRONT = re.compile(
    r"[\s#*]*(?P<title>(?!根据|按照|依据|为|本报告)[^。;,:《》]{6,60}?(?:报告|年报)(?:\([^()]{1,12}\))?)(?=[\s*]|根据|按照|依据|为了?|本报告|现将)"
)
_OPENING = 40


@dataclass(frozen=True, slots=True)
class Title:
    """The title as printed and the lines it stands on."""

    text: str
    first_line: int
    last_line: int
    place: Place


class Opening(NamedTuple):
    """What stands before and right behind the first heading, as printed and made comparable."""

    text: str
    even: str

    @classmethod
    def of(cls, text: str) -> Opening:
        """The opening that is printed so."""
        return cls(text, comparable(text))


def find_title(lines: Sequence[Line], text: str, first_heading: int) -> Title | None:
    """The report's title: the last line before the first section that names such a report, with what it is broken over."""
    best: Title | None = None
    rank = 0
    for number in range(min(first_heading, len(lines))):
        line = lines[number]
        if (line.kind == "prose" and len(line.text) > _LONGEST_TITLE) or line.kind == "furniture":
            continue
        candidate = _title_at(lines, number, first_heading, text)
        if candidate is None:
            continue
        value = _title_rank(candidate)
        if value >= rank:
            best, rank = candidate, value
    return best or _leading_title(lines[:first_heading], text)


def _leading_title(lines: Sequence[Line], text: str) -> Title | None:
    """A title with which a longer line begins: the report, or all that stands before its first section, is one line."""
    for number, line in enumerate(lines[:_FEW_OPENING]):
        match = _TITLE_IN_FRONT.match(line.text)
        if match is None or line.kind == "furniture":
            continue
        organ = comparable(organ_of_title(match["title"]) or "")
        if _REPORT.search(match["title"]) and year_in(match["title"]) and re.fullmatch(rf"{_NAME}+{_ORGAN_END}", organ):
            start, end = line.start + match.start("title"), line.start + match.end("title")
            return Title(clean(text[start:end]), number, number, Place(start, end))
    return None


def _title_rank(title: Title) -> int:
    plain = comparable(title.text)
    rank = 1 + (2 if _YEAR.search(plain) else 0) + (2 if len(organ_of_title(title.text) or "") > 1 else 0)
    crumbs = re.search(r"[>|]|首页|位置|导航", plain)
    sentence = re.search(r"[。;]|根据|编制|[《》]", plain)
    return max(0, rank - (4 if crumbs else 0) - (3 if sentence else 0))


def _title_at(lines: Sequence[Line], number: int, stop: int, text: str) -> Title | None:
    """A title that begins in line `number`, on up to three lines."""
    joined = ""
    for extra in range(3):
        if number + extra >= stop or number + extra >= len(lines):
            return None
        line = lines[number + extra]
        if line.kind == "furniture" or len(line.text) > _LONGEST_TITLE or re.search(r"[。;]", line.text):
            return None
        joined += line.text.replace("\t", "")
        squeezed = "".join(joined.split())
        if _REPORT.search(squeezed):
            if extra and _REPORT.search("".join(line.text.split())) and _YEAR.search(line.text) and organ_of_title(line.text):
                return None
            first, last = lines[number], line
            printed = clean("".join(_joined(lines[number : number + extra + 1], text)))
            return Title(printed.lstrip("#* ").rstrip("* "), number, number + extra, Place(first.start, last.end))
    return None


def _joined(lines: Iterable[Line], text: str) -> Iterator[str]:
    for line in lines:
        yield text[line.start : line.end].strip()


@lru_cache(maxsize=64)
def organ_of_title(title: str) -> str | None:
    """`卫辉市公安局2021年政府信息公开工作年度报告` → `卫辉市公安局`; also with the year first or behind."""
    plain = "".join(comparable(title).split())
    original = "".join(title.split())
    if len(plain) != len(original):
        original = plain
    tail = _TAIL.search(plain)
    head = plain[: tail.start()] if tail else plain
    kept = original[: len(head)]
    pieces = [kept[start:end] for start, end in _between_years(head)]
    organs = [piece for piece in (_NOT_ORGAN.sub("", piece) for piece in pieces) if len(piece) > 1]
    organs = [organ for organ in organs if not re.fullmatch(r"(?:政府|政务)?信息公开|公开|工作|年度|全年", comparable(organ))]
    return organs[0] if organs else None


def _between_years(head: str) -> Iterator[tuple[int, int]]:
    at = 0
    for match in re.finditer(rf"\(?(?:{_YEAR.pattern})\s*(?:年度|年|度)?\)?", head):
        yield at, match.start()
        at = match.end()
    yield at, len(head)


def year_in(text: str) -> int | None:
    """The first year named in a text."""
    match = _YEAR.search(comparable(text))
    if match is None:
        return None
    digits = match["digits"] or "".join(_WORD_DIGITS.get(character, character) for character in match["words"])
    try:
        year = int("".join(digits.split()))
    except ValueError:
        return None
    return year if 1999 <= year <= 2100 else None


def find_agencies(
    title: Title | None, opening: Opening, signature: str | None, document: Document, name: str
) -> tuple[Found, ...]:
    """Every organ named as the report's own, the deciding one first."""
    found: list[Found] = []
    organ = organ_of_title(title.text) if title else None
    if title and organ:
        found.append(Found(organ, "title", title.text, place=title.place))
    for match in _FIRST_SENTENCE.finditer(opening.even):
        value = next(group for group in match.groups() if group)
        value = re.sub(r"(人民政府)(?:办公室|办公厅)$", r"\1", value)
        found.append(Found(value, "text", opening.text[match.start() : match.end()].strip()))
        break
    if signature:
        found.append(Found(clean("".join(signature.split())), "text", signature))
    for origin, text in (("metadata", document.title or ""), ("file_name", _stem(name))):
        organ = organ_of_title(text) if _REPORT.search(comparable(text)) or origin == "file_name" else None
        if organ and re.search(rf"{_ORGAN_END}$", comparable(organ)):
            found.append(Found(organ, "metadata" if origin == "metadata" else "file_name", text))
    return tuple(found)


def find_years(title: Title | None, opening: Opening, document: Document, name: str, body: str) -> tuple[Found, ...]:
    """Every year named as the reported one, the deciding one first."""
    found: list[Found] = []
    if title and (year := year_in(title.text)):
        found.append(Found(str(year), "title", title.text, place=title.place))
    for match in _PERIOD.finditer(opening.even):
        found.append(Found(match[1], "text", opening.text[match.start() : match.end()]))
        break
    if document.title and _REPORT.search(comparable(document.title)) and (year := year_in(document.title)):
        found.append(Found(str(year), "metadata", document.title))
    if year := year_in(_stem(name)):
        found.append(Found(str(year), "file_name", _stem(name)))
    if not found:
        told = re.search(r"(?<![0-9])(20[0-9]{2})\s*年度?\s*(?:,|来|以来|我|全|本|共)", comparable(body))
        if told:
            found.append(Found(told[1], "text", body[told.start() : told.end()]))
    return tuple(found)


def find_dates(
    lines: Sequence[Line], text: str, document: Document, year: int | None, title: Title | None = None
) -> tuple[Found, ...]:
    """Dates of publication: labelled ones, the metadata's, that of a line near the title, that under the signature."""
    found = _labelled_dates(lines, text, year)
    for name, value in document.metadata:
        if name == "published" and (match := re.search(_DATE, comparable(value))) and (day := _date(match)):
            found.append(Found(day.isoformat(), "metadata", value))
    found.extend(_byline_dates(lines, text, year, title))
    for line in reversed(lines[-60:]):
        if not _CENTURY.search(line.text):
            continue
        signed = _DATE_LINE.fullmatch(line.text) or _SIGNED_LINE.fullmatch(line.text)
        day = _date(signed) if signed else None
        if signed and day and _plausible(day, year):
            found.append(_dated(day, text, line, signed))
            break
    return tuple(found)


def _labelled_dates(lines: Sequence[Line], text: str, year: int | None) -> list[Found]:
    ranked: list[tuple[int, Found]] = []
    for line in lines:
        if "日期" not in line.text and "时间" not in line.text and "发布" not in line.text:
            continue
        for labelled in _LABELLED_DATE.finditer(line.text):
            day = _date(labelled)
            if day and _plausible(day, year):
                rank = _RANKS.get(labelled["label"] or labelled["at"] or "", 1)
                ranked.append((rank, _dated(day, text, line, labelled)))
    return [found for _, found in sorted(ranked, key=lambda pair: pair[0])]


def _byline_dates(lines: Sequence[Line], text: str, year: int | None, title: Title | None) -> Iterator[Found]:
    """Dates without a label: beside the source and the count of visits, or alone on a line right under the title."""
    last = title.last_line if title else -1
    for number, line in enumerate(lines[: max(_OPENING, last + 1 + _NEAR_TITLE)]):
        if line.kind == "prose" or len(line.text) > _LONGEST_BYLINE or not ("20" in line.text or "19" in line.text):
            continue
        near = last < number <= last + _NEAR_TITLE
        match = _DATED_LINE.fullmatch(line.text) if near else None
        if match is None and _BYLINE.search(line.text):
            match = _ANY_DATE.search(line.text)
        day = _date(match) if match else None
        if match and day and _plausible(day, year) and day.year != year:
            yield _dated(day, text, line, match)


def find_signature(lines: Sequence[Line], text: str) -> str | None:
    """The organ that signs: the short line above the date at the end."""
    for number in range(len(lines) - 1, max(0, len(lines) - 60), -1):
        line = lines[number]
        if number and _CENTURY.search(line.text) and _DATE_LINE.fullmatch(line.text):
            above = lines[number - 1]
            plain = "".join(above.text.split())
            if above.kind == "text" and re.fullmatch(rf"[\u3400-\u9fff()]{{2,30}}{_ORGAN_END}", plain):
                return text[above.start : above.end].strip()
            return None
    return None


def _dated(day: date, text: str, line: Line, match: re.Match[str]) -> Found:
    start, end = line.start + match.start(), line.start + match.end()
    return Found(day.isoformat(), "text", text[start:end].strip(), place=Place(start, end))


def _date(match: re.Match[str]) -> date | None:
    groups = match.groupdict()
    if groups.get("words"):
        return _written_date(groups["words"])
    compact = groups.get("compact")
    try:
        if compact:
            return date(int(compact[:4]), int(compact[4:6]), int(compact[6:]))
        return date(int(groups["y"]), int(groups["m"]), int(groups["d"]))
    except ValueError:
        return None


def _written_date(words: str) -> date | None:
    year, _, rest = words.partition("年")
    month, _, day = rest.partition("月")
    try:
        return date(int("".join(_WORD_DIGITS.get(c, c) for c in year)), _written(month), _written(day.rstrip("日")))
    except ValueError:
        return None


def _written(word: str) -> int:
    tens, ten, ones = word.rpartition("十")
    units = int(_WORD_DIGITS[ones]) if ones else 0
    if not ten:
        return units
    return (int(_WORD_DIGITS[tens]) if tens else 1) * 10 + units


def _plausible(day: date, year: int | None) -> bool:
    return year is None or year <= day.year <= year + 3


def _stem(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/").replace("!/", "/")).stem

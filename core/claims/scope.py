"""Whose figure it is and of which year: the report's own organ, a wider circle or a part of it; this year or another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from core.claims.sentences import Sentence

Scope = Literal["own", "wider", "part", "unknown"]

_LEVELS = {"省": 5, "自治区": 5, "州": 4, "盟": 4, "市": 4, "县": 3, "旗": 3, "区": 3, "镇": 2, "乡": 2, "街道": 2}
_GOVERNMENT = re.compile(r"(?:人民政府|政府)(?:办公室|办公厅)?$")
_PLACE = re.compile(r"(自治区|省|自治州|州|盟|市|自治县|县|旗|区|镇|乡|街道)(?:办事处)?$")
_MARK = re.compile(
    r"(?P<all>(?:全|我)(?P<place>省|州|盟|市|县|旗|区|镇|乡|街道)(?![一-龥]{0,6}(?:局|委|厅|办)(?:机关)?))"
    r"|(?P<system>全系统|全行业|各级(?:行政)?机关|各级各部门|各地各部门)"
    r"|(?P<self>我局|本局|我委|本委|我厅|本厅|我办|本办|我单位|本单位|本机关|我机关|全局|全委|全厅|我中心|我处|我院|我部|我会|我所)"
    r"|(?P<part>(?:局|市|县|区|省)属|下属|所属|直属|各(?:县|区|市|乡|镇|街道|部门|单位|科室|分局|处室)|(?:市|县|区|省|镇|乡)(?:直|级)(?:各)?(?:部门|单位|机关)?|[局委厅办](?:机关|本级)|本级)"
    r"|(?P<others>(?:学校|高校|院校|幼儿园|医院|医疗机构|企事业单位|国有企业|(?<!全[市县区省州镇])[一-龥]{2}系统)(?=[一-龥]{0,4}(?:共|收|受理|接|政府信息公开|信息公开申请|依申请)))"
    r"|(?P<subject>(?:^|(?<=[；。]))(?:20[0-9]{2}年度?，?)?(?!按照|根据|围绕|落实|贯彻|结合|对|向|由|在|为|配合|会同|组织|指导|与|和|经|据|全|近|今|一)"
    r"(?:(?!我|本|各)[一-龥]){1,8}?(?:人民政府|公安局|局|委员会|厅|街道办事处|镇政府|县|区|镇))(?=[一-龥]{2})"
    r"|(?P<organ>[一-龥]{1,12}?(?:人民政府|公安局|局|委员会|委|厅|办公室|镇政府|乡政府|街道办事处|街道|管委会)|[市县区省州旗]政府)(?=[一-龥，：]{0,4}(?:共|收|受理|接|办|答|新|全年|承办|主动|制|作出|有|依法))"
)
_SHORT = re.compile(r"(?:20[0-9]{2}年度?)?[市县区省州旗]政府")
"""市政府 may be the government's own offices only, or the city."""
_SELF_ORGAN = re.compile(r"^(?:20[0-9]{2}|年度?|本年度?|今年|全年|截至|[0-9]{1,2}月|底|止|，)*")
_OURS = re.compile(r"[我本][省州市县区镇乡]?(?:局|委|厅|办|机关|单位|人民政府|政府)$")
"""目前我局."""
_OF_SCHOOLS = re.compile(r"学校|高校|院校|幼儿园")
_SCHOOL = re.compile(r"[中小大]学(?:校)?$|学校$|学院$|幼儿园$")
"""A school's report means itself by 学校."""
_ALL_CHARACTERS = re.compile(r"(?:市|县|区|省|我|本|州)+")


@dataclass(frozen=True, slots=True)
class Organ:
    """The reporting organ: its name, whether it is a government speaking for its whole territory, and the territory's level."""

    name: str
    government: bool
    level: int

    @property
    def reviews_others(self) -> bool:
        """Whether reviews and suits may be its business rather than its trouble (司法局)."""
        return "司法" in self.name


def organ(agency: str | None) -> Organ:
    """What the organ's name says about its reach."""
    name = agency or ""
    stem = _GOVERNMENT.sub("", name)
    office = name.endswith(("办公室", "办公厅"))
    place = _PLACE.search(stem)
    government = not office and place is not None and (stem != name or place.end() == len(stem))
    return Organ(name, government, _LEVELS.get(place[1].removeprefix("自治"), 4) if place else 0)


def scope_of(position: int, sentence: Sentence, own: Organ) -> Scope:
    """The scope of what stands at `position`: what the last word before it in its sentence says; the organ's own without any."""
    scope: Scope = "own"
    everyone = -9
    for match in _marks(sentence.text):
        if match.end() > position:
            break
        if (match["system"] or match["part"] in ("各部门", "各单位")) and match.start() - everyone <= 2:
            continue  # 全市各部门 are the city
        scope = _scope(match, own)
        everyone = match.end() if match["all"] else -9
    return scope


@lru_cache(maxsize=16)
def _marks(text: str) -> tuple[re.Match[str], ...]:
    """Every scope word of a sentence, found once for all its figures."""
    return tuple(_MARK.finditer(text))


@lru_cache(maxsize=16)
def _parts_of_the_year(text: str) -> tuple[int, ...]:
    """Where a sentence speaks of less than the year."""
    return tuple(match.start() for match in _MONTHS.finditer(text) if _is_part_of_year(match))


def _scope(match: re.Match[str], own: Organ) -> Scope:
    if match["all"]:
        if not own.government:
            return "own" if match["place"] in ("镇", "乡", "街道") and match["all"].startswith("我") else "wider"
        level = _LEVELS[match["place"]]
        return "own" if level == own.level or match["all"].startswith("我") else "wider" if level > own.level else "part"
    if match["system"]:
        return "own" if own.government else "wider"
    if match["self"]:
        return "own"
    if match["others"]:
        return "own" if _OF_SCHOOLS.match(match["others"]) and _SCHOOL.search(own.name) else "part"
    name = match["organ"] or match["subject"]
    if own.government and name and _SHORT.fullmatch(name):
        return "unknown"
    if name:
        return "own" if _is_own(name, own) else "part" if own.government else "unknown"
    if match.start() and match.string[match.start() - 1] in "及和与、":
        return "own" if own.government else "wider"
    return "unknown" if match["part"].endswith(("级", "直", "机关")) else "part"


def _is_own(name: str, own: Organ) -> bool:
    """市科委 is 上海市科学技术委员会: the short name's characters stand in the long one in their order."""
    if name.startswith(("我", "本")) or _OURS.search(name):
        return True
    short = _ALL_CHARACTERS.sub("", _SELF_ORGAN.sub("", name)).replace("人民政府", "政府")
    characters = iter(own.name.replace("人民政府", "政府"))
    return all(character in characters for character in short) or own.name in name


_MONTHS = re.compile(
    r"截[至止](?:到)?(?:20[0-9]{2}年)?(?P<until>[0-9]{1,2})月"
    r"|(?<![0-9])(?P<first>[0-9]{1,2})月?(?:[0-9]{1,2}日)?[-至到](?:20[0-9]{2}年)?(?P<last>[0-9]{1,2})月"
)


def _is_part_of_year(match: re.Match[str]) -> bool:
    """截至6月底, 1-11月: less than the year."""
    if match["until"]:
        return match["until"] != "12"
    return (match["first"], match["last"]) != ("1", "12")


def period_of(position: int, clause_number: int, sentence: Sentence, year: int | None) -> str | None:
    """The year of what stands at `position`, as text; None for several years, a plan, or a report of unknown year."""
    period = year
    clause = sentence.clauses[clause_number]
    marks: list[tuple[int, str]] = [(start, str(named)) for start, _, named in sentence.years if start < position]
    marks += [(start, "part") for start in _parts_of_the_year(sentence.text) if start < position]
    marks += [(term.start, term.value) for term in sentence.times if term.end <= position]
    for place, mark in sorted(marks):
        if mark.isdigit():
            dated = sentence.text[place + 5 : place + 6].isdigit()
            period = int(mark) if not dated or int(mark) == year else period
        elif mark == "this":
            period = year
        elif mark == "previous":
            period = year - 1 if year is not None and place >= clause.start else period
        elif mark == "cumulative" and sentence.text[max(0, place - 5) : place].startswith((f"{year}年", "今年")):
            period = year
        elif mark != "future" or place >= clause.start - 40:
            period = None
    return None if period is None else str(period)

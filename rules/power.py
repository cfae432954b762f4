"""What kind of organ a name names: a government or a department, at which level, with or without the power to make rules."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Literal

from core.identity import agency_key

Kind = Literal["government", "department", "township", "other"]
"""A people's government at county level or above; one of its departments; a township or street; anything else."""

_GOVERNMENT = re.compile(r"(?P<place>.+?)(?:人民政府|政府)?(?:办公室|办公厅)?(?:本级|机关)?")
_PLACE_END = re.compile(r"(?:省|自治区|市|自治州|州|盟|地区|县|自治县|区|旗|自治旗|特区)$")
_PROVINCE = re.compile(r"[\u3400-\u9fff]{1,10}?(?:省|自治区|特别行政区)")
_MAKES_RULES = re.compile(r"(?:省|自治区|特别行政区|自治州)$")
"""A name of this shape is that of a province or an autonomous prefecture, whichever it is."""
_TOWNSHIP = re.compile(r"(?:(?:镇|乡|苏木)(?:人民政府|政府)?|街道(?:办事处|办)?|办事处)(?:办公室)?$")
_TOWN_BODY = re.compile(r"(?:镇|乡|街道)(?:人民政府|办事处)?[\u3400-\u9fff]{0,12}(?:所|站|中心|社区|村)$")
_DEPARTMENT = re.compile(
    r"(?:局|委员会|委|厅|部|署|办公室|办|队|支队|总队|大队|分局|总局|海关|银行|调查队|监察专员办事处)(?:\(.{1,30}\))?$"
)
_NOT_A_PLACE = re.compile(
    r"(?:开发|高新|新|园|风景|旅游度假|保税|示范|工业|产业|试验|合作|管理|名胜|功能|保护)(?:技术产业开发)?区$|管委会|管理委员会"
)


@cache
def places() -> Mapping[str, tuple[str, ...]]:
    """The lists of `places.toml`."""
    data = tomllib.loads(resources.files("rules").joinpath("places.toml").read_text("utf-8"))
    return {name: tuple(names) for name, names in data.items()}


@cache
def kind(agency: str) -> Kind:
    """What kind of organ this is, by its name."""
    name = agency_key(agency)
    if _TOWNSHIP.search(name) or _TOWN_BODY.search(name):
        return "township"
    if is_government(name):
        return "government"
    return "department" if _DEPARTMENT.search(name) else "other"


@cache
def is_government(agency: str) -> bool:
    """Whether this is a people's government at county level or above (`宿迁市` stands for its government)."""
    name = agency_key(agency)
    if _TOWNSHIP.search(name) or _NOT_A_PLACE.search(name):
        return False
    match = _GOVERNMENT.fullmatch(name)
    return match is not None and _PLACE_END.search(match["place"]) is not None and not _DEPARTMENT.search(match["place"])


def _province_of(place: str) -> str:
    """The province that a place's full name begins with: one of the country's, or anything that is named as one."""
    known = next((province for province in places()["provinces"] if place.startswith(province)), "")
    match = _PROVINCE.match(place)
    return known or (match[0] if match else "")


@cache
def may_make_rules(agency: str) -> bool | None:
    """Whether the organ may make 规章; None when its name does not tell."""
    name = agency_key(agency)
    if name in places()["state_bodies"]:
        return True
    if not is_government(name):
        return None if name.startswith(("国家", "中国", "国务院", "中共中央")) or kind(name) == "other" else False
    match = _GOVERNMENT.fullmatch(name)
    place = match["place"] if match else name
    if place in places()["provinces"] or _MAKES_RULES.search(place):
        return True
    last = re.split(r"(?<=自治州)|(?<=地区)|(?<=盟)", place[len(_province_of(place)) :])[-1]
    if not last.endswith("市"):
        return False
    if last in places()["cities_with_districts"]:
        return True
    parts = [part for part in re.split(r"(?<=市)", last) if part]
    if len(parts) > 1:
        return parts[-1] in places()["cities_with_districts"] and parts[0] not in places()["cities_with_districts"]
    return False if last in places()["cities_at_county_level"] else None

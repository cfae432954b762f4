"""Names of organs beside each other: their places and kinds, and whether one name can be a form of the other."""

from __future__ import annotations

import re

PLACE = r"[一-龥]{2,7}?(?:自治区|省|自治州|州|盟|市|自治县|县|旗|区)"
_OWN_PLACE = re.compile(rf"^(?P<place>(?:{PLACE}){{0,3}})(?P<kind>[一-龥]{{2,16}})$")
TOWN = re.compile(r"(?P<town>[一-龥]{1,8}(?:镇|乡|街道))(?:人民政府|办事处|党政办公室)?$")


def kind(name: str) -> str:
    """An organ's name without its place: 公安局 of 云岭县公安局."""
    match = _OWN_PLACE.match(name)
    return match["kind"] if match else name


def same_kind(name: str, own: str) -> bool:
    """辉县市公安局 in the report of 卫辉市公安局: the same kind of organ; a government of the same level."""
    towns = TOWN.search(name), TOWN.search(own)
    if any(towns):
        return all(towns) and towns[0] is not None and towns[1] is not None and towns[0]["town"][-1] == towns[1]["town"][-1]
    if kind(name).endswith("政府") and place_of(name)[-1:] != place_of(own)[-1:]:
        return False
    return kind(name) == kind(own) and kind(own) != own


def is_foreign(name: str, own: str) -> bool:
    """No short or long form of the own name: neither contains the other, and the short one's characters do not run through it."""
    towns = TOWN.search(name), TOWN.search(own)
    if towns[0] and towns[1]:
        one, other = (_short_town(town["town"]) for town in towns if town)
        return not (one.endswith(other) or other.endswith(one))
    place = place_of(name)
    own_place = place_of(own)
    if place and place == own_place and "政府" not in f"{kind(name)}{kind(own)}":
        return not _runs_through(name, own) and not _runs_through(own, name)
    if not place or not own_place or name in own or own in name:
        return False
    if place in own_place or own_place in place or place.rstrip("市县区省") in own_place:
        return False
    return not _runs_through(name, own)


def _short_town(town: str) -> str:
    """柳河镇 of 云岭县柳河镇."""
    return town.removeprefix(place_of(town))


def place_of(name: str) -> str:
    """The place that an organ's name begins with, empty when it names none."""
    match = _OWN_PLACE.match(name)
    if match and match["place"]:
        return match["place"]
    only = re.fullmatch(PLACE, name)
    return only[0] if only else ""


def _runs_through(short: str, long: str) -> bool:
    characters = iter(long)
    return all(character in characters for character in short)

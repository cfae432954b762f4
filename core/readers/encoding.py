"""Bytes to text by what the bytes are, never by what a name or a header claims.

Chinese public bodies publish UTF-8, GB18030 (GBK, GB2312), Big5 and, from office programs, UTF-16 with and without a mark. Where
several encodings decode without an error, the one that yields more of the commonest characters of such reports is right.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from core.document import UnreadableSource
from core.readers.bounds import MAX_TEXT_BYTES, bounded

WRONGLY_DECODED = "reader.wrongly_decoded"
REPAIRED = "reader.decoding_repaired"
LOST_BYTES = "reader.lost_bytes"

_COMMON = frozenset(
    "的一是不了在有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形"
    "府信息公申请报告情况复议诉讼处结果总计规范文件数不予无提供维持纠正开县市区街道镇局办"
    "這為個國時來們發動過說產種麼對會後經進著電裡現實當從業還開請報數總計處結機關規範復議訴訟糾區縣辦條項據據員務團體與級聯"
    "，。、；：（）“”《》〔〕"
)
_MOJIBAKE = re.compile(
    "锟斤拷|烫烫烫|屯屯屯|ï¿½"
    "|鏀垮簻|淇℃伅|鍏紑|骞村害|鐢宠|鎶ュ憡|琛屾斂|涓€|鏈満"  # UTF-8 read as GBK: 政府 信息 公开 年度 申请 报告 行政 一
    "|æ”¿|åº\x9c|åºœ|ä¿¡|å…¬|å¼€|å¹´|è¡Œ|ç”³|æœ¬|ï¼Œ"  # UTF-8 that was read as Windows-1252
    "|Õþ¸®|¹«¿ª|ÐÅÏ¢|Äê¶È|±¨¸æ"  # GBK that was read as Latin-1: 政府 公开 信息 年度 报告
)
_CONTROL = re.compile("[\x00-\x06\x08\x0e-\x1a\x1c-\x1f]")
_SAMPLE = 40_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was in, and the ids of words about what went wrong."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes) -> Decoded:
    """The text of a textual source. Raises UnreadableSource for bytes that are no text in any encoding."""
    bounded(len(data), MAX_TEXT_BYTES, "reader.bound.text")
    decoded = _with_mark(data) or _utf16_without_mark(data) or _utf8(data) or _chinese(data) or _foreign(data)
    if decoded is None or _is_binary(decoded.text):
        raise UnreadableSource("reader.no_text")
    return _named_if_wrong(decoded)


def commonness(text: str) -> float:
    """The share of the non-ASCII characters (of the beginning) that are among the commonest of Chinese reports."""
    wide = [character for character in text[:_SAMPLE] if character > "\x7f"]
    return sum(character in _COMMON for character in wide) / len(wide) if wide else 0.0


def wrongly_decoded(text: str) -> bool:
    """Whether text bears the marks of a decoding that went wrong before it was published."""
    marks = sum(1 for _ in _MOJIBAKE.finditer(text[:_SAMPLE]))
    return marks > 3 and marks * 200 > min(len(text), _SAMPLE)


def _with_mark(data: bytes) -> Decoded | None:
    marks = (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    )
    for mark, encoding in marks:
        if data.startswith(mark):
            return _tolerant(data[len(mark) :], encoding, 0.05)
    return None


def _utf16_without_mark(data: bytes) -> Decoded | None:
    """Chinese UTF-16 has a zero byte for every digit, space and line end: at odd places if little-endian."""
    head = data[:_SAMPLE]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if even + odd < 4 or even + odd < len(head) // 200 or min(even, odd) * 20 > max(even, odd):
        return None
    return _tolerant(data, "utf-16-le" if odd > even else "utf-16-be", 0.01)


def _utf8(data: bytes) -> Decoded | None:
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return None


def _chinese(data: bytes) -> Decoded | None:
    """The best of the Chinese encodings and of damaged UTF-8."""
    candidates = [_tolerant(data, encoding, 0.02) for encoding in ("utf-8", "gb18030", "big5hkscs")]
    scored = [(commonness(decoded.text), -len(decoded.notes), decoded) for decoded in candidates if decoded]
    if not scored:
        return None
    score, _, decoded = max(scored, key=lambda entry: entry[:2])
    return decoded if score >= 0.2 else None


def _foreign(data: bytes) -> Decoded | None:
    """Anything else, by frequency statistics; loaded only here because almost no source comes this far."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    return _tolerant(data, best.encoding, 0.02) if best else None


def _tolerant(data: bytes, encoding: str, tolerated: float) -> Decoded | None:
    """Decode, letting a small share of damaged characters become U+FFFD with a note; None when there are more."""
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
    wide = sum(1 for character in text if character > "\x7f")
    lost = text.count("�")
    return Decoded(text, encoding, (LOST_BYTES,)) if lost <= max(2, wide * tolerated) else None


def _is_binary(text: str) -> bool:
    head = text[:_SAMPLE]
    return len(_CONTROL.findall(head)) > len(head) * 0.02


def _named_if_wrong(decoded: Decoded) -> Decoded:
    """Name text that was decoded wrongly before it reached us, and undo it where nothing was lost."""
    if not wrongly_decoded(decoded.text):
        return decoded
    for wrong, right in (("gb18030", "utf-8"), ("cp1252", "utf-8"), ("latin-1", "utf-8"), ("latin-1", "gb18030")):
        try:
            text = decoded.text.encode(wrong).decode(right)
        except UnicodeError:
            continue
        if commonness(text) > 0.3 and not wrongly_decoded(text):
            return Decoded(text, decoded.encoding, (*decoded.notes, WRONGLY_DECODED, REPAIRED))
    return Decoded(decoded.text, decoded.encoding, (*decoded.notes, WRONGLY_DECODED))

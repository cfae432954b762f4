"""A county and the two organs below it, for the rules about a hierarchy: figures that add up but for two planted ones."""

from __future__ import annotations

import random

from tests.forge.official import KnownReport, known_report
from tests.forge.render_text import tabs_full

COUNTY, WATER, SCHOOLS = "墨泉县人民政府", "墨泉县水利局", "墨泉县教育局"
YEAR = 2024
_WATER = {
    "normative_documents.issued": 1,
    "normative_documents.repealed": 0,
    "normative_documents.in_force": 6,
    "licences.decisions": 212,
    "penalties.decisions": 18,
    "coercive_measures.decisions": 2,
}
_SCHOOLS = {
    "normative_documents.issued": 2,
    "normative_documents.repealed": 1,
    "normative_documents.in_force": 9,
    "licences.decisions": 96,
    "penalties.decisions": 3,
    "coercive_measures.decisions": 0,
}
PLANTED = {"t2.licences.decisions": "318", "t2.penalties.decisions": "13"}
"""318 is not 212 + 96, and 13 is less than the 18 of one organ alone."""


def county() -> dict[str, str]:
    """The three reports by file name."""
    water, schools = _figures(41, _WATER), _figures(42, _SCHOOLS)
    whole = {key: str(int(water[key]) + int(schools[key])) for key in water if key != "t2.fees.amount"}
    whole |= {"t2.fees.amount": "0", **PLANTED}
    return {
        "moquan-xian-2024.txt": _text(COUNTY, whole),
        "moquan-shuiliju-2024.txt": _text(WATER, water),
        "moquan-jiaoyuju-2024.txt": _text(SCHOOLS, schools),
    }


def _figures(seed: int, first: dict[str, int]) -> dict[str, str]:
    drawn = {key: figure for key, figure in known_report(seed).values.items() if not key.startswith("t2.")}
    counts = {f"t2.{key}": str(figure) for key, figure in first.items()}
    none = {f"t2.regulations.{act}": "0" for act in ("issued", "repealed", "in_force")}
    return {**none, **counts, "t2.fees.amount": "0", **drawn}


_ACTIVE = {
    COUNTY: "县政府全体会议纪要和重点项目进展按月上网，政策发布三天内配上图解。",
    WATER: "河湖长名录、水库水位和取水许可结果随时更新，汛期每天两报。",
    SCHOOLS: "划片招生方案、教师招聘结果和校园餐公示栏向家长开放查看。",
}
_MANAGED = {
    COUNTY: "各部门送来的文件先定属性再印发，失效的当周撤下。",
    WATER: "工程图纸由专人筛查涉密内容，存疑的报保密部门。",
    SCHOOLS: "学生姓名和成绩一律隐去，旧学年的通知集中归档。",
}
_SITE = {
    COUNTY: "门户网站换了检索程序，老年版字号放大一倍。",
    WATER: "水情查询接进小程序，乡镇也能看到自己的站点。",
    SCHOOLS: "学校主页统一到教育专栏，手机上可以按校名查找。",
}
_WATCHED = {
    COUNTY: "每季度抽看部门栏目，结果记入年终考核。",
    WATER: "请用水企业代表打分，意见逐条回复。",
    SCHOOLS: "家委会派人参加开放日，提出的建议张榜答复。",
}
_PROBLEMS = {
    COUNTY: (
        "问题是个别乡镇的栏目几个月没有新内容，县里派人蹲点帮助整理；复议中被纠正的答复偏多。",
        "明年把更新周期写进栏目说明，逾期自动提醒。",
    ),
    WATER: (
        "问题是水价文件解读写得太专业，用户看不懂；对复议中被纠正的答复也缺少复盘。",
        "今后先请村民试读，再行发布，并逐件讲评。",
    ),
    SCHOOLS: ("问题是学校之间公开的尺度不一，不予公开的偏多，复议中有答复因此被纠正。", "计划编一本样例集，开学前发到每所学校。"),
}


def _text(agency: str, values: dict[str, str]) -> str:
    new, total, carried = (values[f"t3.{row}.total"] for row in ("new", "total", "carried_forward"))
    narrative = {
        0: (
            f"发布日期：{YEAR + 1}年1月16日",
            f"{agency}依照《中华人民共和国政府信息公开条例》编制本报告，统计期限为{YEAR}年1月1日至{YEAR}年12月31日。",
        ),
        1: (
            f"（一）主动公开。{_ACTIVE[agency]}",
            f"（二）依申请公开。新收政府信息公开申请{new}件，办结{total}件，结转下年度继续办理{carried}件，以其他方式处理的均为申请人撤回。",
            f"（三）政府信息管理。{_MANAGED[agency]}",
            f"（四）平台建设。{_SITE[agency]}",
            f"（五）监督保障。{_WATCHED[agency]}",
        ),
        5: _PROBLEMS[agency],
        6: ("全年没有收取信息处理费。",),
    }
    lines: list[str] = []
    for part in KnownReport("2021", agency, YEAR, values, narrative).parts():
        lines += [part, ""] if isinstance(part, str) else [*tabs_full(part, random.Random(0)), ""]
    return "\n".join(lines)

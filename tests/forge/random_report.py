"""Random reports of both forms: figures that tally at any density of zeros, narrative of any length, invented organs."""

from __future__ import annotations

import random

from core.forms import Table, form
from tests.forge.lawful import lawful
from tests.forge.official import APPLICANTS, OUTCOMES_T4, KnownReport

_PLACES = ("云岭县", "澄湖市", "北屏区", "青岚自治州", "望溪镇", "鹿鸣街道", "渡口市", "白杨县", "南塘新区", "石门镇")
_BODIES = (
    "水务局",
    "民政局",
    "文化和旅游局",
    "林业和草原局",
    "市场监督管理局",
    "人民政府",
    "发展和改革委员会",
    "住房和城乡建设局",
    "公安局",
)
_SENTENCES = (
    "围绕重点工作，及时更新门户网站各栏目，回应群众关切。",
    "全年通过网站主动公开政府信息{a}条，制作政策解读{b}个，编印公报{c}期。",
    "进一步健全发布前的审查制度，动态调整公开目录，做到应公开尽公开。",
    "召开新闻发布会{b}场，答复网民留言{a}条，办结率100%。",
    "组织业务培训{c}次，参训人员{a}余人次，对{b}个单位开展检查。",
    "坚持“先审查、后公开”和“一事一审”，对拟公开的信息逐件审核；对发现的问题，限期整改。",
    "政务新媒体{c}个，关注人数{a}人，推送文章{b}篇，其中原创{c}篇。",
    "{year}年{m}月{d}日，印发《关于做好公开工作的通知》（云政办〔{year}〕{b}号）。",
)
_PROBLEMS = (
    "部分栏目更新还不够及时，下一步将加强培训，完善通报制度。",
    "政策解读形式较为单一，{next}年将丰富图解和短视频等形式。",
    "基层人员变动较大，业务水平有待提高；今后将每季度组织一次培训。",
)


def random_report(seed: int, form_id: str = "2021") -> KnownReport:
    """A report whose every figure is known. Sums and balances hold; nothing else is regular."""
    chance = random.Random(f"{form_id}/{seed}")
    official = form(form_id)
    density = chance.choice([0.0, 0.05, 0.2, 0.5, 0.9])
    largest = chance.choice([3, 30, 400, 5000])
    values = _first_table(official.table_by_key["t2"], chance, density)
    values |= _applications(official.table_by_key["t3"], chance, density, largest)
    values |= _disputes(official.table_by_key["t4"], chance, density, largest)
    year = chance.randint(2021, 2025) if form_id == "2021" else chance.randint(2019, 2020)
    place, body = chance.choice(_PLACES), chance.choice(_BODIES)
    agency = place + ("人民政府" if body == "人民政府" else "" if place.endswith(("镇", "街道")) else body)
    agency = agency if len(agency) > 4 else place + "人民政府"
    values = lawful(agency, form_id, values)
    return KnownReport(form_id, agency, year, values, _narrative(agency, year, values, chance))


def _narrative(agency: str, year: int, values: dict[str, str], chance: random.Random) -> dict[int, tuple[str, ...]]:
    said: set[str] = set()

    def sentences(most: int) -> str:
        """Up to `most` sentences, none a second time: a report does not give one quantity twice."""
        spoken = ""
        for _ in range(chance.randint(1, most)):
            sentence = chance.choice(_SENTENCES)
            figures = {"a": chance.randint(2, 9000), "b": chance.randint(12, 99), "c": chance.randint(1, 12)}
            day = {"year": year, "m": chance.randint(1, 12), "d": chance.randint(1, 28)}
            if sentence not in said:
                said.add(sentence)
                spoken += sentence.format(**figures, **day)
        return spoken

    new, total = values["t3.new.total"], values["t3.total.total"]
    opening = f"本报告由{agency}根据《中华人民共和国政府信息公开条例》编制，所列数据的统计期限自{year}年1月1日起至12月31日止。"
    topics = ("主动公开", "依申请公开", "政府信息管理", "政府信息公开平台建设", "监督保障")
    most = chance.choice([1, 3, 8])
    first = [f"（{o}）{topic}情况。{sentences(most)}" for o, topic in zip("一二三四五", topics, strict=True)]
    first[1] += f"全年新收政府信息公开申请{new}件，办结{total}件。"
    return {
        0: (opening,) if chance.random() < 0.7 else (),
        1: (f"{year}年，{agency}深入贯彻落实条例要求。", *first),
        5: (chance.choice(_PROBLEMS).format(next=year + 1), *([sentences(2)] if chance.random() < 0.4 else [])),
        6: (f"{year}年未收取政府信息公开信息处理费。", *(["无其他需要报告的事项。"] if chance.random() < 0.5 else [])),
    }


def _first_table(table: Table, chance: random.Random, density: float) -> dict[str, str]:
    values: dict[str, str] = {}
    for row in table.rows:
        for column in row.columns:
            figure = (
                "0"
                if chance.random() > max(density, 0.3)
                else str(chance.choice([chance.randint(1, 60), chance.randint(100, 900_000)]))
            )
            if column == "amount":
                figure = chance.choice(
                    ["0", f"{chance.randint(0, 2_000_000_000) / 10_000:.4f}", f"{chance.randint(1, 9999) / 10:.1f}"]
                )
            elif column == "change":
                figure = chance.choice(["0", "+3", "-2", "0", "12"])
            values[f"{table.key}.{row.key}.{column}"] = figure
    return values


def _applications(table: Table, chance: random.Random, density: float, largest: int) -> dict[str, str]:
    outcomes = [row.key for row in table.rows if row.key not in ("new", "carried_over", "total", "carried_forward")]
    counts: dict[tuple[str, str], int] = {}
    for applicant in APPLICANTS:
        share = density if applicant in ("natural_person", "business") else density / 4
        for outcome in outcomes:
            counts[outcome, applicant] = chance.randint(1, largest) if chance.random() < share else 0
        counts["total", applicant] = sum(counts[outcome, applicant] for outcome in outcomes)
        counts["carried_forward", applicant] = chance.randint(0, 9) if chance.random() < share else 0
        everything = counts["total", applicant] + counts["carried_forward", applicant]
        counts["carried_over", applicant] = chance.randint(0, min(everything, 12))
        counts["new", applicant] = everything - counts["carried_over", applicant]
    for row in table.rows:
        counts[row.key, "total"] = sum(counts[row.key, applicant] for applicant in APPLICANTS)
    return {f"t3.{row}.{column}": str(count) for (row, column), count in counts.items()}


def _disputes(table: Table, chance: random.Random, density: float, largest: int) -> dict[str, str]:
    values: dict[str, str] = {}
    for row in table.rows:
        counts = {o: chance.randint(1, max(2, largest // 20)) if chance.random() < density else 0 for o in OUTCOMES_T4}
        counts["total"] = sum(counts.values())
        values |= {f"t4.{row.key}.{column}": str(count) for column, count in counts.items()}
    return values

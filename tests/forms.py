"""Made-up sheets laid out as the enterprise energy forms are printed."""

from __future__ import annotations

from typing import Any

from cityghg.activity.sheet import Sheet, Value
from grids import Rows, sheet

CODE = "91321100MA1X0001XA"
COLUMNS_1 = (
    "opening",
    "bought",
    "value",
    "total",
    "production",
    "feedstock",
    "other",
    "transport",
    "closing",
    "coefficient",
    "reference",
)
COLUMNS_2 = (
    "production",
    "input",
    "power",
    "heat",
    "washing",
    "coking",
    "refining",
    "gas",
    "liquefaction",
    "products",
    "output",
    "recovery",
)
HEAD_1: Rows = [
    [
        "能源名称",
        "计量单位",
        "代码",
        "期初\n库存量",
        "购进量",
        None,
        "消费量",
        None,
        None,
        None,
        None,
        "期末\n库存量",
        "采用折\n标系数",
        "参考折\n标系数",
    ],
    [
        None,
        None,
        None,
        None,
        "实物量",
        "金额(千元)",
        "合计",
        "1.工业生产消费",
        "用于原材料",
        "2.非工业生产消费",
        "合计中：运输工具消费",
        None,
        None,
        None,
    ],
    ["甲", "乙", "丙", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, "丁"],
]
HEAD_2: Rows = [
    [
        "能源名称",
        "计量单位",
        "代码",
        "工业生产消费",
        "加工转换投入",
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        "能源加工转换产出",
        "回收利用",
    ],
    [
        None,
        None,
        None,
        None,
        "合计",
        "火力发电",
        "供热",
        "原煤入洗",
        "炼焦",
        "炼油及煤制油",
        "制气",
        "天然气液化",
        "加工煤制品",
        None,
        None,
    ],
    ["甲", "乙", "丙", *range(1, 13)],
]
ENERGIES: dict[str, tuple[str, str]] = {
    "原煤": ("吨", "01"),
    "无烟煤": ("吨", "02"),
    "炼焦烟煤": ("吨", "03"),
    "一般烟煤": ("吨", "04"),
    "褐煤": ("吨", "05"),
    "洗精煤": ("吨", "06"),
    "焦炭": ("吨", "09"),
    "焦炉煤气": ("万立方米", "11"),
    "高炉煤气": ("万立方米", "12"),
    "天然气": ("万立方米", "15"),
    "汽油": ("吨", "19"),
    "柴油": ("吨", "21"),
    "燃料油": ("吨", "22"),
    "石脑油": ("吨", "25"),
    "热力": ("百万千焦", "32"),
    "电力": ("万千瓦时", "33"),
    "余热余压": ("百万千焦", "37"),
    "其他燃料": ("吨标准煤", "39"),
    "能源合计": ("吨标准煤", "40"),
}


def title(number: str, name: str, industry: str, code: str, **said: str) -> Rows:
    """Return the rows above the table: the form's name and number, the enterprise, and the year."""
    period = said.get("period", "2021年1—12月")
    return [
        [name],
        [None, None, None, None, None, None, None, None, None, "表    号：", f"{number}表"],
        [
            f"统一社会信用代码：{code}",
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            "制定机关：",
            "国家统计局",
        ],
        [
            "单位详细名称：江苏某某集团有限公司",
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            "文    号：",
            "国统字〔2021〕117号",
        ],
        [
            f"行政区划：{said.get('area', '丹徒区')}",
            None,
            f"行业代码：{industry}",
            None,
            period,
            None,
            None,
            None,
            None,
            "有效期至：",
            "2023年1月",
        ],
    ]


def energy(name: str, columns: tuple[str, ...], amounts: dict[str, Any]) -> list[Value]:
    unit, code = ENERGIES.get(name, ("吨", None))
    assert set(amounts) - {"unit", "code"} <= set(columns)
    return [name, amounts.get("unit", unit), amounts.get("code", code), *(amounts.get(c) for c in columns)]


def form_1(rows: dict[str, dict[str, Any]], industry: str = "3011", code: str = CODE, **said: str) -> Sheet:
    """Return form 205-1 of one enterprise, as a sheet of a workbook."""
    return sheet(
        rows_1(rows, industry, code, **said), "205-1", merged=_merged(HEAD_1, len(_title_1(industry, code)))
    )


def rows_1(rows: dict[str, dict[str, Any]], industry: str = "3011", code: str = CODE, **said: str) -> Rows:
    body = [energy(name, COLUMNS_1, amounts) for name, amounts in rows.items()]
    signed: Rows = [["单位负责人：", None, "统计负责人：", None, "填表人：", None, "报出日期：2022年3月5日"]]
    return [
        *_title_1(industry, code, **said),
        *HEAD_1,
        *body,
        *signed,
        ["说明：1.统计范围：规模以上工业法人单位。"],
    ]


def form_2(rows: dict[str, dict[str, Any]], industry: str = "4411", code: str = CODE, **said: str) -> Sheet:
    """Return form 205-2 of one enterprise."""
    head = title("205-2", "能源加工转换与回收利用", industry, code, **said)
    body = [energy(name, COLUMNS_2, amounts) for name, amounts in rows.items()]
    return sheet([*head, *HEAD_2, *body], "205-2", merged=_merged(HEAD_2, len(head)))


def _title_1(industry: str, code: str, **said: str) -> Rows:
    return title("205-1", "能源购进、消费与库存", industry, code, **said)


def _merged(head: Rows, row: int) -> tuple[tuple[int, int, int, int], ...]:
    """Merge a heading with blank cells right of it, or with the blank cell below it."""
    ranges = []
    for column, text in enumerate(head[0]):
        if text is None:
            continue
        right = column
        while right + 1 < len(head[0]) and head[0][right + 1] is None:
            right += 1
        bottom = row if head[1][column] is not None else row + 1
        if right > column or bottom > row:
            ranges.append((row, column, bottom, right))
    return tuple(ranges)

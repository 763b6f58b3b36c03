"""Tables of indicators and of towns: this year's target is read, never what was reached, what is aimed at later, or a sum."""

from data_loaders.planning.document import Row
from data_loaders.planning.indicators import indicators_of
from tests.data_loaders.planning.test_kinds import asked, drafted

# Beside last year's figure, over several years, with quarters, under two heads, turned, in two halves.
INDICATORS = {
    "| 指标名称 | 计量单位 | 2024年实际 | 2025年目标 | 牵头单位 | 配合单位 |\n| 农民收入增长幅度 | % | 6.3 | 7.1以上 | 县统计局 | 县农业农村局 |\n| 生猪存栏 | 万头 | 9.8 | ≥10.3 | 县农业农村局 | |\n| 贷款逾期率 | % | 0.9 | 0.7 | 县金融办 | |": [
        "+7.1% | 县统计局、县农业农村局", "10.3万头 | 县农业农村局", "≤0.7% | 县金融办",
    ],
    "| 序号 | 指标（单位） | 基期值 | 属性 | 目标值 | 完成时限 |\n| 1 | 自来水普及率（%） | 90.4 | 预期性 | 93 | 11月底 |\n| 2 | 公益性岗位（个） | 760 | 约束性 | 不少于上年 | |\n| 3 | 失学人数（人） | 0 | 约束性 | 0 | |": [
        "93% →11-30", "不低于上年", "0人",
    ],
    "| 指标 | 指标 | 2024年 | 2024年 | 2025年 | 2025年 | 责任单位 |\n| 一级 | 二级 | 计划 | 完成 | 计划 | 增幅 | 责任单位 |\n| 增收 | 脱贫人口收入（元） | 15000 | 15260 | 16480 | 8% | 县财政局 |": [
        "16480元 | 县财政局",
    ],
    "| 项目 | 单位 | 2023年 | 2024年 | 2025年 | 2030年 |\n| 改造户厕 | 户 | 910 | 770 | 640 | 120 |\n| 硬化村道 | 公里 | 31 | 28 | 26.5 | |": ["640户", "26.5公里"],
    "| 项目 | 收入增幅（%） | 参保率（%） | 新建公厕（座） |\n| 2024年实际 | 7.1 | 99.1 | 5 |\n| 2025年目标 | 7.4以上 | 99.3 | 6 |\n| 责任单位 | 县统计局 | 县医保局 | 县城管局 |": [
        "+7.4% | 县统计局", "99.3% | 县医保局", "6座 | 县城管局",
    ],
    "| 指标名称 | 单位 | 现状值 | 目标值 | 季度目标 | 季度目标 | 备注 |\n| 指标名称 | 单位 | 现状值 | 目标值 | 一季度 | 上半年 | 备注 |\n| 改造户厕 | 户 | 610 | 500 | 50 | 250 | 分3批 |": [
        "500户 [03-31 10, 06-30 50]",
    ],
    "| 主要指标 | 本年累计 | 上年同期 | 全年目标 | 完成率 |\n| 产业帮扶覆盖率 | 71% | 69% | 80% | 88.8% |": ["80%"],
    "| 指标 | 单位 | 上年完成 | 本年增幅 |\n| 农业总产值 | 亿元 | 63 | 5 |\n| 化肥使用量 | 吨 | 8100 | -1.5 |": ["+5%", "-1.5%"],
    "| 指标 | 单位 | 截至2024年底累计 | 2025年新增 | 2025年底累计达到 |\n| 高标准农田 | 万亩 | 21 | 1.6 | 22.6 |": ["1.6万亩"],
    "| 指标 | 单位 | 目标值 | 奋斗目标 |\n| 到位资金 | 亿元 | 3.2 | 4 |": ["3.2亿元"],
    "| 指标 | 目标 | 指标 | 目标 |\n| 参保率 | 99% | 新建公厕 | 6座 |": ["99%", "6座"],
    "| 目标任务 | 2024年完成情况 | 2025年任务 |\n| 新建公厕 | 建成5座 | 建成6座 |\n| 目标任务 | 2024年完成情况 | 2025年任务 |\n| 参保率 | 99.1% | 不低于99.3% |": ["6座", "99.3%"],
    "| 指标 | 2024年 | 2025年 |\n| 参保率 | 99.1 | 99.3 |\n| 完工比例 | 0.9 | 0.8 |\n| 务工人数 | 8000 | 1.2万 |\n| 安置人数 | 900 | 不低于2024年度 |\n| 村集体收入 | 900 | 1000 |": [
        "99.3%", "1.2万人", "不低于上年",
    ],
    # A task list beside what was done, and tables that ask for nothing.
    "| 序号 | 工作任务 | 2024年完成情况 | 2025年工作目标 | 完成时限 | 责任单位 |\n| 1 | 户厕改造 | 完成770户 | 改造640户 | 10月底 | 县农业农村局 |": ["640户 →10-31 | 县农业农村局"],
    "| 指标名称 | 2024年完成情况 | 责任单位 |\n| 自来水普及率 | 90.4% | 县水利局 |": [],
    "| 指标 | 单位 | 上年完成 | 本年增长 |\n| 农业总产值 | 亿元 | 63 | 5 |": [],  # by 5 of the hundred or by 5亿元
}  # fmt: skip


def test_of_a_table_of_indicators_the_column_of_this_year_is_asked_and_no_other():
    assert {table: asked(table) for table in INDICATORS} == INDICATORS


def test_a_table_within_the_text_belongs_to_the_clause_it_stands_in():
    table = "| 指标 | 单位 | 2025年目标 |\n| 参保率 | % | 99.2 |"
    within = drafted(f"（一）指标\n安排如下：\n{table}\n（二）要求\n新建公厕6座。").obligations
    behind = drafted(f"（一）要求\n新建公厕6座。\n附件1 指标表\n{table}").obligations
    assert [row.clause for row in within] == ["一（二）", "一（一）"]
    assert [row.clause for row in behind] == ["一（一）", "附表"]


# With sums beside and below, last year's figures, units in a row of their own, and a column named by its table alone.
TOWNS = {
    "| 乡镇 | 改厕（户） | 公厕（座） | 合计 |\n| 东岭镇 | 50 | 2 | 52 |\n| 西岭镇 | 120 | 3 | 123 |\n| 合计 | 170 | 5 | 175 |": ["改厕 170户", "公厕 5座"],
    "| 乡镇 | 改厕（户） | 改厕（户） |\n| 乡镇 | 合计 | 新建 |\n| 东岭镇 | 60 | 40 |\n| 西岭镇 | 110 | 80 |\n| 合计 | 170 | 120 |": ["改厕 170户"],
    "| 乡镇 | 改厕（户） | 改厕（户） |\n| 乡镇 | 2024年完成 | 2025年任务 |\n| 合计 | 210 | 170 |\n| 东岭镇 | 70 | 50 |\n| 西岭镇 | 140 | 120 |": ["改厕 170户"],
    "| 指标 | 单位 | 2024年完成 | 2025年目标 | 东岭镇 | 西岭镇 |\n| 改厕 | 户 | 210 | 170 | 50 | 120 |\n| 合计 | | 218 | 175 | 52 | 123 |": ["改厕 170户"],
    "| 乡镇 | 改厕 | 公厕 |\n| 乡镇 | 户 | 座 |\n| 东岭镇 | 50 | 2 |\n| 西岭镇 | 120 | 3 |\n| 合计 | 170 | 5 |": ["改厕 170户", "公厕 5座"],
    "松溪县2025年各乡镇公益性岗位开发计划表\n单位：个\n| 乡镇 | 计划数 |\n| 东岭镇 | 50 |\n| 西岭镇 | 120 |\n| 合计 | 170 |": ["公益性岗位开发 170个"],
    "任务表\n| 单位 | 上年基数（人） | 本年任务（人） |\n| 东岭镇 | 500 | 520 |\n| 全县 | 1200 | 1250 |\n| 西岭镇 | 700 | 730 |": [],
    "| 指标 | 单位 | 全县 | 东岭镇 | 西岭镇 |\n| 普及率 | % | 91 | 90 | 92 |": ["普及率 91%"],
    "| 乡镇 | 务工人数 | | 改厕（户） | |\n| | 2024年 | 2025年 | 总任务 | 其中：新建 |\n| 东岭镇 | 500 | 520 | 50 | 30 |\n| 西岭镇 | 700 | 730 | 120 | 90 |\n| 合计 | 1200 | 1250 | 170 | 120 |": [
        "务工人数 1250人", "改厕 170户", "改厕（新建） 120户",
    ],
    "联系表\n| 乡镇 | 村数 | 人数 |\n| 东岭镇 | 5 | 3 |\n| 西岭镇 | 12 | 3 |\n| 合计 | 17 | 6 |": [],
}  # fmt: skip


def test_of_a_table_of_towns_each_target_is_asked_once_and_no_sum_and_no_figure_of_last_year():
    told = {
        table: [
            f"{row.asked.title} {row.asked.target:g}{row.asked.unit}"
            for row in drafted(f"附件1 任务\n{table}").obligations
        ]
        for table in TOWNS
    }
    assert told == TOWNS


def test_a_row_that_goes_on_over_the_page_is_one_and_a_row_that_lacks_cells_stops_nobody():
    cells = (("指标名称", "单位", "2025年目标", "责任单位"), ("公益性", "个", "640", "县财"), ("岗位", "", "", "政局"))
    rows = [Row(at, 1, at, each, page) for at, (each, page) in enumerate(zip(cells, (1, 1, 2), strict=True), 1)]
    ((found,), rest) = indicators_of(rows, 2025)
    assert (found.title, found.said, found.owners.units, rest) == ("公益性岗位", "640个", ("县财政局",), [])
    assert asked("| 工作任务 | 责任单位 | 序号 |\n| 新建公厕7座 | 县城管局 | 1 |\n| 合计 |") == ["7座 | 县城管局"]

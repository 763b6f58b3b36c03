"""`plan`: an official document becomes the draft of a year's plan."""

import argparse
from datetime import date
from pathlib import Path

from data_loaders.commands import Answer, add_json
from data_loaders.commands.stored import stored
from data_loaders.delivering import reference, worker
from data_loaders.delivering.intake import Drop
from data_loaders.planning import drafting, review, tables
from data_loaders.store.editions import open_store

HELP = (
    "把正式文件读成一年计划的草稿，什么也不改 · read an official document as the draft of a year's plan, change nothing"
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """The document, its year, and where the draft goes."""
    parser.set_defaults(run=run)
    parser.add_argument("file", type=Path, metavar="FILE", help="Word、PDF 或文本 · a .docx, .pdf or .txt")
    parser.add_argument("--year", type=int, required=True, choices=range(2000, 2101), metavar="YEAR")
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="草稿写到这里：CSV 的计划表和可修改的工作簿 · write the draft there: plan tables as CSV, and a workbook to edit",
    )
    parser.add_argument(
        "--since",
        type=date.fromisoformat,
        metavar="DATE",
        help="补充通知：只改这一年计划里的几条，从这一天起 · the document changes the plan of the year from this day on",
    )
    add_json(parser)


@stored
def run(options: argparse.Namespace) -> Answer:
    """The draft in words; a process of its own reads the document."""
    drop = Drop.of(options.file)
    draft = worker.of_command().submit(drafting.draft_from, drop.name, drop.content, options.year).result()
    rows = None
    if options.since:
        known = open_store().known_tables(sample=False, shipped=reference.tables())
        now = tables.plan_of_year(known, draft.year)
        rows = review.amended_rows(draft, review.items_of(draft), now, options.since)
    paths = tables.write_plan(draft, options.out, rows) if options.out else []
    words = [
        *(
            f"{row.id}  {row.clause or '—'}  {row.asked.title}  {drafting.demand_in_words(row)}  {'、'.join(row.owners.units)}"
            for row in draft.obligations
        ),
        f"任务 {len(draft.tasks)} 项，要求 {len(draft.obligations)} 条，没有用上的句子 {len(draft.unread)} 句",
        *(f"[未用] {each.place}：{each.sentence}" for each in draft.unread),
        *(f"[请填写] {question}" for question in draft.questions),
        *(f"已写出 {path.name}" for path in paths),
    ]
    return Answer(draft.as_json(), words)

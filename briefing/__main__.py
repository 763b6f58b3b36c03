"""Command line of the briefing: show, explain, export. Exit codes: 0 done, 1 nothing to show or not made, 2 usage."""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import cast

from briefing.compose import compose
from briefing.explaining import words
from briefing.explaining.explanation import UnknownMeasure, explain
from briefing.exports import BULLETINS, FORMATS
from briefing.exports.pictures.browser import CannotPhotograph
from briefing.exports.printing import CannotPrint
from briefing.plan import PlanMissing
from briefing.wishes import PARTS
from briefing.wording.as_json import as_json
from data_loaders.findings import Refused
from data_loaders.store.editions import EmptyStore, open_store


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    options = _parser().parse_args(arguments)
    cast(TextIOWrapper, sys.stdout).reconfigure(encoding="utf-8")
    try:
        return options.run(options)
    except EmptyStore:
        reason = "库中还没有数据"
    except UnknownMeasure as why:
        reason = str(why)
    except PlanMissing as missing:
        reason = f"没有 {missing} 年的计划"
    except Refused as refused:
        reason = "\n".join(finding.sentence for finding in refused.findings)
    except (CannotPhotograph, CannotPrint) as why:
        reason = str(why)
    except OSError as error:
        place = f"：〈{error.filename}〉" if error.filename else ""
        reason = f"文件没有写成{place}（{type(error).__name__}）。请检查路径、磁盘空间和权限，或换一个位置"
    sys.stderr.write(reason + "\n")
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m briefing", description="告诉领导的数字和材料 · What leadership is told."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    show = commands.add_parser("show", help="一版在某一天的数字 · the figures of an edition on a day")
    show.set_defaults(run=_show)
    _add_edition(show)
    show.add_argument("--json", action="store_true", help="用 JSON 回答 · answer in JSON")
    explained = commands.add_parser(
        "explain",
        help="一个数从哪里来：哪些行、怎么算、历次版本 · where the number of a measure comes from: its rows, its terms, its history",
    )
    explained.set_defaults(run=_explain)
    explained.add_argument("id", metavar="ID", help="`show` 里的编号，如 T04 · the measure, as `show` names it: T04")
    _add_edition(explained)
    explained.add_argument("--town", metavar="TOWN", help="只看这个镇或单位 · the number of this town or unit alone")
    explained.add_argument("--json", action="store_true", help="用 JSON 回答 · answer in JSON")
    export = commands.add_parser(
        "export",
        help="幻灯片、通报、工作台账、离线看板、图片 · slides, bulletin, workbook, offline page or pictures of an edition",
    )
    export.set_defaults(run=_export)
    export.add_argument("format", choices=FORMATS)
    export.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="PATH",
        help="写到哪个文件；png 见 --screen；pptx、docx 装了 LibreOffice 的可以写成 .pdf · the file to write; png: see --screen; pptx, docx: a name ending in .pdf where LibreOffice is installed",
    )
    _add_edition(export)
    export.add_argument(
        "--against",
        type=int,
        metavar="N",
        help="与这一版比，不与上次调度会比 · compare with this edition, not the last meeting's",
    )
    export.add_argument(
        "--bulletin",
        choices=BULLETINS,
        help="docx：月调度还是季通报，默认看日期 · docx: 月调度 or 季通报; by default what the day asks for",
    )
    export.add_argument(
        "--parts", type=_parts, metavar="NAMES",
        help=f"pptx、docx：要哪些部分、什么顺序，用逗号隔开 · pptx, docx: which parts in which order, with commas between: {','.join(PARTS)}",
    )  # fmt: skip
    export.add_argument("--meeting", metavar="NAME", help="docx：用于哪次调度会 · docx: the 调度会 that it is for")
    export.add_argument(
        "--dated",
        type=date.fromisoformat,
        metavar="DATE",
        help="docx：成文日期，默认空着 · docx: 成文日期; left open by default",
    )
    export.add_argument(
        "--number",
        metavar="TEXT",
        help="docx：发文字号，写了才有红头和版记 · docx: 发文字号; with it come the red head and the imprint",
    )
    export.add_argument("--signed-by", metavar="NAME", help="docx：签发人 · who signs it")
    export.add_argument("--copied-to", metavar="TEXT", help="docx：抄送机关 · whom it is copied to")
    export.add_argument(
        "--screen", default="overview", metavar="NAME",
        help="png：PATH 以 .png 结尾时是哪个画面；文件夹或 .zip 是全部 · png: the screen that a PATH ending in .png shows; a folder or a PATH ending in .zip gets all of them",
    )  # fmt: skip
    kept = commands.add_parser(
        "stationery",
        help="本单位的公文模板（红头 .docx）和幻灯片母版（.pptx），以后都照它做 · the office's own templates, used from then on",
    )
    kept.set_defaults(run=_stationery)
    kept.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="带红头的 .docx、母版 .pptx · a .docx with the red head, a .pptx master",
    )
    kept.add_argument(
        "--remove",
        action="append",
        default=[],
        choices=("docx", "pptx"),
        help="换回产品自带的样子 · our own look again",
    )
    return parser


def _parts(told: str) -> list[str]:
    names = [name.strip() for name in told.split(",") if name.strip()]
    if unknown := [name for name in names if name not in PARTS]:
        raise argparse.ArgumentTypeError(f"没有这些部分：{'、'.join(unknown)}；可选：{'、'.join(PARTS)}")
    return list(dict.fromkeys(names))


def _add_edition(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--as-of",
        type=date.fromisoformat,
        metavar="DATE",
        help="哪一天，默认最新的截至日期 · the day; newest 截至日期 by default",
    )
    command.add_argument(
        "--edition", type=int, metavar="N", help="哪一版，默认最新 · the edition; the newest by default"
    )


def _show(options) -> int:
    briefing = compose(open_store().edition(options.edition), options.as_of)
    if options.json:
        sys.stdout.write(json.dumps(as_json(briefing), ensure_ascii=False, indent=2) + "\n")
        return 0
    sample = "  示例数据" if briefing.edition.sample else ""
    lines = [f"第 {briefing.edition.number} 版  数据截至 {briefing.as_of}{sample}", briefing.headline]
    lines += [
        f"{measure.id}  {measure.status.value}  {measure.title}：{measure.reason}" for measure in briefing.measures
    ]
    lines += [f"需要调度：{item.title}（{item.owner}）" for item in briefing.attention]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _explain(options) -> int:
    store = open_store()
    found = explain(store, store.edition(options.edition), options.id, options.as_of, options.town)
    text = json.dumps(words.as_json(found), ensure_ascii=False, indent=2) if options.json else words.in_words(found)
    sys.stdout.write(text + "\n")
    return 0


def _export(options) -> int:
    for path, size in _commands().export(open_store(), options):
        sys.stdout.write(f"{path}  {size:,} 字节\n")
    return 0


def _stationery(options) -> int:
    sys.stdout.writelines(f"{line}\n" for line in _commands().keep_stationery(open_store(), options))
    return 0


def _commands():
    # The libraries of the formats take a second that `show` need not wait for.
    from briefing.exports import command

    return command


if __name__ == "__main__":
    sys.exit(main())

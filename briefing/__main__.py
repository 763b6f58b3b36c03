"""Command line of the briefing: show, export. Exit codes: 0 done, 1 nothing to show or not made, 2 usage."""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from briefing.as_json import as_json
from briefing.compose import compose
from briefing.exports import BULLETINS, FORMATS
from briefing.exports.browser import CannotPhotograph
from briefing.plan import PlanMissing
from data_loaders.findings import Refused
from data_loaders.store import EmptyStore, open_store


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    options = _parser().parse_args(arguments)
    sys.stdout.reconfigure(encoding="utf-8")
    try:
        return options.run(options)
    except EmptyStore:
        reason = "库中还没有数据"
    except PlanMissing as missing:
        reason = f"没有 {missing} 年的计划"
    except Refused as refused:
        reason = "\n".join(finding.sentence for finding in refused.findings)
    except CannotPhotograph as why:
        reason = str(why)
    except OSError as error:
        reason = f"文件没有写成：{error.filename or ''} {error.strerror or error}"
    sys.stderr.write(reason + "\n")
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m briefing", description="What leadership is told.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    show = commands.add_parser("show", help="the figures of an edition on a day")
    show.set_defaults(run=_show)
    _add_edition(show)
    show.add_argument("--json", action="store_true", help="answer in JSON")
    export = commands.add_parser("export", help="slides, bulletin, workbook, offline page or pictures of an edition")
    export.set_defaults(run=_export)
    export.add_argument("format", choices=FORMATS)
    export.add_argument("--out", type=Path, required=True, metavar="PATH", help="the file to write; png: see --screen")
    _add_edition(export)
    export.add_argument("--against", type=int, metavar="N", help="compare with this edition, not the last meeting's")
    export.add_argument("--bulletin", choices=BULLETINS, help="docx: 月调度 or 季通报; by default what the day asks for")
    export.add_argument(
        "--screen", default="overview", metavar="NAME",
        help="png: the screen that a PATH ending in .png shows; a folder or a PATH ending in .zip gets all of them",
    )  # fmt: skip
    return parser


def _add_edition(command: argparse.ArgumentParser) -> None:
    command.add_argument("--as-of", type=date.fromisoformat, metavar="DATE", help="the day; newest 截至日期 by default")
    command.add_argument("--edition", type=int, metavar="N", help="the edition; the newest by default")


def _show(options) -> int:
    briefing = compose(open_store().edition(options.edition), options.as_of)
    if options.json:
        sys.stdout.write(json.dumps(as_json(briefing), ensure_ascii=False, indent=2) + "\n")
        return 0
    sample = "  示例数据" if briefing.edition.sample else ""
    lines = [f"第 {briefing.edition.number} 版  数据截至 {briefing.as_of}{sample}", briefing.headline]
    lines += [f"{measure.id}  {measure.status.value}  {measure.title}：{measure.reason}" for measure in briefing.measures]
    lines += [f"需要调度：{item.title}（{item.owner}）" for item in briefing.attention]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _export(options) -> int:
    # The libraries of the formats take a second that `show` need not wait for.
    from briefing.exports import command

    for path, size in command.export(open_store(), options):
        sys.stdout.write(f"{path}  {size:,} 字节\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Command line of the briefing: show. Exit codes: 0 shown, 1 nothing to show, 2 usage."""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date

from briefing.as_json import as_json
from briefing.compose import compose
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
    sys.stderr.write(reason + "\n")
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m briefing", description="What leadership is told.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    show = commands.add_parser("show", help="the figures of an edition on a day")
    show.set_defaults(run=_show)
    show.add_argument("--as-of", type=date.fromisoformat, metavar="DATE", help="the day; newest 截至日期 by default")
    show.add_argument("--edition", type=int, metavar="N", help="the edition; the newest by default")
    show.add_argument("--json", action="store_true", help="answer in JSON")
    return parser


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


if __name__ == "__main__":
    sys.exit(main())

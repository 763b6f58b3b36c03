"""`check`: read files and say what is wrong with them."""

import argparse
from datetime import date
from pathlib import Path

from data_loaders.checking.questions import ALL_ANSWERS, REST
from data_loaders.commands import Answer, add_by, add_json
from data_loaders.delivering import worker

HELP = "读取和检查文件，什么也不改 · read and check files, change nothing"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The files and what is known of them besides."""
    parser.set_defaults(run=run)
    add_delivery(parser)


def run(options: argparse.Namespace) -> Answer:
    """Files are read in a process of their own, which alone needs the libraries."""
    return worker.by_name("data_loaders.commands.delivery", "checked", options).result()


def add_delivery(parser: argparse.ArgumentParser) -> None:
    """The options of whoever delivers files, or only asks whether they would be taken."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument(
        "--as-of",
        type=date.fromisoformat,
        metavar="DATE",
        help="文件没有写截至日期时用这一天 · 截至日期 of files without one",
    )
    parser.add_argument(
        "--sample", action="store_true", help="示例数据，不与正式数据混放 · sample data, never mixed with real data"
    )
    parser.add_argument(
        "--confirm", action="append", default=[], choices=sorted(ALL_ANSWERS), metavar="ANSWER",
        help="对文件提出的问题的回答，可以写几次 · the answer to a question that a file raised; may be given again",
    )  # fmt: skip
    parser.add_argument(
        "--rest", choices=sorted(REST), help="文件里没有、库里有的行：保留还是去掉 · rows that a file lacks and the store has: keep their figures, or drop them",
    )  # fmt: skip
    parser.add_argument(
        "--accept-layout", action="store_true",
        help="列的建议都照办，没有建议的仍要问 · every suggestion about columns that are not ours is right; a question without one stays",
    )  # fmt: skip
    parser.add_argument(
        "--say", action="append", default=[], metavar="WORDS",
        help="源表头=我方列（右边空着：不用这一列）、我方列:=值 或 我方列:词=值，可以写几次 · nothing on the right: leave it out; may be given again",
    )  # fmt: skip
    parser.add_argument(
        "--layout",
        type=Path,
        metavar="FILE",
        help="`layouts export` 写出的版式 · a layout that `layouts export` wrote",
    )
    add_by(parser)
    add_json(parser)

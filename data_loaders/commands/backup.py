"""`backup`: the whole store becomes one file."""

import argparse
from pathlib import Path

from data_loaders.commands import Answer, add_json
from data_loaders.commands.stored import stored
from data_loaders.store.backup import Contents, back_up
from data_loaders.store.editions import open_store

HELP = "把全部数据和账号备份成一个文件 · write the whole store, accounts included, to one new file"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The file to write."""
    parser.set_defaults(run=run)
    parser.add_argument("file", type=Path, metavar="FILE")
    add_json(parser)


@stored
def run(options: argparse.Namespace) -> Answer:
    """What the backup holds, and which editions were lost before it was made."""
    contents = back_up(open_store(), options.file)
    words = [f"已备份到 {options.file}：{amount(contents)}"]
    if contents.unreadable:
        words.append(
            f"库里的第 {'、'.join(map(str, contents.unreadable))} 版已经无法读取，备份里也一样，请从更早的备份恢复"
        )
    return Answer(kept(contents) | {"unreadable": contents.unreadable}, words)


def kept(contents: Contents) -> dict:
    """What a backup holds, as plain values."""
    return {
        "made_at": contents.made_at, "editions": contents.editions, "files": len(contents.files), "bytes": contents.size,
    }  # fmt: skip


def amount(contents: Contents) -> str:
    """The same in words."""
    return f"{contents.editions} 个版本，{len(contents.files)} 个文件，{contents.size / 1_000_000:.1f} MB"

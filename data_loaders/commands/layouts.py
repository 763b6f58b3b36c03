"""`layouts`: how offices lay their ledgers out, as data that can be looked at and carried elsewhere."""

import argparse
import json
from dataclasses import replace
from pathlib import Path

from data_loaders.commands import Answer, add_json
from data_loaders.commands.stored import stored
from data_loaders.delivering import known_layouts
from data_loaders.store import OFFICE, layouts
from data_loaders.store.editions import open_store

HELP = "各单位台账的版式 · how offices lay their ledgers out"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What can be done with layouts."""
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    known = commands.add_parser(
        "list", help="列出在用的版式和用过它的版本 · list the layouts in force and the editions that used them"
    )
    known.set_defaults(run=_list_layouts)
    show = commands.add_parser("show", help="说明一个版式 · say what a layout means")
    show.set_defaults(run=_show_layout)
    export = commands.add_parser(
        "export", help="把版式写到新文件，给别的县区用 · write a layout to a new file, for another district"
    )
    export.set_defaults(run=_export_layout)
    fetch = commands.add_parser("import", help="收下这种文件里的版式 · keep the layout of such a file")
    fetch.set_defaults(run=_import_layout)
    remove = commands.add_parser("remove", help="不再认这个版式 · recognise a layout no more")
    remove.set_defaults(run=_remove_layout)
    for command in (show, export, remove):
        command.add_argument("name")
    for command in (export, fetch):
        command.add_argument("file", type=Path, metavar="FILE")
    for command in (fetch, remove):
        command.add_argument("--by", default=OFFICE, metavar="NAME", help="名单上写谁 · whom the list names")
    for command in (known, show, export, fetch, remove):
        add_json(command)


@stored
def _list_layouts(options: argparse.Namespace) -> Answer:
    store = open_store()
    kept = layouts.kept_layouts(store)
    answer = [
        {
            "name": one.name, "table": one.plain["table"], "columns": len(one.plain["columns"]), "by": one.by,
            "reporter": one.plain.get("reporter"), "at": one.at.isoformat(), "editions": layouts.editions_with(store, one),
        }
        for one in kept
    ]  # fmt: skip
    words = [
        f"{each['name']}  {each['table']}  {each['columns']} 列  {each['by']}"
        + (f"  第 {'、'.join(map(str, each['editions']))} 版" if each["editions"] else "")
        for each in answer
    ]
    return Answer({"layouts": answer}, words or ["还没有版式"])


@stored
def _show_layout(options: argparse.Namespace) -> Answer:
    plain = dict(layouts.kept_layout(open_store(), options.name).plain)
    words = [f"{column['header']} → {column['to'] or '不采用'}（{column['how']}）" for column in plain["columns"]]
    words += [f"{name} := {value}" for name, value in plain["constants"].items()]
    return Answer(plain, words)


@stored
def _export_layout(options: argparse.Namespace) -> Answer:
    plain = layouts.kept_layout(open_store(), options.name).plain
    with options.file.open("x", encoding="utf-8") as file:
        json.dump(plain, file, ensure_ascii=False, indent=2)
    return Answer({"file": options.file.name}, [f"已写到 {options.file.name}"])


@stored
def _import_layout(options: argparse.Namespace) -> Answer:
    store = open_store()
    layout = known_layouts.of_file(options.file)
    name = layouts.free_name(str(layout.name), (one.name for one in layouts.kept_layouts(store)))
    layouts.save_layout(store, replace(layout, name=name).as_json(), by=options.by)
    return Answer({"name": name}, [f"已收下版式「{name}」"])


@stored
def _remove_layout(options: argparse.Namespace) -> Answer:
    layouts.remove_layout(open_store(), options.name, by=options.by)
    return Answer({"removed": options.name}, [f"版式「{options.name}」不再使用"])

"""Command line of the store: check, publish, history, restore, templates, backup, recover, user, inbox.

Exit codes: 0 done or publishable, 1 refused, 2 usage.
"""

import argparse
import getpass
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from data_loaders import accounts, audit, events
from data_loaders.accounts import Role
from data_loaders.audit import Action
from data_loaders.backup import Contents, back_up, recover
from data_loaders.boundaries import ALL_ANSWERS, is_boundary_file
from data_loaders.clock import CHINA
from data_loaders.findings import LEVEL_WORDS, Finding, Refused, Source, publishable, verdict
from data_loaders.inbox import INBOX_VARIABLE, Inbox, configured_folder
from data_loaders.intake import Drop
from data_loaders.publish import examine, publish
from data_loaders.reading import display_name
from data_loaders.store import EmptyStore, open_store
from data_loaders.templates import write_templates

DONE, REFUSED, USAGE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # a Windows console may default to another code page
    try:
        return options.run(options)
    except Refused as refused:
        return _refuse(options, refused.findings)
    except EmptyStore:
        return _answer(options, {"editions": []}, ["库中还没有数据"], REFUSED)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data_loaders", description="Check and publish dropped files.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    check = commands.add_parser("check", help="read and check files, change nothing")
    check.set_defaults(run=_check)
    deliver = commands.add_parser("publish", help="make files one edition, or none")
    deliver.set_defaults(run=_publish)
    for command in (check, deliver):
        command.add_argument("files", nargs="+", type=Path, metavar="FILE")
        command.add_argument("--as-of", type=date.fromisoformat, metavar="DATE", help="截至日期 of files without one")
        command.add_argument("--sample", action="store_true", help="sample data, never mixed with real data")
    deliver.add_argument("--note", default="", help="a note kept with the edition")
    for command in (check, deliver):
        command.add_argument(
            "--confirm", action="append", default=[], choices=sorted(ALL_ANSWERS), metavar="ANSWER",
            help="the answer to a question that a boundary file raised; may be given again",
        )  # fmt: skip

    history = commands.add_parser("history", help="list the editions")
    history.set_defaults(run=_history)
    restore = commands.add_parser("restore", help="publish an old edition again")
    restore.set_defaults(run=_restore)
    restore.add_argument("number", type=int)
    for command in (deliver, restore):
        command.add_argument("--by", default=None, metavar="NAME", help="who does it; the login name by default")
    templates = commands.add_parser("templates", help="write a template workbook for every table")
    templates.set_defaults(run=_templates)
    templates.add_argument("folder", type=Path, metavar="DIR")
    backup = commands.add_parser("backup", help="write the whole store, accounts included, to one new file")
    backup.set_defaults(run=_backup)
    fill = commands.add_parser("recover", help="fill an empty store from a backup")
    fill.set_defaults(run=_recover)
    for command in (backup, fill):
        command.add_argument("file", type=Path, metavar="FILE")
    _add_user_commands(commands.add_parser("user", help="who may log in"))
    inbox = commands.add_parser("inbox", help=f"publish what is dropped into {INBOX_VARIABLE}, until stopped")
    inbox.set_defaults(run=_inbox)
    inbox.add_argument("folder", nargs="?", type=Path, default=configured_folder(), metavar="DIR")
    for command in (check, deliver, history, restore, templates, backup, fill):
        command.add_argument("--json", action="store_true", help="answer in JSON")
    return parser


def _add_user_commands(user: argparse.ArgumentParser) -> None:
    commands = user.add_subparsers(required=True, metavar="COMMAND")
    add = commands.add_parser("add", help="make an account, or give it a new password; asks for the password")
    add.set_defaults(run=_add_user)
    add.add_argument("name")
    add.add_argument("--role", required=True, choices=[Role.UPLOADER.value, Role.ADMINISTRATOR.value])
    add.add_argument("--town", help="bind an uploader to one town")
    remove = commands.add_parser("remove", help="close an account")
    remove.set_defaults(run=_remove_user)
    remove.add_argument("name")


def _add_user(options) -> int:
    try:
        accounts.add_account(open_store(), options.name, Role(options.role), _new_password(), town=options.town)
    except ValueError as problem:
        sys.stderr.write(f"{problem}\n")
        return REFUSED
    sys.stdout.write(f"账号 {options.name} 可以登录了\n")
    return DONE


def _new_password() -> str:
    """Typed twice at a terminal; one line from a pipe otherwise. ValueError when the two differ."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("密码：")
    if getpass.getpass("再输一次：") != password:
        raise ValueError("两次输入的密码不同")
    return password


def _remove_user(options) -> int:
    try:
        accounts.remove_account(open_store(), options.name)
    except KeyError:
        sys.stderr.write(f"没有账号 {options.name}\n")
        return REFUSED
    sys.stdout.write(f"账号 {options.name} 已停用\n")
    return DONE


def _inbox(options) -> int:
    if options.folder is None:
        sys.stderr.write(f"请给出目录，或设置 {INBOX_VARIABLE}\n")
        return USAGE
    events.begin("inbox")
    Inbox(options.folder, open_store()).watch()
    return DONE


def _check(options) -> int:
    drops = _drops(options.files, options.confirm)
    batch = examine(open_store(), drops, as_of=options.as_of, sample=options.sample)
    answer = {"publishable": batch.publishable, "findings": _plain(batch.findings), "tables": batch.tables()}
    words = [*_sentences(batch.findings), *_table_lines(batch.tables()), verdict(batch.findings)]
    return _answer(options, answer, words, DONE if batch.publishable else REFUSED)


def _drops(paths: Iterable[Path], confirmed: Iterable[str]) -> list[Drop]:
    """The files of a command; Refused with every one that cannot be read.

    An answer holds for one file: with several boundary files it could take a shift out of the wrong one.
    """
    drops, findings = [], []
    for path in paths:
        try:
            drops.append(replace(Drop.of(path), confirmed=frozenset(confirmed)))
        except Refused as refused:
            findings += refused.findings
    maps = [drop for drop in drops if is_boundary_file(drop.name)]
    if confirmed and len(maps) > 1:
        findings += [Source(display_name(drop.name)).finding("confirmed_several") for drop in maps]
    if findings:
        raise Refused(findings)
    return drops


def _publish(options) -> int:
    drops = _drops(options.files, options.confirm)
    chosen = {"by": options.by or getpass.getuser(), "note": options.note, "as_of": options.as_of, "sample": options.sample}
    store = open_store()
    outcome = publish(store, drops, **chosen)
    edition = outcome.edition
    if edition:
        audit.remember_if_possible(store, edition.by, Action.PUBLISHED, str(edition.number), edition.note)
    answer = {
        "publishable": publishable(outcome.findings), "edition": edition.number if edition else None,
        "findings": _plain(outcome.findings), "tables": outcome.batch.tables(),
    }  # fmt: skip
    words = [*_sentences(outcome.findings), f"已发布第 {edition.number} 版" if edition else "未发布，原有数据不受影响"]
    return _answer(options, answer, words, DONE if edition else REFUSED)


def _history(options) -> int:
    editions = open_store().editions()
    words = [
        f"第 {edition.number} 版  {edition.published_at.astimezone(CHINA):%Y-%m-%d %H:%M}  {edition.by}  "
        f"{'示例数据  ' if edition.sample else ''}{edition.note}  {len(edition.files)} 个文件"
        for edition in editions
    ]
    return _answer(options, {"editions": [edition.as_json() for edition in editions]}, words or ["库中还没有数据"], DONE)


def _restore(options) -> int:
    store = open_store()
    edition = store.restore(options.number, by=options.by or getpass.getuser())
    audit.remember_if_possible(store, edition.by, Action.RESTORED, str(edition.number), str(options.number))
    words = [f"第 {options.number} 版已恢复为第 {edition.number} 版"]
    return _answer(options, edition.as_json(), words, DONE)


def _templates(options) -> int:
    paths = write_templates(options.folder)
    return _answer(options, {"files": [path.name for path in paths]}, [path.name for path in paths], DONE)


def _backup(options) -> int:
    contents = back_up(open_store(), options.file)
    words = [f"已备份到 {options.file}：{_amount(contents)}"]
    if contents.unreadable:
        words.append(f"库里的第 {'、'.join(map(str, contents.unreadable))} 版已经读不出来，备份里也一样，请从更早的备份恢复")
    return _answer(options, _kept(contents) | {"unreadable": contents.unreadable}, words, DONE)


def _recover(options) -> int:
    contents = recover(open_store(), options.file)
    return _answer(options, _kept(contents), [f"已恢复 {contents.made_at} 的备份：{_amount(contents)}"], DONE)


def _kept(contents: Contents) -> dict:
    return {"made_at": contents.made_at, "editions": contents.editions, "files": len(contents.files), "bytes": contents.size}


def _amount(contents: Contents) -> str:
    return f"{contents.editions} 个版本，{len(contents.files)} 个文件，{contents.size / 1_000_000:.1f} MB"


def _refuse(options, findings: list[Finding]) -> int:
    answer = {"publishable": False, "findings": _plain(findings), "tables": []}
    return _answer(options, answer, _sentences(findings), REFUSED)


def _plain(findings: Iterable[Finding]) -> list[dict]:
    return [finding.as_json() for finding in findings]


def _sentences(findings: Iterable[Finding]) -> list[str]:
    return [f"[{LEVEL_WORDS[finding.level]}] {finding.sentence}" for finding in findings]


def _table_lines(tables: list[dict]) -> list[str]:
    return [
        f"{table['table']} {table['as_of'] or ''} {table['rows']} 行 "
        + "，".join(f"{name} {total:.10g}" for name, total in table["totals"].items())
        for table in tables
    ]


def _answer(options, as_json: dict, words: list[str], code: int) -> int:
    text = json.dumps(as_json, ensure_ascii=False, indent=2) if options.json else "\n".join(words)
    sys.stdout.write(text + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())

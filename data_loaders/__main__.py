"""Command line of the store: check, publish, plan, history, restore, templates, backup, recover, user, layouts, inbox.

Exit codes: 0 done or publishable, 1 refused, 2 usage.
"""

import argparse
import getpass
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import cast

from deltalake.exceptions import DeltaError

from data_loaders import events
from data_loaders.checking import rest
from data_loaders.checking.boundaries import is_boundary_file
from data_loaders.checking.questions import ALL_ANSWERS, OF_LEDGERS
from data_loaders.clock import CHINA
from data_loaders.delivering import known_layouts, reference, worker
from data_loaders.delivering.inbox import (
    INBOX_VARIABLE,
    QUIET_VARIABLE,
    Inbox,
    configured_folder,
    configured_quiet,
    quiet_seconds,
)
from data_loaders.delivering.intake import Drop
from data_loaders.delivering.publish import Outcome, check, publish
from data_loaders.delivering.templates import lists, write_templates
from data_loaders.findings import LEVEL_WORDS, Finding, Refused, Source, publishable, verdict
from data_loaders.layouts.questions import parse_sayings
from data_loaders.reading import display_name
from data_loaders.store import accounts, attempts, audit, invitations, layouts
from data_loaders.store.accounts import Role
from data_loaders.store.audit import Action
from data_loaders.store.backup import Contents, back_up, recover
from data_loaders.store.editions import EmptyStore, Store, open_store

DONE, REFUSED, USAGE = 0, 1, 2
REST = {"keep": rest.KEEP, "drop": rest.DROP}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        cast(TextIOWrapper, stream).reconfigure(encoding="utf-8")  # a Windows console may default to another code page
    try:
        return options.run(options)
    except Refused as refused:
        return _refuse(options, refused.findings)
    except EmptyStore:
        return _answer(options, {"editions": []}, ["库中还没有数据"], REFUSED)
    except (OSError, DeltaError) as error:  # a disk that is full or read-only, a folder that is none
        place = str(getattr(error, "filename", None) or open_store().uri)
        return _refuse(options, [Source(place).finding("place_unusable", reason=type(error).__name__)])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m data_loaders", description="检查和发布台账 · Check and publish dropped files."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    check = commands.add_parser("check", help="读取和检查文件，什么也不改 · read and check files, change nothing")
    check.set_defaults(run=_check)
    deliver = commands.add_parser("publish", help="把文件发布成一版，或一个也不发布 · make files one edition, or none")
    deliver.set_defaults(run=_publish)
    for command in (check, deliver):
        command.add_argument("files", nargs="+", type=Path, metavar="FILE")
        command.add_argument(
            "--as-of",
            type=date.fromisoformat,
            metavar="DATE",
            help="文件没有写截至日期时用这一天 · 截至日期 of files without one",
        )
        command.add_argument(
            "--sample", action="store_true", help="示例数据，不与正式数据混放 · sample data, never mixed with real data"
        )
    deliver.add_argument("--note", default="", help="随这一版留的说明 · a note kept with the edition")
    for command in (check, deliver):
        command.add_argument(
            "--confirm", action="append", default=[], choices=sorted(ALL_ANSWERS), metavar="ANSWER",
            help="对文件提出的问题的回答，可以写几次 · the answer to a question that a file raised; may be given again",
        )  # fmt: skip
        command.add_argument(
            "--rest", choices=sorted(REST), help="文件里没有、库里有的行：保留还是去掉 · rows that a file lacks and the store has: keep their figures, or drop them",
        )  # fmt: skip
        command.add_argument(
            "--accept-layout", action="store_true",
            help="列的建议都照办，没有建议的仍要问 · every suggestion about columns that are not ours is right; a question without one stays",
        )  # fmt: skip
        command.add_argument(
            "--say", action="append", default=[], metavar="WORDS",
            help="源表头=我方列（右边空着：不用这一列）、我方列:=值 或 我方列:词=值，可以写几次 · nothing on the right: leave it out; may be given again",
        )  # fmt: skip
        command.add_argument(
            "--layout",
            type=Path,
            metavar="FILE",
            help="`layouts export` 写出的版式 · a layout that `layouts export` wrote",
        )

    plan = commands.add_parser(
        "plan",
        help="把正式文件读成一年计划的草稿，什么也不改 · read an official document as the draft of a year's plan, change nothing",
    )
    plan.set_defaults(run=_plan)
    plan.add_argument("file", type=Path, metavar="FILE", help="Word、PDF 或文本 · a .docx, .pdf or .txt")
    plan.add_argument("--year", type=int, required=True, choices=range(2000, 2101), metavar="YEAR")
    plan.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="草稿写到这里：CSV 的计划表和可修改的工作簿 · write the draft there: plan tables as CSV, and a workbook to edit",
    )

    plan.add_argument(
        "--since",
        type=date.fromisoformat,
        metavar="DATE",
        help="补充通知：只改这一年计划里的几条，从这一天起 · the document changes the plan of the year from this day on",
    )

    history = commands.add_parser("history", help="列出各版 · list the editions")
    history.set_defaults(run=_history)
    restore = commands.add_parser("restore", help="把旧的一版重新发布 · publish an old edition again")
    restore.set_defaults(run=_restore)
    restore.add_argument("number", type=int)
    for command in (check, deliver, restore):
        command.add_argument(
            "--by",
            default=accounts.OFFICE,
            metavar="NAME",
            help=f"显示的发布人，默认{accounts.OFFICE} · whom readers are shown; {accounts.OFFICE} by default",
        )
    templates = commands.add_parser("templates", help="写出每张台账的模板 · write a template workbook for every table")
    templates.set_defaults(run=_templates)
    templates.add_argument("folder", type=Path, metavar="DIR")
    backup = commands.add_parser(
        "backup", help="把全部数据和账号备份成一个文件 · write the whole store, accounts included, to one new file"
    )
    backup.set_defaults(run=_backup)
    fill = commands.add_parser("recover", help="从备份恢复到空的存放位置 · fill an empty store from a backup")
    fill.set_defaults(run=_recover)
    for command in (backup, fill):
        command.add_argument("file", type=Path, metavar="FILE")
    _add_user_commands(commands.add_parser("user", help="谁可以登录 · who may log in"))
    _add_layout_commands(commands.add_parser("layouts", help="各单位台账的版式 · how offices lay their ledgers out"))
    inbox = commands.add_parser(
        "inbox", help=f"自动发布收件夹里的文件，直到停止 · publish what is dropped into {INBOX_VARIABLE}, until stopped"
    )
    inbox.set_defaults(run=_inbox)
    inbox.add_argument("folder", nargs="?", type=Path, default=configured_folder(), metavar="DIR")
    inbox.add_argument(
        "--quiet", type=quiet_seconds, metavar="SECONDS",
        help=f"多少秒没人写才算放好，默认 {QUIET_VARIABLE} 或 60 · a file is whole when nobody wrote to it for so long; {QUIET_VARIABLE} or 60 by default",
    )  # fmt: skip
    parser.set_defaults(json=False)
    for command in (check, deliver, plan, history, restore, templates, backup, fill):
        command.add_argument("--json", action="store_true", help="用 JSON 回答 · answer in JSON")
    return parser


def _add_user_commands(user: argparse.ArgumentParser) -> None:
    commands = user.add_subparsers(required=True, metavar="COMMAND")
    add = commands.add_parser(
        "add", help="建账号或改密码，会问密码 · make an account, or give it a new password; asks for the password"
    )
    add.set_defaults(run=_add_user)
    add.add_argument("name")
    add.add_argument("--role", required=True, choices=[role.value for role in Role if role is not Role.VIEWER])
    add.add_argument("--town", help="上传员只能报这个镇 · bind an uploader to one town")
    add.add_argument("--unit", help="填报员所在的单位 · the unit that a reporter fills in for")
    add.add_argument(
        "--at-once",
        action="store_true",
        help="填报员填的直接发布，不经农办 · what a reporter fills in is published without the office",
    )
    add.add_argument(
        "--display",
        metavar="NAME",
        help=f"显示的发布人，默认是镇或{accounts.OFFICE} · whom readers are shown as publisher; the town or {accounts.OFFICE} by default",
    )
    remove = commands.add_parser("remove", help="停用账号 · close an account")
    remove.set_defaults(run=_remove_user)
    unlock = commands.add_parser(
        "unlock",
        help="清掉一个名字输错密码的次数 · forget the wrong passwords of a name so far, wherever they came from",
    )
    unlock.set_defaults(run=_unlock_user)
    for command in (remove, unlock):
        command.add_argument("name")
    first = commands.add_parser(
        "first",
        help="还没有账号时：给第一个管理员的一次性链接 · while there is no account: a one-time link for the first administrator",
    )
    first.set_defaults(run=_invite_first)
    first.add_argument("--port", type=int, default=8501, help="看板的端口 · where the dashboard is served")
    first.add_argument(
        "--file",
        type=Path,
        metavar="PATH",
        help="链接也写到这个文件，只有本人能读 · keep the link here too, for its owner alone to read",
    )
    known = commands.add_parser("list", help="列出账号 · list the accounts")
    known.set_defaults(run=_list_users)
    known.add_argument("--json", action="store_true", help="用 JSON 回答 · answer in JSON")


def _add_user(options) -> int:
    try:
        accounts.add_account(
            open_store(), options.name, Role(options.role), _new_password(), town=options.town, display=options.display,
            unit=options.unit, at_once=options.at_once,
        )  # fmt: skip
    except ValueError as problem:
        sys.stderr.write(f"{problem}\n")
        return REFUSED
    except accounts.OnlyRemark as remark:
        sys.stderr.write(f"{remark}\n")
    sys.stdout.write(f"账号 {options.name} 可以登录了\n")
    return DONE


def _invite_first(options) -> int:
    token = invitations.invite_first(open_store())
    if options.file:
        options.file.unlink(missing_ok=True)
    if token is None:
        return DONE
    link = f"http://localhost:{options.port}/upload?invite={token}"
    if options.file:
        with open(os.open(options.file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
            file.write(f"{link}\n")
    sys.stdout.write(f"还没有账号。第一个管理员请打开这个一次性链接：\n{link}\n")
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
    return _change_user(accounts.remove_account, options.name, "已停用")


def _unlock_user(options) -> int:
    return _change_user(accounts.unlock, options.name, "可以重新登录了，此前的失败不再计算")


def _change_user(change: Callable[[Store, str], None], name: str, words: str) -> int:
    try:
        change(open_store(), name)
    except accounts.UnknownAccount as unknown:
        sys.stderr.write(f"{unknown}\n")
        return REFUSED
    except accounts.OnlyRemark as remark:
        sys.stderr.write(f"{remark}\n")
    sys.stdout.write(f"账号 {name} {words}\n")
    return DONE


def _list_users(options) -> int:
    store, now = open_store(), datetime.now(UTC)
    listed = [(account, *attempts.failures_of(store, account.name, now)) for account in accounts.accounts(store)]
    answer = [
        {
            "name": account.name, "role": account.role.value, "town": account.town, "unit": account.unit,
            "display": account.shown,
            "failures_last_hour": failures, "failed_from": addresses,
        }
        for account, failures, addresses in listed
    ]  # fmt: skip
    words = [
        f"{account.name}  {account.role.value}  {account.bound or ''}  页脚写「{account.shown}」"
        + (f"  一小时内失败 {failures} 次（{addresses} 个地址）" if failures else "")
        for account, failures, addresses in listed
    ]
    return _answer(options, {"accounts": answer}, words or ["还没有账号"], DONE)


def _add_layout_commands(layouts: argparse.ArgumentParser) -> None:
    commands = layouts.add_subparsers(required=True, metavar="COMMAND")
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
        command.add_argument("--by", default=accounts.OFFICE, metavar="NAME", help="名单上写谁 · whom the list names")
    for command in (known, show, export, fetch, remove):
        command.add_argument("--json", action="store_true", help="用 JSON 回答 · answer in JSON")


def _list_layouts(options) -> int:
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
    return _answer(options, {"layouts": answer}, words or ["还没有版式"], DONE)


def _show_layout(options) -> int:
    plain = dict(layouts.kept_layout(open_store(), options.name).plain)
    words = [f"{column['header']} → {column['to'] or '不采用'}（{column['how']}）" for column in plain["columns"]]
    words += [f"{name} := {value}" for name, value in plain["constants"].items()]
    return _answer(options, plain, words, DONE)


def _export_layout(options) -> int:
    plain = layouts.kept_layout(open_store(), options.name).plain
    with options.file.open("x", encoding="utf-8") as file:
        json.dump(plain, file, ensure_ascii=False, indent=2)
    return _answer(options, {"file": options.file.name}, [f"已写到 {options.file.name}"], DONE)


def _import_layout(options) -> int:
    store = open_store()
    layout = known_layouts.of_file(options.file)
    name = layouts.free_name(str(layout.name), (one.name for one in layouts.kept_layouts(store)))
    layouts.save_layout(store, replace(layout, name=name).as_json(), by=options.by)
    return _answer(options, {"name": name}, [f"已收下版式「{name}」"], DONE)


def _remove_layout(options) -> int:
    layouts.remove_layout(open_store(), options.name, by=options.by)
    return _answer(options, {"removed": options.name}, [f"版式「{options.name}」不再使用"], DONE)


def _inbox(options) -> int:
    if options.folder is None:
        sys.stderr.write(f"请给出目录，或设置 {INBOX_VARIABLE}\n")
        return USAGE
    try:
        quiet = configured_quiet() if options.quiet is None else options.quiet
    except ValueError:
        sys.stderr.write(f"{QUIET_VARIABLE} 要写秒数，例如 60\n")
        return USAGE
    events.begin("inbox")
    Inbox(options.folder, open_store(), quiet).watch()
    return DONE


def _check(options) -> int:
    chosen = {"as_of": options.as_of, "sample": options.sample, "reporter": options.by}
    outcome = worker.of_command().submit(check, open_store(), _drops(options), **chosen).result()
    is_good = publishable(outcome.findings) and not any(finding.asks for finding in outcome.findings)
    answer = {"publishable": is_good, "findings": _plain(outcome.findings)} | _read_as(outcome)
    words = [*_sentences(outcome.findings), *_table_lines(outcome.tables), verdict(outcome.findings)]
    return _answer(options, answer, words, DONE if is_good else REFUSED)


def _read_as(outcome: Outcome) -> dict:
    return {"tables": outcome.tables, "layouts": outcome.layouts, "questions": outcome.questions}


def _drops(options) -> list[Drop]:
    """The files of a command; Refused with every one that cannot be read.

    An answer holds for one file: with several boundary files it could take a shift out of the wrong one.
    """
    drops, findings = [], []
    confirmed = [*options.confirm, *([REST[options.rest]] if options.rest else [])]
    layout = known_layouts.of_file(options.layout) if options.layout else None
    said = {"said": tuple(options.say), "accepts_layout": options.accept_layout, "layout": layout}
    parse_sayings(options.say)
    for path in options.files:
        try:
            drops.append(replace(Drop.of(path), confirmed=frozenset(confirmed), **said))
        except Refused as refused:
            findings += refused.findings
    maps = [drop for drop in drops if is_boundary_file(drop.name, drop.content)]
    if set(confirmed) - OF_LEDGERS and len(maps) > 1:
        findings += [Source(display_name(drop.name)).finding("confirmed_several") for drop in maps]
    if findings:
        raise Refused(findings)
    return drops


def _publish(options) -> int:
    drops = _drops(options)
    chosen = {"by": options.by, "note": options.note, "as_of": options.as_of, "sample": options.sample}
    store = open_store()
    outcome = worker.of_command().submit(publish, store, drops, **chosen).result()
    edition = outcome.edition
    if edition:
        audit.remember_if_possible(store, _who(options), Action.PUBLISHED, str(edition.number), edition.note)
    answer = {
        "publishable": publishable(outcome.findings), "edition": edition.number if edition else None,
        "findings": _plain(outcome.findings),
    } | _read_as(outcome)  # fmt: skip
    words = [*_sentences(outcome.findings), f"已发布第 {edition.number} 版" if edition else "未发布，原有数据不受影响"]
    return _answer(options, answer, words, DONE if edition else REFUSED)


def _plan(options) -> int:
    from data_loaders.planning import drafting, review, tables

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
    return _answer(options, draft.as_json(), words, DONE)


def _who(options) -> str:
    """Whom the audit names: who was said to do it, else who is logged in at this machine."""
    return options.by if options.by != accounts.OFFICE else getpass.getuser()


def _history(options) -> int:
    editions = open_store().editions()
    words = [
        f"第 {edition.number} 版  {edition.published_at.astimezone(CHINA):%Y-%m-%d %H:%M}  {edition.by}  "
        f"{'示例数据  ' if edition.sample else ''}{edition.note}  {len(edition.files)} 个文件"
        for edition in editions
    ]
    return _answer(
        options, {"editions": [edition.as_json() for edition in editions]}, words or ["库中还没有数据"], DONE
    )


def _restore(options) -> int:
    store = open_store()
    edition = store.restore(options.number, by=options.by)
    audit.remember_if_possible(store, _who(options), Action.RESTORED, str(edition.number), str(options.number))
    words = [f"第 {options.number} 版已恢复为第 {edition.number} 版"]
    return _answer(options, edition.as_json(), words, DONE)


def _templates(options) -> int:
    paths = write_templates(options.folder, lists(open_store()))
    return _answer(options, {"files": [path.name for path in paths]}, [path.name for path in paths], DONE)


def _backup(options) -> int:
    contents = back_up(open_store(), options.file)
    words = [f"已备份到 {options.file}：{_amount(contents)}"]
    if contents.unreadable:
        words.append(
            f"库里的第 {'、'.join(map(str, contents.unreadable))} 版已经无法读取，备份里也一样，请从更早的备份恢复"
        )
    return _answer(options, _kept(contents) | {"unreadable": contents.unreadable}, words, DONE)


def _recover(options) -> int:
    contents = recover(open_store(), options.file)
    return _answer(options, _kept(contents), [f"已恢复 {contents.made_at} 的备份：{_amount(contents)}"], DONE)


def _kept(contents: Contents) -> dict:
    return {
        "made_at": contents.made_at,
        "editions": contents.editions,
        "files": len(contents.files),
        "bytes": contents.size,
    }


def _amount(contents: Contents) -> str:
    return f"{contents.editions} 个版本，{len(contents.files)} 个文件，{contents.size / 1_000_000:.1f} MB"


def _refuse(options, findings: list[Finding]) -> int:
    answer = {"publishable": False, "findings": _plain(findings), "tables": []}
    return _answer(options, answer, _sentences(findings), REFUSED)


def _plain(findings: Iterable[Finding]) -> list[dict]:
    return [finding.as_json() for finding in findings]


def _sentences(findings: Iterable[Finding]) -> list[str]:
    return [f"[{LEVEL_WORDS[finding.level]}] {finding.sentence}" for finding in findings]


def _table_lines(tables: Iterable[dict]) -> list[str]:
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

"""`user`: who may log in."""

import argparse
import getpass
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from data_loaders.commands import REFUSED, Answer, add_json
from data_loaders.commands.stored import stored
from data_loaders.store import OFFICE, accounts, attempts, invitations
from data_loaders.store.accounts import Role
from data_loaders.store.editions import Store, open_store

HELP = "谁可以登录 · who may log in"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What can be done with accounts."""
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
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
        help=f"显示的发布人，默认是镇或{OFFICE} · whom readers are shown as publisher; the town or {OFFICE} by default",
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
    add_json(known)


@stored
def _add_user(options: argparse.Namespace) -> Answer:
    def add(store: Store, name: str) -> None:
        accounts.add_account(
            store, name, Role(options.role), _new_password(), town=options.town, display=options.display,
            unit=options.unit, at_once=options.at_once,
        )  # fmt: skip

    return _change_user(add, options.name, "可以登录了")


@stored
def _invite_first(options: argparse.Namespace) -> Answer:
    token = invitations.invite_first(open_store())
    if options.file:
        options.file.unlink(missing_ok=True)
    if token is None:
        return Answer({})
    link = f"http://localhost:{options.port}/upload?invite={token}"
    if options.file:
        with open(os.open(options.file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
            file.write(f"{link}\n")
    return Answer({}, ["还没有账号。第一个管理员请打开这个一次性链接：", link])


def _new_password() -> str:
    """Typed twice at a terminal; one line from a pipe otherwise. ValueError when the two differ."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("密码：")
    if getpass.getpass("再输一次：") != password:
        raise ValueError("两次输入的密码不同")
    return password


@stored
def _remove_user(options: argparse.Namespace) -> Answer:
    return _change_user(accounts.remove_account, options.name, "已停用")


@stored
def _unlock_user(options: argparse.Namespace) -> Answer:
    return _change_user(accounts.unlock, options.name, "可以重新登录了，此前的失败不再计算")


def _change_user(change: Callable[[Store, str], None], name: str, words: str) -> Answer:
    try:
        change(open_store(), name)
    except (accounts.UnknownAccount, ValueError) as problem:
        sys.stderr.write(f"{problem}\n")
        return Answer({}, code=REFUSED)
    except accounts.OnlyRemark as remark:
        sys.stderr.write(f"{remark}\n")
    return Answer({}, [f"账号 {name} {words}"])


@stored
def _list_users(options: argparse.Namespace) -> Answer:
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
    return Answer({"accounts": answer}, words or ["还没有账号"])

"""Who may do what: accounts with argon2 hashes, roles with capabilities, slower answers after failures.

There is no default account and no default password.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

import pyarrow as pa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from data_loaders.findings import Refused, Told
from data_loaders.store import OFFICE, attempts, audit
from data_loaders.store.append_only import append_record, read_records
from data_loaders.store.audit import Action
from data_loaders.store.delta import Damaged, StoreAway
from data_loaders.store.editions import Store

SHORTEST_PASSWORD = 10
FREE_FAILURES = attempts.FREE_FAILURES
FORMER_OFFICE = "区农办"  # as earlier programs said, whatever the district; what a store keeps under it is the office's
LONGEST_DISPLAY = 30

SCHEMA = pa.schema(
    {
        "at": pa.timestamp("us", tz="UTC"),
        "name": pa.string(),
        "role": pa.string(),
        "town": pa.string(),
        "password_hash": pa.string(),
        "active": pa.bool_(),
        "display": pa.string(),  # accounts of old have none of what follows
        "unit": pa.string(),
        "at_once": pa.bool_(),
    }
)
_HASHER = PasswordHasher()


class Role(StrEnum):
    """What kind of person somebody is to the product."""

    VIEWER = "viewer"  # everyone, without a login
    REPORTER = "reporter"  # of one unit
    UPLOADER = "uploader"
    ADMINISTRATOR = "administrator"


class Capability(StrEnum):
    """What can be allowed or not."""

    VIEW = "查看"
    UPLOAD = "上传检查"
    PUBLISH = "发布"
    RESTORE = "恢复旧版"
    NAME_MEETING = "定为调度会版本"
    READ_AUDIT = "查看操作记录"
    READ_HEALTH = "查看运行状况"
    KEEP_LAYOUTS = "管理版式"
    ANSWER = "填报"
    RELEASE = "发布填报"
    ASSIGN = "记录交办"
    KEEP_ACCOUNTS = "管理账号"


# Default deny: what is not listed is not allowed.
CAPABILITIES = {
    Role.VIEWER: frozenset({Capability.VIEW}),
    Role.REPORTER: frozenset({Capability.VIEW, Capability.ANSWER}),
    Role.UPLOADER: frozenset(
        {
            Capability.VIEW,
            Capability.UPLOAD,
            Capability.PUBLISH,
            Capability.ANSWER,
            Capability.RELEASE,
            Capability.ASSIGN,
        }
    ),
    Role.ADMINISTRATOR: frozenset(Capability),
}


# Not for who is bound to a town: what the meeting assigned, and what others filled in, is nobody's own.
WHOLE_DISTRICT = frozenset({Capability.ASSIGN, Capability.RELEASE})


class Denied(Told):
    """Somebody tried what their role does not allow; the message says so in Chinese."""


class UnknownAccount(Told):
    """Nobody has, or has any longer, an account of this name; the message says so in Chinese."""

    def __init__(self, name: str) -> None:
        super().__init__(f"没有账号 {name}")


class OnlyRemark(Told):
    """An account is changed, and the audit could not say so; the message says that in Chinese."""


class LoginFailed(Told):
    """Name or password wrong, or too many failures; the message says which in Chinese, never whether a name exists."""


@dataclass(frozen=True)
class Account:
    """A person who has logged in, or anybody at all (VIEWER)."""

    name: str
    role: Role
    town: str | None = None  # bound uploaders publish only rows of this town
    display: str | None = None  # whom readers are shown as publisher
    unit: str | None = None  # a reporter fills in what this unit owes
    at_once: bool = False  # what a reporter fills in is published without the office

    @property
    def bound(self) -> str | None:
        """The unit or town that somebody is bound to; None is the whole district."""
        return self.unit or self.town

    @property
    def shown(self) -> str:
        """Whom readers are shown as publisher: never the name that somebody logs in with."""
        return self.display or self.bound or OFFICE

    def may(self, capability: Capability) -> bool:
        """Whether the role allows it; what reaches over all towns, who is bound to one never may."""
        return capability in CAPABILITIES[self.role] and not (self.bound and capability in WHOLE_DISTRICT)

    def may_answer_for(self, unit: str) -> bool:
        """Whether somebody may fill in what a unit owes: its own people, and the office in its place."""
        return self.may(Capability.ANSWER) and self.bound in (None, unit)

    def require(self, capability: Capability) -> None:
        """Denied unless the role allows it."""
        if not self.may(capability):
            raise Denied(f"您没有「{capability.value}」的权限，请联系管理员")


ANYBODY = Account("", Role.VIEWER)


def add_account(store: Store, name: str, role: Role, password: str, **bound: Any) -> Account:
    """Create an account or replace all that is known of it, which also frees its name and ends its logins.

    `bound` is what an `Account` may hold besides: town, display, unit, at_once.
    ValueError (Chinese) for a name or password too weak, or a display name that gives the name away. Refused when
    nothing could be written, OnlyRemark when the account is made all the same.
    """
    account = well_named(Account(name, role, **bound))
    if len(password) < SHORTEST_PASSWORD:
        raise ValueError(f"密码至少 {SHORTEST_PASSWORD} 位")
    if password == account.name:
        raise ValueError("密码不能与账号名相同")
    _record(store, account, _HASHER.hash(password), active=True)
    return account


def well_named(account: Account) -> Account:
    """The account without outer spaces in its names; ValueError (Chinese) when they or its role cannot be."""
    name, display = account.name.strip(), (account.display or "").strip() or None
    if not name:
        raise ValueError("账号名不能为空")
    if name != audit.kept(name):
        raise ValueError("账号名不能是手机号、证件号，不能过长，也不能有看不见的字符")
    if display and (display != audit.kept(display) or len(display) > LONGEST_DISPLAY):
        raise ValueError(f"显示名不能是手机号、证件号，不能超过 {LONGEST_DISPLAY} 个字，也不能有看不见的字符")
    if display == name:
        raise ValueError("显示名会写在各屏的页脚，不能与账号名相同")
    if account.role is Role.VIEWER:
        raise ValueError("查看不需要账号")
    if (account.role is Role.REPORTER) != bool(account.unit):
        raise ValueError("填报员要绑定一个单位，其他角色不绑定单位")
    return replace(account, name=name, display=display)


def remove_account(store: Store, name: str) -> None:
    """Close an account; UnknownAccount when there is none. Refused or OnlyRemark as in `add_account`."""
    _record(store, _account(store, name), "", active=False)


def unlock(store: Store, name: str) -> None:
    """Let the failures of a name so far no longer count, wherever they came from; UnknownAccount without one."""
    audit.remember(store, name, Action.ACCOUNT_CHANGED, _account(store, name).role.value, "解锁")


def _account(store: Store, name: str) -> Account:
    row = _rows(store).get(name)
    if row is None:
        raise UnknownAccount(name)
    return account_in(row)


def _record(store: Store, account: Account, password_hash: str, *, active: bool) -> None:
    told = asdict(account) | {"role": account.role.value}
    record = {"at": datetime.now(UTC), "password_hash": password_hash, "active": active} | told
    append_record(store.location("accounts"), record, SCHEMA)
    try:
        audit.remember(store, account.name, Action.ACCOUNT_CHANGED, account.role.value, "启用" if active else "停用")
    except Refused:
        raise OnlyRemark(
            "操作记录没有写成，此前失败的登录仍然计算。请检查数据目录的磁盘空间和权限，然后运行 user unlock"
        ) from None


def _rows(store: Store) -> dict[str, dict]:
    """The newest record of every active account."""
    newest = {row["name"]: row for row in read_records(store.location("accounts"))}
    return {name: row for name, row in newest.items() if row["active"]}


def account_in(row: Mapping[str, Any]) -> Account:
    """The account that a record of a list tells of; records of old know less."""
    known = {name: row.get(name) for name in ("town", "display", "unit")}
    return Account(row["name"], Role(row["role"]), **known, at_once=bool(row.get("at_once")))


def accounts(store: Store) -> list[Account]:
    """Every open account, by name."""
    return [account_in(row) for _, row in sorted(_rows(store).items())]


def has_accounts(store: Store) -> bool:
    """Whether anybody can log in at all."""
    return bool(_rows(store))


def account_named(store: Store, name: str) -> Account | None:
    """The account of a name that somebody else has verified (st.login), or None."""
    row = _rows(store).get(name)
    return account_in(row) if row else None


def account_and_stamp(store: Store, name: str) -> tuple[Account, str] | None:
    """The same with a text that changes with the password, and when the account was closed and is made again."""
    row = _rows(store).get(name)
    return (account_in(row), hashlib.sha256(row["password_hash"].encode()).hexdigest()) if row else None


def log_in(store: Store, name: str, password: str, *, address: str = "", now: datetime | None = None) -> Account:
    """The account when name and password fit; LoginFailed otherwise, and at once while a stranger has to wait.

    `address` is where the attempt comes from; nobody is known at an empty one.
    """
    name, address = audit.kept(name), attempts.place_of(address)
    try:
        known = attempts.standing(store, name, address, now or datetime.now(UTC)).known
        with attempts.turn(name, address, known=known):
            return _log_in(store, name, password, address, now or datetime.now(UTC))
    except attempts.Busy:
        raise LoginFailed("同时登录的人太多，请稍后再试") from None
    except (StoreAway, Damaged) as problem:
        raise LoginFailed(problem.findings[0].message) from None
    except Refused:  # a failure that cannot be counted would be a free guess
        raise LoginFailed("数据目录不能写入，暂时无法登录。请检查磁盘空间和权限") from None


@cache
def _nobody_s_hash() -> str:
    """Verified when the name is unknown, so that it takes as long as a wrong password; made at the first login, whoever's."""
    return _HASHER.hash("nobody has this password")


def _log_in(store: Store, name: str, password: str, address: str, now: datetime) -> Account:
    standing = attempts.standing(store, name, address, now)
    waiting = standing.wait > timedelta(0)
    if waiting and not standing.known:
        attempts.pass_over(store, name, address)
        raise LoginFailed(f"失败次数过多，请 {int(standing.wait.total_seconds()) + 1} 秒后再试")
    if waiting:
        attempts.pace(name, address)
    nobody = _nobody_s_hash()
    row = _rows(store).get(name)
    try:
        _HASHER.verify(row["password_hash"] if row else nobody, password)
    except (VerificationError, InvalidHashError):
        row = None
    if row is None:
        if waiting:  # one entry for each wait is enough
            attempts.pass_over(store, name, address)
        else:
            audit.remember(store, name, Action.LOGIN_FAILED, address, attempts.passed_over(store, name, address))
        raise LoginFailed("账号或密码不对")
    audit.remember(store, name, Action.LOGGED_IN, address, attempts.passed_over(store, name, address))
    return account_in(row)

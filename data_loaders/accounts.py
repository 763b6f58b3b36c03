"""Who may do what: accounts with argon2 hashes, roles with capabilities, slower answers after failures.

There is no default account and no default password. May import: `records`, `audit`, `store`, `delta`, `findings`.
"""

import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import pyarrow as pa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from data_loaders import audit
from data_loaders.audit import Action
from data_loaders.delta import Damaged, StoreAway
from data_loaders.findings import Refused
from data_loaders.records import append_record, read_records
from data_loaders.store import Store

SHORTEST_PASSWORD = 10
# After so many failures in a row a name must wait, doubling from FIRST_WAIT up to LONGEST_WAIT.
FREE_FAILURES = 3
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=15)

SCHEMA = pa.schema(
    {
        "at": pa.timestamp("us", tz="UTC"),
        "name": pa.string(),
        "role": pa.string(),
        "town": pa.string(),
        "password_hash": pa.string(),
        "active": pa.bool_(),
    }
)
_HASHER = PasswordHasher()
# A name is tried once at a time, else a hundred guesses at once would all be made before the first failure counts.
_ONE_AT_A_TIME = tuple(threading.Lock() for _ in range(64))
# Verified when the name is unknown, so that an unknown name takes as long as a wrong password.
_NOBODY = _HASHER.hash("nobody has this password")


class Role(StrEnum):
    """What kind of person somebody is to the product."""

    VIEWER = "viewer"  # everyone, without a login
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


# Default deny: what is not listed is not allowed.
CAPABILITIES = {
    Role.VIEWER: frozenset({Capability.VIEW}),
    Role.UPLOADER: frozenset({Capability.VIEW, Capability.UPLOAD, Capability.PUBLISH}),
    Role.ADMINISTRATOR: frozenset(Capability),
}


class Denied(Exception):
    """Somebody tried what their role does not allow; the message says so in Chinese."""


class LoginFailed(Exception):
    """Name or password wrong, or too many failures; the message says which in Chinese, never whether a name exists."""


@dataclass(frozen=True)
class Account:
    """A person who has logged in, or anybody at all (VIEWER)."""

    name: str
    role: Role
    town: str | None = None  # bound uploaders publish only rows of this town

    def may(self, capability: Capability) -> bool:
        """Whether the role allows it. Undoing reaches over all towns, so a bound uploader never may."""
        return capability in CAPABILITIES[self.role]

    def require(self, capability: Capability) -> None:
        """Denied unless the role allows it."""
        if not self.may(capability):
            raise Denied(f"您没有「{capability.value}」的权限，请联系管理员")


ANYBODY = Account("", Role.VIEWER)


def add_account(store: Store, name: str, role: Role, password: str, *, town: str | None = None) -> Account:
    """Create an account or replace its role, town and password. ValueError (Chinese) for a name or password too weak."""
    name = name.strip()
    if not name:
        raise ValueError("账号名不能为空")
    if name != audit.kept(name):
        raise ValueError("账号名不能是手机号、证件号，不能过长，也不能有看不见的字符")
    if role is Role.VIEWER:
        raise ValueError("查看不需要账号")
    if len(password) < SHORTEST_PASSWORD:
        raise ValueError(f"密码至少 {SHORTEST_PASSWORD} 位")
    if password == name:
        raise ValueError("密码不能与账号名相同")
    _record(store, name, role, town, _HASHER.hash(password), active=True)
    return Account(name, role, town)


def remove_account(store: Store, name: str) -> None:
    """Close an account; KeyError when there is none."""
    row = _rows(store)[name]
    _record(store, name, Role(row["role"]), row["town"], "", active=False)


def _record(store: Store, name: str, role: Role, town: str | None, password_hash: str, *, active: bool) -> None:
    record = {
        "at": datetime.now(UTC), "name": name, "role": role.value, "town": town, "password_hash": password_hash, "active": active,
    }  # fmt: skip
    append_record(store.location("accounts"), record, SCHEMA)
    audit.remember(store, name, Action.ACCOUNT_CHANGED, role.value, "启用" if active else "停用")


def _rows(store: Store) -> dict[str, dict]:
    """The newest record of every active account."""
    newest = {row["name"]: row for row in read_records(store.location("accounts"))}
    return {name: row for name, row in newest.items() if row["active"]}


def has_accounts(store: Store) -> bool:
    """Whether anybody can log in at all."""
    return bool(_rows(store))


def account_named(store: Store, name: str) -> Account | None:
    """The account of a name that somebody else has verified (st.login), or None."""
    row = _rows(store).get(name)
    return Account(name, Role(row["role"]), row["town"]) if row else None


def log_in(store: Store, name: str, password: str, *, now: datetime | None = None) -> Account:
    """The account when name and password fit; LoginFailed otherwise, and at once while the name has to wait."""
    name = audit.kept(name)
    with _ONE_AT_A_TIME[hash(name) % len(_ONE_AT_A_TIME)]:
        try:
            return _log_in(store, name, password, now or datetime.now(UTC))
        except (StoreAway, Damaged) as problem:
            raise LoginFailed(problem.findings[0].message) from None
        except Refused:  # a failure that cannot be counted would be a free guess
            raise LoginFailed("数据目录不能写入，暂时无法登录。请检查磁盘空间和权限") from None


def _log_in(store: Store, name: str, password: str, now: datetime) -> Account:
    wait = waiting_time(store, name, now)
    if wait > timedelta(0):
        raise LoginFailed(f"失败次数过多，请 {int(wait.total_seconds()) + 1} 秒后再试")
    row = _rows(store).get(name)
    try:
        _HASHER.verify(row["password_hash"] if row else _NOBODY, password)
    except (VerificationError, InvalidHashError):
        row = None
    if row is None:
        audit.remember(store, name, Action.LOGIN_FAILED)
        raise LoginFailed("账号或密码不对")
    audit.remember(store, name, Action.LOGGED_IN)
    return Account(name, Role(row["role"]), row["town"])


def waiting_time(store: Store, name: str, now: datetime) -> timedelta:
    """How long a name still has to wait after its failures in a row; kept in the store, so replicas agree."""
    failures = []
    for entry in audit.entries(store):
        if entry.who != name:
            continue
        if entry.action is Action.LOGGED_IN:
            break
        if entry.action is Action.LOGIN_FAILED:
            failures.append(entry.at)
    beyond = len(failures) - FREE_FAILURES
    if beyond < 0:
        return timedelta(0)
    if failures[0] > now:  # the clock was set back since; the next failure counts from now on
        return timedelta(0)
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(beyond, 20))
    return max(timedelta(0), failures[0] + wait - now)

"""One-time links: whoever has one chooses the password of the account that it names, once, within a few days.

The store keeps the sha256 of a link alone. The first administrator is invited by whoever starts the server.
"""

import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

import pyarrow as pa

from data_loaders.store import accounts, audit
from data_loaders.store.accounts import Account, Role
from data_loaders.store.append_only import append_record, read_records
from data_loaders.store.audit import Action
from data_loaders.store.editions import Store
from data_loaders.store.logins import digest_of

LASTS = timedelta(days=7)
SCHEMA = pa.schema(
    {
        "at": pa.timestamp("us", tz="UTC"),
        "digest": pa.string(),
        "name": pa.string(),  # empty: whoever comes first, as the first administrator
        "role": pa.string(),
        "town": pa.string(),
        "display": pa.string(),
        "used": pa.bool_(),
        "unit": pa.string(),
        "at_once": pa.bool_(),
    }
)


@dataclass(frozen=True)
class Invitation:
    """An open link and the account that it makes; without a name the first administrator chooses one."""

    digest: str
    account: Account


def invite(store: Store, account: Account) -> str:
    """A link's token for an account that is new or lost its password; earlier links of that name end. Refused.

    ValueError (Chinese) for a name that cannot be.
    """
    account = accounts.well_named(account)
    token = secrets.token_urlsafe(32)
    _record(store, digest_of(token), account, used=False)
    audit.remember_if_possible(store, account.name, Action.ACCOUNT_CHANGED, account.role.value, "发一次性链接")
    return token


def invite_first(store: Store) -> str | None:
    """The token for the first administrator; None when there is an account already. Refused."""
    if accounts.has_accounts(store):
        return None
    token = secrets.token_urlsafe(32)
    _record(store, digest_of(token), Account("", Role.ADMINISTRATOR), used=False)
    return token


def invitation(store: Store, token: str, now: datetime | None = None) -> Invitation | None:
    """What a token invites to; None when it was used, is too old, or another took its place."""
    digest, rows = digest_of(token), read_records(store.location("invitations"))
    own = [row for row in rows if row["digest"] == digest]
    if not own or own[-1]["used"] or (now or datetime.now(UTC)) - own[-1]["at"] > LASTS:
        return None
    newest = [row for row in rows if row["name"] == own[-1]["name"]][-1]
    if newest["digest"] != digest or (not own[-1]["name"] and accounts.has_accounts(store)):
        return None
    return Invitation(digest, accounts.account_in(own[-1]))


def accept(store: Store, token: str, name: str, password: str) -> Account:
    """Make the account with the password that was chosen. ValueError (Chinese), Refused as `add_account`."""
    found = invitation(store, token)
    if found is None:
        raise ValueError("这个链接已经用过或过期，请管理员再发一个")
    who = found.account
    bound = {"town": who.town, "display": who.display, "unit": who.unit, "at_once": who.at_once}
    made = accounts.add_account(store, who.name or name, who.role, password, **bound)
    _record(store, found.digest, who, used=True)
    return made


def _record(store: Store, digest: str, account: Account, *, used: bool) -> None:
    record = {"at": datetime.now(UTC), "digest": digest, "used": used} | asdict(account) | {"role": account.role.value}
    append_record(store.location("invitations"), record, SCHEMA)

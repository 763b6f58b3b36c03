"""What a person at the upload desk does: examine, publish, undo, name a meeting. Permission and audit in one place.

Screens call this and nothing below it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from deltalake.exceptions import DeltaError

from data_loaders.delivering import answering, assigning
from data_loaders.delivering.answering import Filled
from data_loaders.delivering.assigning import Assignment, Recorded
from data_loaders.delivering.correcting import Edited, examine_edited
from data_loaders.delivering.health import Health, health
from data_loaders.delivering.intake import Batch, Drop
from data_loaders.delivering.publish import Outcome, examine, limited_to_town, publish_batch
from data_loaders.delivering.stationery import Stationery
from data_loaders.findings import Finding, Level
from data_loaders.layouts.layout import LONGEST_NAME
from data_loaders.reading import display_name
from data_loaders.store import accounts, audit, drafts, invitations, layouts, meetings, stationery
from data_loaders.store.accounts import Account, Capability, Denied, Role
from data_loaders.store.audit import Action
from data_loaders.store.drafts import Draft
from data_loaders.store.editions import Edition, Overtaken, Store
from data_loaders.store.layouts import Kept
from data_loaders.store.meetings import Meeting

PERSONAL = "personal_data"  # the code of what makes a file's own name suspect
ROLE_WORDS = {Role.REPORTER.value: "填报员", Role.UPLOADER.value: "上传员", Role.ADMINISTRATOR.value: "管理员"}


def examine_as(account: Account, store: Store, drops: Iterable[Drop], *, as_of: date | None = None) -> Batch:
    """Check files; a refusal is remembered by file fingerprint and finding codes. Denied without the capability."""
    account.require(Capability.UPLOAD)
    drops = list(drops)
    batch = limited_to_town(examine(store, drops, as_of=as_of, reporter=account.shown), account.town)
    if not batch.publishable:
        remember_refusal(account, store, drops, batch.findings)
    return batch


def remember_refusal(account: Account, store: Store, drops: Iterable[Drop], findings: Iterable[Finding]) -> None:
    """Files were refused, with the codes of what was found; by their fingerprints alone where one may hold a person."""
    drops, codes = list(drops), _codes(findings)
    fingerprints = "、".join(drop.sha256[:12] for drop in drops)
    named = "" if PERSONAL in codes.split("、") else "、".join(display_name(drop.name) for drop in drops)
    audit.remember_if_possible(store, account.name, Action.REFUSED, fingerprints, codes, named=named)


def publish_as(
    account: Account, store: Store, batch: Batch, *, note: str = "", sample: bool = False, on: int | None = None
) -> Outcome:
    """Publish an examined batch. Denied without the capability; `sample` and `on` as `publish_batch`."""
    account.require(Capability.PUBLISH)
    own = limited_to_town(batch, account.town)
    return _told(account, store, publish_batch(store, own, by=account.shown, note=note, sample=sample, on=on))


def examine_edited_as(account: Account, store: Store, edited: Edited) -> Batch:
    """Check a correction of what the account may deliver; a refusal is remembered as that of a file is.

    Denied without the capability, Overtaken when there is a newer edition than it began from.
    """
    account.require(Capability.UPLOAD)
    batch = examine_edited(store, edited, by=account.shown, town=account.town)
    if not batch.publishable:
        audit.remember_if_possible(store, account.name, Action.REFUSED, edited.part.name, _codes(batch.findings))
    return batch


def assign_as(account: Account, store: Store, thing: Assignment) -> Recorded:
    """Record what a meeting assigned. Denied without the capability, EmptyStore, Refused."""
    account.require(Capability.ASSIGN)
    return _remembered(account, store, assigning.record(store, thing, by=account.shown))


def close_as(account: Account, store: Store, number: str, done_on: date, note: str) -> Recorded:
    """办结 of an assigned thing. Denied without the capability; else as `assigning.close`."""
    account.require(Capability.ASSIGN)
    return _remembered(account, store, assigning.close(store, number, done_on, note, by=account.shown))


def extend_as(account: Account, store: Store, number: str, due_on: date, reason: str) -> Recorded:
    """延期 of an assigned thing. Denied without the capability; else as `assigning.extend`."""
    account.require(Capability.ASSIGN)
    return _remembered(account, store, assigning.extend(store, number, due_on, reason, by=account.shown))


def reopen_as(account: Account, store: Store, number: str, reason: str) -> Recorded:
    """重开 of an assigned thing. Denied without the capability; else as `assigning.reopen`."""
    account.require(Capability.ASSIGN)
    return _remembered(account, store, assigning.reopen(store, number, reason, by=account.shown))


def date_next_meeting_as(account: Account, store: Store, held_on: date) -> Recorded:
    """The day of the next meeting. Denied without the capability; else as `assigning.date_next_meeting`."""
    account.require(Capability.ASSIGN)
    return _remembered(account, store, assigning.date_next_meeting(store, held_on, by=account.shown))


def _remembered(account: Account, store: Store, recorded: Recorded) -> Recorded:
    """What became of an assigned thing, in the audit by its number, never by its words."""
    _told(account, store, recorded.outcome)
    return recorded


def _told(account: Account, store: Store, outcome: Outcome) -> Outcome:
    """An outcome, in the audit by the edition and its note, or by the codes of what was found."""
    if outcome.edition:
        audit.remember_if_possible(
            store, account.name, Action.PUBLISHED, str(outcome.edition.number), outcome.edition.note
        )
    else:
        audit.remember_if_possible(store, account.name, Action.REFUSED, "", _codes(outcome.findings))
    return outcome


@dataclass(frozen=True)
class Saved:
    """What became of what a unit filled in: its stamps while it waits for the office, `outcome` where it was published at
    once, `findings` where nothing was kept; `changed` tells by stamp what has changed since, so that it waits all the same.
    """

    stamps: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    outcome: Outcome | None = None
    changed: Mapping[str, str] = field(default_factory=dict)


def fill_in_as(account: Account, store: Store, unit: str, things: Iterable[Filled], *, on: int) -> Saved:
    """Keep what a unit filled in over an edition as drafts, or publish it where the account may do that at once.

    Denied for another unit, EmptyStore, Refused; nothing is kept of what a file would be refused for.
    """
    account.require(Capability.ANSWER)
    if not account.may_answer_for(unit):
        raise Denied(f"您的账号不能替{unit}填报，请联系农办")
    things = list(things)
    batch = answering.examine_filled(store, unit, things)
    if not batch.publishable:
        audit.remember_if_possible(store, account.name, Action.REFUSED, "", _codes(batch.findings))
        return Saved(findings=batch.findings)
    stamps = tuple(drafts.save(store, account.name, unit, [one.as_saved for one in things], on))
    return _at_once(account, store, stamps) if account.at_once else Saved(stamps)


def _at_once(account: Account, store: Store, stamps: tuple[str, ...]) -> Saved:
    for _ in range(assigning.TRIES):
        newest = store.edition()
        changed = answering.changed(store, [one for one in answering.waiting(store) if one.stamp in stamps])
        if changed:
            break
        try:
            return Saved(stamps, outcome=release_as(account, store, stamps, on=newest.number))
        except Overtaken:
            continue
    return Saved(stamps, changed=changed)


def drafts_as(account: Account, store: Store) -> list[Draft]:
    """All that was filled in and what became of it; of its own unit where the account is bound. Denied for who does not."""
    account.require(Capability.ANSWER)
    return [one for one in drafts.drafts(store) if account.bound in (None, one.unit)]


def release_as(account: Account, store: Store, stamps: Iterable[str], *, on: int) -> Outcome:
    """Publish drafts as one edition: the office those of all, a unit its own where it may. Denied, Overtaken, Refused."""
    stamps = list(stamps)
    own = {one.stamp for one in drafts_as(account, store)}
    if not (account.at_once and own.issuperset(stamps)):
        account.require(Capability.RELEASE)
    outcome = answering.release(store, stamps, on=on, by=account.shown)
    return _told(account, store, outcome)


def take_back_as(account: Account, store: Store, stamp: str) -> None:
    """A unit takes back what it filled in. Denied for another unit, Refused."""
    if all(one.stamp != stamp for one in drafts_as(account, store)):
        raise Denied("只能撤回本单位的填报")
    drafts.take_back(store, stamp, by=account.name)


def give_back_as(account: Account, store: Store, stamp: str, reason: str) -> None:
    """The office returns a draft with a reason. Denied without the capability, ValueError (Chinese) without one, Refused."""
    account.require(Capability.RELEASE)
    if not reason.strip():
        raise ValueError("请填写退回的原因，填报单位看得到")
    drafts.give_back(store, stamp, reason, by=account.name)


def restore_as(account: Account, store: Store, number: int, *, note: str = "") -> Edition:
    """Publish an old edition again. Denied without the capability, Refused for an unknown edition."""
    account.require(Capability.RESTORE)
    edition = store.restore(number, by=account.shown, note=note)
    audit.remember_if_possible(store, account.name, Action.RESTORED, str(edition.number), str(number))
    return edition


def name_meeting_as(account: Account, store: Store, edition: int, name: str, held_on: date) -> Meeting:
    """Give an edition to a 调度会. Denied without the capability, ValueError (Chinese) when it already has one
    or the store cannot be written.
    """
    account.require(Capability.NAME_MEETING)
    try:
        return meetings.name_meeting(store, edition, audit.kept(name), held_on, by=account.name)
    except (OSError, DeltaError):
        raise ValueError("数据目录不能写入，请检查磁盘空间和权限") from None


def correct_meeting_as(account: Account, store: Store, edition: int, name: str, held_on: date) -> None:
    """Another name or day for the meeting of an edition. Denied without the capability, ValueError (Chinese), Refused."""
    account.require(Capability.NAME_MEETING)
    meetings.correct_meeting(store, edition, audit.kept(name), held_on, by=account.name)


def take_back_meeting_as(account: Account, store: Store, edition: int) -> None:
    """The edition is no meeting's. Denied without the capability, ValueError (Chinese), Refused."""
    account.require(Capability.NAME_MEETING)
    meetings.take_back_meeting(store, edition, by=account.name)


def entries_as(account: Account, store: Store) -> list[tuple[datetime, str, str, str]]:
    """Who did what, newest first: when, who, what kind of act, and the whole as a sentence. Denied without the capability."""
    account.require(Capability.READ_AUDIT)
    editions = store.editions()
    files = {str(one.number): [file["name"] for file in one.files] for one in editions}
    done = [(one.at, one.who, one.action.value, audit.in_words(one, files, ROLE_WORDS)) for one in audit.entries(store)]
    return sorted([*done, *_filled_in(store, editions)], key=lambda one: one[0], reverse=True)


def _filled_in(store: Store, editions: Sequence[Edition]) -> Iterator[tuple[datetime, str, str, str]]:
    """What was filled in, returned and taken back, as a part of the audit: how many things, never their words."""
    counts: dict[tuple, int] = {}
    for at, who, act, unit in drafts.acts(store):
        key = (at.replace(second=0, microsecond=0), who, act, unit)
        counts[key] = counts.get(key, 0) + 1
    for (at, who, act, unit), count in counts.items():
        yield at, who, answering.FILE, f"{who} {act}{unit}的填报 {count} 项"


def accounts_as(account: Account, store: Store) -> list[Account]:
    """Every open account. Denied without the capability."""
    account.require(Capability.KEEP_ACCOUNTS)
    return accounts.accounts(store)


def invite_as(account: Account, store: Store, invited: Account) -> str:
    """A one-time link's token for a new account, or one whose password is lost. Denied; else as `invitations.invite`."""
    account.require(Capability.KEEP_ACCOUNTS)
    return invitations.invite(store, invited)


def close_account_as(account: Account, store: Store, name: str) -> None:
    """Close an account. Denied without the capability, ValueError (Chinese) for the last administrator, Refused."""
    account.require(Capability.KEEP_ACCOUNTS)
    left = [one for one in accounts.accounts(store) if one.role is Role.ADMINISTRATOR and one.name != name]
    if not left:
        raise ValueError("这是最后一个管理员，不能停用")
    accounts.remove_account(store, name)


def layouts_as(account: Account, store: Store) -> list[tuple[Kept, list[int]]]:
    """The layouts in force, each with the editions that it read a file for. Denied without the capability."""
    account.require(Capability.KEEP_LAYOUTS)
    return [(kept, layouts.editions_with(store, kept)) for kept in layouts.kept_layouts(store)]


def rename_layout_as(account: Account, store: Store, name: str, renamed: str) -> None:
    """Another name for a layout. Denied without the capability, ValueError (Chinese) for a name that cannot be."""
    account.require(Capability.KEEP_LAYOUTS)
    layouts.rename_layout(store, name, audit.kept(renamed)[:LONGEST_NAME], by=account.shown)


def remove_layout_as(account: Account, store: Store, name: str) -> None:
    """A layout is recognised no more. Denied without the capability, Refused for an unknown one."""
    account.require(Capability.KEEP_LAYOUTS)
    layouts.remove_layout(store, name, by=account.shown)


def keep_stationery_as(account: Account, store: Store, checked: Stationery) -> None:
    """Use an office's template from now on; its list remembers by whom. Denied without the capability, Refused."""
    account.require(Capability.KEEP_LAYOUTS)
    stationery.keep(store, checked.kind, checked.name, checked.content, by=account.name)


def remove_stationery_as(account: Account, store: Store, kind: str) -> None:
    """Our own look again. Denied without the capability, Refused where there is no template."""
    account.require(Capability.KEEP_LAYOUTS)
    stationery.remove(store, kind, by=account.name)


def health_as(account: Account, store: Store, today: date) -> Health:
    """How the installation is. Denied without the capability."""
    account.require(Capability.READ_HEALTH)
    return health(store, today)


def _codes(findings: Iterable[Finding]) -> str:
    return "、".join(sorted({finding.code for finding in findings if finding.level is Level.ERROR}))

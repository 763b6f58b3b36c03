"""What publishing would change: one Briefing against another."""

from dataclasses import dataclass
from datetime import date

from briefing import formats
from briefing.formats import Number
from briefing.model import Briefing, Measure
from briefing.status import SEVERITY, Status


@dataclass(frozen=True)
class Change:
    """A measure whose value, status or 截至日期 differs; None on the side where it was not known."""

    id: str
    title: str
    unit: str
    target: float | None
    before: float | None
    after: float | None
    status_before: Status | None
    status_after: Status
    snapshot_before: date | None
    snapshot_after: date | None
    near: tuple[float | None, ...] = ()  # what either value is held against
    then: str = ""  # how the earlier value was told when its edition was new, where that was something else

    @property
    def digits(self) -> tuple[Number, Number]:
        """Both values without unit, told apart from each other and from what they are held against."""
        before, after = self.before, self.after
        return (
            formats.digits(before, self.unit, *self.near, after),
            formats.digits(after, self.unit, *self.near, before),
        )

    @property
    def words(self) -> tuple[str, str]:
        """Both values with their unit."""
        before, after = self.digits
        return formats.with_unit(before, self.unit), formats.with_unit(after, self.unit)

    @property
    def worsened(self) -> bool:
        """Whether the status is worse than it was."""
        return self.status_before is not None and SEVERITY[self.status_after] > SEVERITY[self.status_before]


@dataclass(frozen=True)
class Effect:
    """Everything that would read differently."""

    headline_before: str | None
    headline_after: str
    as_of_before: date | None
    as_of_after: date
    changes: tuple[Change, ...]
    villages_appeared: tuple[str, ...]
    villages_vanished: tuple[str, ...]
    sites_appeared: tuple[str, ...]
    sites_vanished: tuple[str, ...]


def effect(before: Briefing | None, after: Briefing) -> Effect:
    """Compare what is shown now (None: nothing yet) with what would be shown.

    Compose both for the same day, so that only the data differs and not the calendar.
    """
    return Effect(
        headline_before=before.headline if before else None,
        headline_after=after.headline,
        as_of_before=before.as_of if before else None,
        as_of_after=after.as_of,
        changes=changes(before, after),
        villages_appeared=_new(_villages(before), _villages(after)),
        villages_vanished=_new(_villages(after), _villages(before)),
        sites_appeared=_new(_sites(before), _sites(after)),
        sites_vanished=_new(_sites(after), _sites(before)),
    )


def changes(before: Briefing | None, after: Briefing) -> tuple[Change, ...]:
    """The measures that differ, in plan order."""
    known = {measure.id: measure for measure in before.measures} if before else {}
    pairs = [(known.get(measure.id), measure) for measure in after.measures]
    return tuple(_change(old, new) for old, new in pairs if _differs(old, new))


def _differs(old: Measure | None, new: Measure) -> bool:
    if old is None:
        return new.value is not None
    return (old.value, old.status, old.snapshot, old.target) != (new.value, new.status, new.snapshot, new.target)


def _change(old: Measure | None, new: Measure) -> Change:
    return Change(
        id=new.id, title=new.title, unit=new.unit, target=new.target, before=old.value if old else None, after=new.value,
        status_before=old.status if old else None, status_after=new.status,
        snapshot_before=old.snapshot if old else None, snapshot_after=new.snapshot,
        then=formats.recomputed(old) if old else "",
        near=(*(formats.value_bounds(old) if old else ()), *formats.value_bounds(new)),
    )  # fmt: skip


def _villages(briefing: Briefing | None) -> list[str]:
    return [village.label for village in briefing.villages] if briefing else []


def _sites(briefing: Briefing | None) -> list[str]:
    return [f"{site.kind} {site.name}" for site in (*briefing.sites, *briefing.stations)] if briefing else []


def _new(older: list[str], newer: list[str]) -> tuple[str, ...]:
    known = set(older)
    return tuple(name for name in newer if name not in known)

"""`python -m briefing export`: which edition, compared with which, written where."""

from dataclasses import fields, replace
from pathlib import Path

from briefing.compose import compose
from briefing.exports import BULLETINS, FORMATS, PRINTED
from briefing.exports.pictures import pictures
from briefing.exports.pictures.browser import CannotPhotograph
from briefing.exports.printing import as_pdf
from briefing.exports.stationery import looked_through
from briefing.measures.village_shapes import Land, land_of
from briefing.model import Briefing
from briefing.screens.catalogue import PRESENTED
from briefing.wishes import Wishes
from data_loaders.store import papers, stationery
from data_loaders.store.editions import Store
from data_loaders.store.meetings import meetings
from data_loaders.store.papers import Particulars

COMMAND_LINE = "命令行"


def export(store: Store, options) -> list[tuple[Path, int]]:
    """Write what the command line asked for; the files and their sizes. Raises what `__main__` words."""
    edition = store.edition(options.edition)
    briefing, land = compose(edition, options.as_of), land_of(edition)
    if options.format == "png" and options.out.suffix.lower() != ".zip":
        files = _pictures(options, briefing, land)
    else:
        chosen = (
            BULLETINS.get(options.bulletin, FORMATS["docx"]) if options.format == "docx" else FORMATS[options.format]
        )
        wishes = Wishes(
            earlier(store, briefing, options.against) if chosen.compares else None,
            particulars(store, briefing, options) if chosen.signed else Particulars(),
            stationery.template(store, chosen.template) if chosen.template else None,
            stationery.template(store, chosen.deck) if chosen.deck else None,
            tuple(options.parts or ()),
        )
        made = chosen.make(briefing, land, wishes)
        printed = options.out.suffix.lower() == ".pdf" and chosen.suffix in PRINTED
        files = {options.out: as_pdf(made, chosen.suffix) if printed else made}
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return [(path, len(content)) for path, content in files.items()]


def keep_stationery(store: Store, options) -> list[str]:
    """Take templates of the office, or give them up; what is in force then, in words. Refused."""
    looked = [looked_through(path.name, path.read_bytes()) for path in options.files]
    for one, _ in looked:
        stationery.keep(store, one.kind, one.name, one.content, by=COMMAND_LINE)
    for kind in options.remove:
        stationery.remove(store, kind, by=COMMAND_LINE)
    lacking = [f"{one.name} 缺少{'、'.join(missing)}；这些用本系统的样子" for one, missing in looked if missing]
    force = stationery.templates(store)
    names = {kind: force[kind].name if kind in force else "本系统的样子" for kind in stationery.TITLES}
    return [*lacking, *(f"{title}模板：{names[kind]}" for kind, title in stationery.TITLES.items())]


def particulars(store: Store, briefing: Briefing, options) -> Particulars:
    """What the paper carries: what was remembered for its edition, and what is told now, which is remembered too."""
    names = [field.name for field in fields(Particulars)]
    told = {name: value for name in names if (value := getattr(options, name)) is not None}
    known = replace(papers.particulars(store, briefing.edition.number), **told)
    if told:
        papers.remember(store, briefing.edition.number, known, by=COMMAND_LINE)
    return known


def earlier(store: Store, briefing: Briefing, number: int | None = None) -> Briefing | None:
    """What was shown at the meeting before this edition, or in the edition asked for; None without any."""
    if number is not None:
        return compose(store.edition(number))
    before = [meeting for meeting in meetings(store) if meeting.edition < briefing.edition.number]
    return compose(store.edition(before[-1].edition)) if before else None


def _pictures(options, briefing: Briefing, land: Land) -> dict[Path, bytes]:
    """One screen under the name given, or all of them in a folder."""
    if options.out.suffix.lower() == ".png":
        if options.screen not in PRESENTED:
            raise CannotPhotograph(f"没有「{options.screen}」这个屏幕，可选：{'、'.join(PRESENTED)}")
        return {options.out: pictures.picture(briefing, land, options.screen)}
    taken = pictures.photographs(briefing, land)
    return {options.out / name: taken[screen] for screen, name in pictures.FILE_NAMES.items()}

"""What is asked of a material besides its edition and its day."""

from dataclasses import dataclass, field

from briefing.model import Briefing
from data_loaders.store.papers import Particulars


@dataclass(frozen=True)
class Wishes:
    """Each format heeds what concerns it; nothing is asked for where nothing is said."""

    previous: Briefing | None = None  # of the meeting before, to compare with
    told: Particulars = field(default_factory=Particulars)  # what an official paper carries
    template: bytes | None = None  # the office's own .docx or .pptx, which gives the look
    parts: tuple[str, ...] = ()  # which parts in which order; all of them in theirs where none is named


NONE = Wishes()

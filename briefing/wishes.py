"""What is asked of a material besides its edition and its day."""

from dataclasses import dataclass, field

from briefing.model import Briefing
from data_loaders.store.papers import Particulars

# The parts of slides and bulletin that can be chosen and ordered, in their usual order.
PARTS = {
    "overview": "总体情况", "map": "村庄地图", "sites": "新农村建设和村庄整治", "households": "美丽庭院和户厕",
    "sewage": "污水处理站", "funds": "衔接资金", "attention": "需要调度的事项", "duties": "定期履职",
    "baselines": "底线指标", "tasks": "任务清单", "actions": "交办事项", "changes": "与上次相比",
}  # fmt: skip


@dataclass(frozen=True)
class Wishes:
    """Each format heeds what concerns it; nothing is asked for where nothing is said."""

    previous: Briefing | None = None  # of the meeting before, to compare with
    told: Particulars = field(default_factory=Particulars)  # what an official paper carries
    template: bytes | None = None  # the office's own .docx or .pptx, which gives the look
    deck: bytes | None = None  # its .pptx where slides and papers are made together
    parts: tuple[str, ...] = ()  # which parts in which order; all of them in theirs where none is named


NONE = Wishes()

"""Publish the sample edition into an empty store; does nothing when anything was published before."""

import sys
from collections.abc import Iterable
from pathlib import Path

from data_loaders.delivering.intake import Drop
from data_loaders.delivering.publish import publish
from data_loaders.findings import Finding, Refused
from data_loaders.store.editions import open_store

FOLDER = Path(__file__).parent
PUBLISHER = "示例数据"


def main() -> int:
    """0 when the store holds an edition afterwards, 1 when the sample was refused."""
    store = open_store()
    try:
        if store.editions():
            return 0
    except Refused as refused:
        return _say(refused.findings)
    drops = [Drop.of(path) for path in sorted([*(FOLDER / "csv").glob("*.csv"), *FOLDER.glob("*.geojson")])]
    outcome = publish(store, drops, by=PUBLISHER, note="随产品提供的示例数据，均为虚构", sample=True)
    return 0 if outcome.edition else _say(outcome.findings)


def _say(findings: Iterable[Finding]) -> int:
    for finding in findings:
        sys.stderr.write(finding.sentence + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())

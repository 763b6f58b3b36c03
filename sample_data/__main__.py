"""Publish the sample edition into an empty store; does nothing when anything was published before."""

import sys
from pathlib import Path

from data_loaders.intake import Drop
from data_loaders.publish import publish
from data_loaders.store import open_store

FOLDER = Path(__file__).parent
PUBLISHER = "示例数据"


def main() -> int:
    """0 when the store holds an edition afterwards, 1 when the sample was refused."""
    store = open_store()
    if store.editions():
        return 0
    drops = [Drop.of(path) for path in sorted([*(FOLDER / "csv").glob("*.csv"), *FOLDER.glob("*.geojson")])]
    outcome = publish(store, drops, by=PUBLISHER, note="随产品提供的示例数据，均为虚构", sample=True)
    for finding in outcome.findings if outcome.edition is None else ():
        sys.stderr.write(finding.sentence + "\n")
    return 0 if outcome.edition else 1


if __name__ == "__main__":
    sys.exit(main())

"""Coverage-guided fuzzing of everything that reads a dropped file, by hand and for as long as one likes.

    pip install atheris                                   # Linux, Python 3.11 to 3.13; no part of the tests' requirements
    python -m tests.fuzz.readers FOLDER [-max_total_time=1800] [libFuzzer options]

FOLDER keeps the corpus, which begins with one good file of each kind, and what was found: `crash-…`, `timeout-…`, `oom-…`.
Anything else than findings or a reading is a crash; so are ten seconds (on a busy machine say -timeout=60), and a
gigabyte beyond what the imports take.
`python -m tests.fuzz.readers FOLDER crash-…` reads one such file again. The first byte of an input says its kind.
"""

import random
import resource
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["data_loaders", "geo"]):
    from data_loaders.delivering import reference
    from data_loaders.delivering.intake import Drop, take
from tests.data_loaders.dropping import TODAY
from tests.fuzz.files import good_files, spoiled

SECONDS_AT_MOST = 10
MEGABYTES_AT_MOST = 1024
LONGEST = 100_000  # bytes of an input


def main() -> None:
    """Fill the corpus and begin."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    names, tables = _fill(folder), reference.tables()

    def read(data: bytes) -> None:
        if data:
            take([Drop(names[data[0] % len(names)], data[1:])], tables, today=TODAY)

    def mutate(data: bytes, longest: int, seed: int) -> bytes:
        chance = random.Random(seed)

        def spoil(content: bytes) -> bytes:
            return atheris.Mutate(content, max(len(content) + 64, 64))

        return (data[:1] + spoiled(data[1:], spoil, chance.randrange))[:longest]

    for good in sorted((folder / "corpus").glob("good-*")):
        read(good.read_bytes())  # also starts the Parquet reader's own process, which takes its time
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    options = [
        f"-timeout={SECONDS_AT_MOST}",
        f"-rss_limit_mb={used + MEGABYTES_AT_MOST}",
        f"-max_len={LONGEST}",
        f"-artifact_prefix={folder}/",
    ]
    atheris.Setup([sys.argv[0], *options, *sys.argv[2:], *_corpus(folder)], read, custom_mutator=mutate)
    atheris.Fuzz()


def _fill(folder: Path) -> list[str]:
    """Names of the good files, which are in the corpus behind the number of their name."""
    corpus = folder / "corpus"
    corpus.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as room:
        files = good_files(Path(room))
    for number, content in enumerate(files.values()):
        (corpus / f"good-{number}").write_bytes(bytes([number]) + content)
    return list(files)


def _corpus(folder: Path) -> list[str]:
    """The corpus to go on with, unless files to be read again are named."""
    return [] if any(Path(argument).is_file() for argument in sys.argv[2:]) else [str(folder / "corpus")]


if __name__ == "__main__":  # the Parquet reader's own process imports this file again
    main()

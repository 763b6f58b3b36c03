"""Every promise has a mutation that breaks it, and the tests that stand behind it notice."""

import ast
from pathlib import Path

import pytest

from tests.mutations import (
    ABSENT,
    BROKEN,
    PASSED,
    ROOT,
    Mutation,
    copied,
    judging,
    mutations,
    places,
    promises,
    run_tests,
    verdict,
)

ALL = mutations()
QUICK = [mutation for mutation in ALL if mutation.quick]
TEST_OF_A_SUM = """
def test_sum():
    import sys
    sys.path.insert(0, ".")
    import product
    assert product.total() == 2
"""


@pytest.mark.parametrize("mutation", ALL, ids=lambda mutation: mutation.name)
def test_every_mutation_finds_its_place_and_changes_it(mutation: Mutation) -> None:
    text = (ROOT / mutation.file).read_text(encoding="utf-8")
    assert len(places(text, mutation.find)) == 1, (
        f"tests/mutations/mutations.toml: find {mutation.find!r} in {mutation.file}"
    )
    assert places(mutation.replace, mutation.find) != [(0, len(mutation.replace))]


def test_every_test_behind_a_promise_has_a_mutation_that_it_must_notice() -> None:
    """So has every promise; how to add one is told in CONTRIBUTING.md."""
    noticed = {test for mutation in ALL for test in mutation.promised}
    assert sorted(test for _, tests in promises() for test in tests - noticed) == []
    assert len(promises()) > 35


def test_every_mutation_breaks_a_promise_and_has_a_name_of_its_own() -> None:
    promised = {test for _, tests in promises() for test in tests}
    assert {mutation.name: strange for mutation in ALL if (strange := mutation.promised - promised)} == {}
    assert len({mutation.name for mutation in ALL}) == len(ALL)


def test_the_quick_mutations_make_their_tests_fail(tmp_path: Path) -> None:
    root = copied(tmp_path)
    tests = {test for mutation in QUICK for test in mutation.tests}
    assert set(run_tests(root, tests).values()) == {PASSED}
    assert {mutation.name: told for mutation in QUICK if (told := verdict(root, mutation))} == {}


def test_only_a_failing_test_counts_and_not_a_program_that_no_longer_runs(tmp_path: Path) -> None:
    (tmp_path / "product.py").write_text("def total():\n    return (1 +\n        1)\n", encoding="utf-8")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_sum.py").write_text(TEST_OF_A_SUM, encoding="utf-8")
    name = "tests/test_sum.py::test_sum"
    told = {
        text: verdict(tmp_path, Mutation("x", "product.py", "return (1 + 1)", text, (name,)))
        for text in ("return 3", "return two", "return 2 + 0")
    }
    assert told == {"return 3": {}, "return two": {name: BROKEN}, "return 2 + 0": {name: PASSED}}
    assert run_tests(tmp_path, [name, f"{name}_of_nothing"])[f"{name}_of_nothing"] == ABSENT


JUDGES = """
def judged(value: float | None, bound=75):
    # 达到 and 超过
    if value is not None and value >= bound or value in (1.5, True):
        return '达到'
    return bound == 0
"""


def test_a_module_that_judges_is_changed_at_one_comparison_number_or_connective_at_a_time() -> None:
    found = judging.changes("x.py", JUDGES)
    assert [f"{change.old} → {change.new}" for change in found] == [
        "75 → 76", "is not → is", "and → or", ">= → >", "or → and", "in → not in", "1.5 → 2.5", "True → False", "== → !=", "0 → 1",
    ]  # fmt: skip
    for change in found:
        source = JUDGES.encode()
        ast.parse(source[: change.begin] + change.new.encode() + source[change.end :])


def test_the_sample_of_changes_is_the_same_for_a_seed_and_takes_from_every_module() -> None:
    chosen = judging.sampled(13, 120)
    assert chosen == judging.sampled(13, 120) != judging.sampled(14, 120)
    assert len(chosen) == 120 and {change.file for change in chosen} == set(judging.ROOM)
    assert all((ROOT / test).exists() for tests in judging.ROOM.values() for test in tests)


def test_what_nobody_could_notice_still_stands_in_its_module() -> None:
    """Where a line has changed, whether its change is noticed has to be tried anew."""
    known = {
        (change.file, change.line, f"{change.old} → {change.new}")
        for file in judging.ROOM
        for change in judging.changes(file, (ROOT / file).read_text(encoding="utf-8"))
    }
    assert set(judging.EQUIVALENT) - known == set()

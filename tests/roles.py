"""Who may do what, as docs/accounts.md says it: the one table that tests compare the program with."""

from pathlib import Path

from data_loaders.store.accounts import Capability, Role

ROOT = Path(__file__).parents[1]
ROLES = {
    "任何人 viewer": Role.VIEWER, "填报员 reporter": Role.REPORTER, "上传员 uploader": Role.UPLOADER,
    "管理员 administrator": Role.ADMINISTRATOR,
}  # fmt: skip


def matrix() -> dict[tuple[Role, Capability], bool]:
    """The matrix as docs/accounts.md has it."""
    lines = (ROOT / "docs" / "accounts.md").read_text(encoding="utf-8").splitlines()
    head = next(at for at, line in enumerate(lines) if line.startswith("| | 查看 |"))
    columns, *rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in [lines[head], *lines[head + 2 : head + 2 + len(Role)]]
    ]
    return {
        (ROLES[row[0]], Capability(name)): mark == "✔"
        for row in rows
        for name, mark in zip(columns[1:], row[1:], strict=True)
    }


MATRIX = matrix()

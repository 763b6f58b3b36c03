"""Slides and papers as PDF, made by the office program that is installed: LibreOffice; WPS does it by hand."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

NAMES = ("soffice", "libreoffice")
VARIABLE = "DASHBOARD_OFFICE"  # the path of a program that stands elsewhere
WINDOWS_ROOTS = ("PROGRAMFILES", "PROGRAMFILES(X86)")
WINDOWS_PLACE, MAC_PLACE = "LibreOffice/program/soffice.exe", "/Applications/LibreOffice.app/Contents/MacOS/soffice"
SECONDS = 180
NO_OFFICE = (
    "没有找到 LibreOffice，不能直接做成 PDF。请安装 LibreOffice，或用环境变量 "
    f"{VARIABLE} 指明它的位置；也可以在 WPS 里打开文件，“另存为”PDF 或 OFD。"
)
FAILED = "LibreOffice 没有生成 PDF（{reason}）。可以在 WPS 里打开文件，“另存为”PDF 或 OFD。"


class CannotPrint(Exception):
    """Why there is no PDF, in words for the reader."""


def find_office() -> Path | None:
    """The office program that is installed; None without any."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named) if Path(named).is_file() else None
    usual = [Path(MAC_PLACE)] if sys.platform == "darwin" else []
    usual += [Path(os.environ[root]) / WINDOWS_PLACE for root in WINDOWS_ROOTS if root in os.environ]
    on_path = (shutil.which(name) for name in NAMES)
    return next((Path(place) for place in (*on_path, *usual) if place and Path(place).is_file()), None)


def as_pdf(content: bytes, suffix: str) -> bytes:
    """A file of an office program as PDF; the program gets a profile of its own. Raises CannotPrint."""
    office = find_office()
    if office is None:
        raise CannotPrint(NO_OFFICE)
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        given = Path(folder) / f"paper.{suffix}"
        given.write_bytes(content)
        profile = (Path(folder) / "profile").as_uri()
        command = [str(office), f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", "pdf"]
        try:
            subprocess.run([*command, "--outdir", folder, str(given)], capture_output=True, timeout=SECONDS, check=True)
            return given.with_suffix(".pdf").read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise CannotPrint(FAILED.format(reason=type(error).__name__)) from error

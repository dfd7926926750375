"""The zip archive of an .xlsx file: whether it is one, and where each sheet lies inside it.

Everything here runs before a spreadsheet library sees the file, because such libraries may crash or
fill the memory on files that are damaged, forged or only named .xlsx.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from pathway.errors import Finding, InputError, StorageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MOST_BYTES = 200 * 2**20
"""Largest file that is read [bytes]."""
MOST_UNPACKED = 600 * 2**20
"""Most that the archive may unpack to [bytes]; a full year of hours in 50 columns takes 20 MiB."""
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ElementTree.ParseError,
)
SAVE_AS = "Open it in Excel or WPS and save it as 'Excel Workbook (*.xlsx)'."


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, read once.

    Raises:
        StorageError: the file is absent, locked or no file.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise StorageError(f"{path}: there is no such file.") from error
    except PermissionError as error:
        message = f"{path}: not readable; another program may hold it: close it there, try again."
        raise StorageError(message) from error
    except OSError as error:
        raise StorageError(f"{path}: not readable ({error.strerror}).") from error


def open_archive(data: bytes, file: str) -> zipfile.ZipFile:
    """The archive of a workbook, once it is known to be harmless and whole.

    Raises:
        InputError: it is no .xlsx file, is protected by a password, damaged, or far too large.
    """
    kind = _other_kind(data)
    if kind:
        raise _refusal(file, kind)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        _check_members(archive, file)
    except _DAMAGE as error:
        raise _refusal(file, f"a damaged file ({error})") from error
    return archive


def sheet_members(archive: zipfile.ZipFile, file: str) -> Mapping[str, str]:
    """Member of the archive that holds each sheet, by sheet name.

    Raises:
        InputError: the archive does not lead to the sheets.
    """
    try:
        book = _main_part(archive)
        folder, name = posixpath.split(book)
        targets = _relations(archive, posixpath.join(folder, "_rels", f"{name}.rels"), folder)
        sheets = ElementTree.fromstring(archive.read(book)).iterfind("{*}sheets/{*}sheet")
        return {sheet.attrib["name"]: targets[_relation_id(sheet)] for sheet in sheets}
    except _DAMAGE as error:
        raise _refusal(file, f"a damaged file ({error!r})") from error


def _other_kind(data: bytes) -> str:
    """What a file is, in words, if it is surely no .xlsx file."""
    if not data:
        return "an empty file"
    if data.startswith(_COMPOUND_FILE):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        return "a file with a password" if locked else "an old Excel file (.xls)"
    if data[:2] != b"PK":
        html = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")
        return "a web page or XML" if html else "text or another kind of file"
    if len(data) > MOST_BYTES:
        return f"a file of {len(data) / 2**20:.0f} MiB"
    return ""


def _check_members(archive: zipfile.ZipFile, file: str) -> None:
    """Refuse archives that are no workbook, or that unpack to more than a workbook can hold."""
    names = set(archive.namelist())
    if "xl/workbook.bin" in names:
        raise _refusal(file, "a binary workbook (.xlsb)")
    if "content.xml" in names and "mimetype" in names:
        raise _refusal(file, "an OpenDocument file (.ods)")
    if "[Content_Types].xml" not in names:
        raise _refusal(file, "a zip archive that is no workbook")
    unpacked = sum(member.file_size for member in archive.infolist())
    if unpacked > MOST_UNPACKED:
        raise _refusal(file, f"an archive that unpacks to {unpacked / 2**20:.0f} MiB")
    broken = archive.testzip()
    if broken:
        raise _refusal(file, f"a damaged file (part {broken})")


def _main_part(archive: zipfile.ZipFile) -> str:
    root = ElementTree.fromstring(archive.read("_rels/.rels"))
    for relation in root:
        if relation.attrib["Type"].endswith("/officeDocument"):
            return relation.attrib["Target"].lstrip("/")
    raise KeyError("officeDocument")


def _relations(archive: zipfile.ZipFile, member: str, folder: str) -> dict[str, str]:
    """Member that each relation id leads to."""
    root = ElementTree.fromstring(archive.read(member))
    return {
        item.attrib["Id"]: posixpath.normpath(posixpath.join("/", folder, item.attrib["Target"]))[
            1:
        ]
        for item in root
    }


def _relation_id(sheet: ElementTree.Element) -> str:
    return next(value for name, value in sheet.attrib.items() if name.endswith("}id"))


def _refusal(file: str, found: str) -> InputError:
    return InputError((Finding(file, f"this is {found}", "an Excel workbook (.xlsx)", SAVE_AS),))

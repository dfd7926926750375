"""Files that are no workbook, or no harmless one, are refused before they are opened."""

from __future__ import annotations

import io
import zipfile

import pytest

from pathway.errors import InputError
from pathway.workbook import archive
from pathway.workbook.preflight import open_book


def _zip(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return buffer.getvalue()


COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
KINDS = {
    "an empty file": b"",
    "an old Excel file": COMPOUND,
    "a file with a password": COMPOUND + "EncryptedPackage".encode("utf-16-le"),
    "a web page": b"\xef\xbb\xbf <!DOCTYPE html><html><table></table></html>",
    "text": b"a,b\n1,2",
    "an OpenDocument file": _zip({"mimetype": b"application/x", "content.xml": b"<a/>"}),
    "a binary workbook": _zip({"[Content_Types].xml": b"<a/>", "xl/workbook.bin": b""}),
    "no workbook": _zip({"a.txt": b"x"}),
    "a damaged file": _zip({"[Content_Types].xml": b"<a/>", "_rels/.rels": b"<a"}),
}


@pytest.mark.parametrize("kind", KINDS)
def test_other_kinds_of_file_are_named(tmp_path, kind):
    path = tmp_path / "plan.xlsx"
    path.write_bytes(KINDS[kind])
    with pytest.raises(InputError, match=kind) as caught:
        open_book(path)
    assert caught.value.findings[0].where == "plan.xlsx"


def test_a_cut_off_file_is_damaged(book):
    data = book.read_bytes()
    book.write_bytes(data[: len(data) // 2])
    with pytest.raises(InputError, match="damaged"):
        open_book(book)


def test_a_file_with_a_flipped_byte_is_damaged(book):
    data = bytearray(book.read_bytes())
    with zipfile.ZipFile(book) as file:
        start = file.getinfo("xl/worksheets/sheet2.xml").header_offset
    data[start + 200] ^= 0xFF
    book.write_bytes(data)
    with pytest.raises(InputError, match="damaged"):
        open_book(book)


def test_a_zip_bomb_is_refused_by_its_size(book, monkeypatch):
    monkeypatch.setattr(archive, "MOST_UNPACKED", 1000)
    with pytest.raises(InputError, match="unpacks to"):
        open_book(book)


def test_the_extension_does_not_matter(book):
    other = book.with_suffix(".XLSM")
    book.rename(other)
    assert open_book(other).sheets

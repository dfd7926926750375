"""What the XML of a sheet tells, as several programs write it."""

from __future__ import annotations

from pathway.workbook.marks import Mark, column_number, extent, marks_of, percent_styles

MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def _sheet(rows: bytes) -> bytes:
    return b"<worksheet " + MAIN + b"><sheetData>" + rows + b"</sheetData></worksheet>"


def test_the_extent_counts_filled_cells_only():
    xml = _sheet(
        b'<row r="2"><c r="B2"><v>1</v></c><c r="C2" s="1"/></row>'
        b'<row r="99"><c s="2" r="AA99" t="s"><v>0</v></c><c r="ZZ99" s="3" /></row>'
        b'<row r="500"><c r="A500" s="4"/></row>'
    )
    assert extent(xml) == (99, 27)
    assert extent(_sheet(b"")) == (0, 0)


def test_letters_count_in_base_26():
    assert [column_number(word) for word in ("", "A", "Z", "AA", "XFD")] == [0, 1, 26, 27, 16384]


def test_formulas_errors_and_percentages_are_marked():
    xml = _sheet(
        b'<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+1</f></c>'
        b'<c r="C1" t="e"><v>#N/A</v></c><c r="D1" t="str"><f>""</f><v></v></c>'
        b'<c r="E1" s="7"><v>0.5</v></c><c r="F1"><v>1</v></c>'
        b'<c r="G1"><f t="shared" si="0"/><v>3</v></c></row>'
    )
    assert marks_of(xml, frozenset({"7"})) == {
        (0, 0): Mark(formula="1+1"),
        (0, 1): Mark(formula="1+1", calculated=False),
        (0, 2): Mark(error="#N/A"),
        (0, 3): Mark(formula='""'),
        (0, 4): Mark(percent=True),
        (0, 6): Mark(formula=""),
    }


def test_cells_without_addresses_and_with_prefixes_are_placed():
    xml = (
        b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c t="e"><x:v>#REF!</x:v></x:c></x:row>'
        b'<x:row r="5"><x:c r="C5"><x:f>A1</x:f></x:c></x:row></x:sheetData></x:worksheet>'
    )
    assert set(marks_of(xml, frozenset())) == {(0, 1), (4, 2)}
    assert extent(xml) == (5, 3)


def test_percent_styles_are_built_in_or_custom():
    styles = (
        b"<styleSheet " + MAIN + b'><numFmts><numFmt numFmtId="170" formatCode="0.000%"/>'
        b'<numFmt numFmtId="171" formatCode="0.0"/></numFmts><cellXfs><xf numFmtId="0"/>'
        b'<xf numFmtId="9"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>'
    )
    assert percent_styles(styles) == {"1", "2"}

"""The handover sheet on paper: laid out with Qt, without widgets, on a printer or in a PDF file."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from itb_companion.documents.handover import Handover, Section
from itb_companion.words.plain import plain

if TYPE_CHECKING:
    from PySide6.QtCore import QSizeF
    from PySide6.QtGui import QFont, QPagedPaintDevice, QPageLayout, QTextCursor, QTextDocument

SIZES_PT = (13.0, 12.5, 12.0, 11.5, 11.0, 10.5, 10.0)
"""Of the type, largest first: the first that gets all onto one page is taken."""
RESOLUTION_DPI = 600
_MARGIN_MM = 16.0
_LETTER_COUNTRIES = frozenset(("BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"))
"""Where paper is US Letter, as the Unicode locale data have it."""
_SIDE_BY_SIDE = frozenset({("happened", "check"), ("pump", "fill")})

PageWords = Callable[[int, int], str]


def write_pdf(sheet: Handover, path: Path, page_words: PageWords, country: str | None = None) -> None:
    """Write the sheet as PDF, whole or not at all; OSError with its reason where the place cannot be written.

    `page_words` says "page 1 of 2"; `country` is a two-letter code, that of the system's locale by default. Needs a
    QGuiApplication.
    """
    from PySide6.QtCore import QFileDevice, QIODevice, QSaveFile

    content = _pdf(sheet, page_words, country)
    file = QSaveFile(str(path))
    mine = QFileDevice.Permission.ReadOwner | QFileDevice.Permission.WriteOwner
    is_open = file.open(QIODevice.OpenModeFlag.WriteOnly)
    if is_open:
        file.setPermissions(mine)  # whatever a file had that stood there; on a disk without permissions it has none
    whole = is_open and file.write(content) == len(content) and file.commit()
    if not whole:
        reason = file.errorString()
        file.cancelWriting()
        raise OSError(0, reason, str(path))


def paint(sheet: Handover, device: "QPagedPaintDevice", page_words: PageWords) -> bool:
    """Lay the sheet out on a printer or PDF; False where it does not take the picture."""
    from PySide6.QtCore import QRectF, QSizeF, Qt
    from PySide6.QtGui import QFontMetricsF, QPainter

    painter = QPainter()
    if not painter.begin(device):
        return False
    room = QSizeF(device.width(), device.height())
    foot_font = _font(SIZES_PT[-1] - 1)
    foot = QFontMetricsF(foot_font, device).height() * 1.6
    document = _fitted(sheet, device, QSizeF(room.width(), room.height() - foot))
    page_height = document.pageSize().height()
    for page in range(document.pageCount()):
        if page:
            device.newPage()
        painter.save()
        painter.translate(0, -page * page_height)
        document.drawContents(painter, QRectF(0, page * page_height, room.width(), page_height))
        painter.restore()
        painter.setFont(foot_font)
        at = QRectF(0, room.height() - foot, room.width(), foot)
        words = f"{sheet.written}   {page_words(page + 1, document.pageCount())}"
        painter.drawText(at, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, words)
    return painter.end()


def page_layout(country: str | None = None) -> "QPageLayout":
    """Return the paper: A4, or Letter in the countries that use it."""
    from PySide6.QtCore import QLocale, QMarginsF
    from PySide6.QtGui import QPageLayout, QPageSize

    code = country or QLocale.territoryToCode(QLocale.system().territory())
    size = QPageSize.PageSizeId.Letter if code in _LETTER_COUNTRIES else QPageSize.PageSizeId.A4
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    unit = QPageLayout.Unit.Millimeter
    return QPageLayout(QPageSize(size), QPageLayout.Orientation.Portrait, margins, unit)


def _pdf(sheet: Handover, page_words: PageWords, country: str | None) -> bytes:
    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtGui import QPdfWriter

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(RESOLUTION_DPI)
    writer.setPageLayout(page_layout(country))
    writer.setTitle(sheet.title)
    writer.setCreator("ITB Companion")
    if not paint(sheet, writer, page_words):
        raise OSError(0, "the PDF could not be made", "")
    return bytes(buffer.data())


def _fitted(sheet: Handover, device: "QPagedPaintDevice", page: "QSizeF") -> "QTextDocument":
    """Return the document in the largest type that fits one page, or in the smallest over several."""
    for size in SIZES_PT:
        document = _document(sheet, device, page, size)
        if document.pageCount() == 1:
            break
    return document


def _document(sheet: Handover, device: "QPagedPaintDevice", page: "QSizeF", size_pt: float) -> "QTextDocument":
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QTextCursor, QTextDocument, QTextOption

    document = QTextDocument()
    document.documentLayout().setPaintDevice(device)
    document.setDocumentMargin(0)
    document.setDefaultFont(_font(size_pt))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LeftToRight)
    document.setDefaultTextOption(option)
    cursor = QTextCursor(document)
    _add(cursor, sheet.title, size_pt * 1.5, is_bold=True)
    for row in _rows(sheet.sections):
        is_alone = len(row) == 1
        cells = [cursor] if is_alone else _cells(cursor, size_pt)
        for cell, section in zip(cells, row, strict=True):
            _add(cell, section.heading, size_pt * 1.1, is_bold=True, above_pt=size_pt * 0.7 if is_alone else 0)
            for line in section.lines:
                _add(cell, line, size_pt, is_bold=section.id == "patient", above_pt=1.0)
        cursor.movePosition(QTextCursor.MoveOperation.End)
    document.setPageSize(page)
    return document


def _rows(sections: Sequence[Section]) -> list[tuple[Section, ...]]:
    """Return the sections one under the other, and side by side where both are narrow."""
    rows: list[tuple[Section, ...]] = []
    for section in sections:
        if rows and len(rows[-1]) == 1 and (rows[-1][0].id, section.id) in _SIDE_BY_SIDE:
            rows[-1] = (*rows[-1], section)
        else:
            rows.append((section,))
    return rows


def _cells(cursor: "QTextCursor", gap_pt: float) -> list["QTextCursor"]:
    """Return a place to write on the left and one on the right."""
    from PySide6.QtGui import QTextFrameFormat, QTextLength, QTextTableCellFormat, QTextTableFormat

    half = QTextLength(QTextLength.Type.PercentageLength, 50)
    shape = QTextTableFormat()
    shape.setTopMargin(gap_pt)
    shape.setBottomMargin(gap_pt * 0.4)
    shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    shape.setColumnWidthConstraints([half, half])
    shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_None)
    for set_to_nothing in (shape.setBorder, shape.setCellPadding, shape.setCellSpacing):
        set_to_nothing(0)
    table = cursor.insertTable(1, 2, shape)
    left = QTextTableCellFormat()
    left.setRightPadding(gap_pt)
    table.cellAt(0, 0).setFormat(left)
    return [table.cellAt(0, column).firstCursorPosition() for column in (0, 1)]


def _add(cursor: "QTextCursor", text: str, size_pt: float, *, is_bold: bool = False, above_pt: float = 0) -> None:
    """Write one line, into the block at the cursor while that is empty. As text, for a name may hold markup."""
    from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat

    block, letters = QTextBlockFormat(), QTextCharFormat()
    block.setTopMargin(above_pt)  # scaled to the device by Qt, as sizes of type are
    letters.setFontPointSize(size_pt)
    letters.setFontWeight(QFont.Weight.Bold if is_bold else QFont.Weight.Normal)
    if cursor.block().length() > 1:  # an empty one counts its end
        cursor.insertBlock(block)
    else:
        cursor.setBlockFormat(block)
    cursor.insertText(plain(text), letters)


def _font(size_pt: float) -> "QFont":
    from PySide6.QtGui import QFont, QGuiApplication

    font = QFont(QGuiApplication.font().family())
    font.setPointSizeF(size_pt)
    return font

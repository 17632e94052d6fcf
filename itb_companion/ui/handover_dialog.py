"""The handover sheet on the screen: as a code for a phone, as text, on paper and as PDF."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from itb_companion.desktop.sheet import page_layout, paint, write_pdf
from itb_companion.documents.handover import Handover
from itb_companion.documents.handover_compact import compact_text
from itb_companion.record.errors import RecordError
from itb_companion.record.own_files import refuse_own
from itb_companion.ui.fields import SaveRow
from itb_companion.ui.theme import look
from itb_companion.ui.widgets.buttons import plain_button, primary_button
from itb_companion.ui.widgets.columns import Sides
from itb_companion.ui.widgets.dialog import ScrollingDialog
from itb_companion.ui.widgets.labels import WrapLabel
from itb_companion.ui.widgets.page import Page
from itb_companion.ui.widgets.qr_code import QrCode
from itb_companion.words import Words

SIZE = (1080, 720)
CODE_SIDE = 452  # pixels: four for each module of the largest code, quiet border included


class _LargeCode(QrCode):
    """A code that keeps its size: it is made for a phone, which must see all of it at once."""

    def redress(self) -> None:
        """Stay as large, at every text size."""
        self.setFixedSize(self._side, self._side)


class HandoverDialog(ScrollingDialog):
    """Shows the sheet, prints it and saves it. It blocks nothing: the emergency screen stays usable beside it."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        # No title: at 200 % the code must fit into a small screen.
        super().__init__(Page(top=16, above=0), SIZE, parent)
        self._words = words
        self._sheet: Handover | None = None
        self._file_name = ""
        self.setWindowTitle(self.tr("Handover sheet"))
        self.page.setAccessibleName(self.windowTitle())
        self._build_code()
        self._build_text()
        self.page.body.addWidget(Sides(self._code_side, self._text_side, (1, 1), narrow_at=860, gap=24))
        self.page.body.addStretch(1)
        self._build_end()
        self.redress()

    def _build_code(self) -> None:
        self._code_side = QWidget()
        column = QVBoxLayout(self._code_side)
        column.setContentsMargins(0, 0, 0, 0)
        self.code = _LargeCode(CODE_SIDE)
        self.scan = WrapLabel(self.tr("The ambulance crew can scan this with a phone: it holds the text, no link."))
        column.addWidget(self.code)
        column.addWidget(self.scan)
        column.addStretch(1)

    def _build_text(self) -> None:
        self._text_side = QWidget()
        self._sections = QVBoxLayout(self._text_side)
        self._sections.setContentsMargins(0, 0, 0, 0)
        self._labels: list[tuple[WrapLabel, WrapLabel]] = []

    def _build_end(self) -> None:
        self.outcome = WrapLabel("", "strong")
        self.outcome.hide()
        self.print_button = primary_button(self.tr("Print"))
        self.save_button = plain_button(self.tr("Save as PDF"))
        self.close_button = plain_button(self.tr("Close"))
        self.print_button.clicked.connect(self._on_print)
        self.save_button.clicked.connect(self._on_save)
        self.close_button.clicked.connect(self.reject)
        self.add_to_foot(self.outcome)
        self.add_to_foot(SaveRow(self.print_button, self.save_button, self.close_button))

    def show_handover(self, sheet: Handover, file_name: str) -> None:
        """Show a sheet; `file_name` is proposed where it is saved."""
        self._sheet, self._file_name = sheet, file_name
        self._tell("")
        self.code.set_text(compact_text(sheet), self.tr("Code that holds the handover as text"))
        while len(self._labels) < len(sheet.sections):
            self._add_section()
        for heading, lines in self._labels[len(sheet.sections) :]:
            heading.hide()
            lines.hide()
        for (heading, lines), section in zip(self._labels, sheet.sections, strict=False):
            heading.setText(section.heading)
            lines.setText("\n".join(section.lines))
            lines.setAccessibleName(f"{section.heading}. {lines.text()}")
            heading.show()
            lines.show()

    def _add_section(self) -> None:
        heading, lines = WrapLabel("", "heading"), WrapLabel()
        flags = Qt.TextInteractionFlag
        lines.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        self._sections.addWidget(heading)
        self._sections.addWidget(lines)
        self._labels.append((heading, lines))

    def text(self) -> str:
        """Return what the sheet says on the screen."""
        return "\n".join(f"{h.text()}\n{t.text()}" for h, t in self._labels if not t.isHidden())

    def save_to(self, path: str) -> None:
        """Write the PDF, and say where it is or why it could not be written."""
        if self._sheet is None or not path:
            return
        try:
            refuse_own(Path(path))
            write_pdf(self._sheet, Path(path), self._page_words)
        except RecordError:
            self._tell(self._words.text("record.own-file", path=path), "error")
        except OSError as error:
            detail = error.strerror or str(error)
            self._tell(self._words.text("handover.cannot-be-written", path=path, detail=detail.rstrip(".")), "error")
        else:
            self._tell(self._words.text("handover.saved", path=path))

    def _on_save(self) -> None:
        self.files = QFileDialog(self, self.tr("Save the handover sheet"))
        self.files.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.files.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.files.setNameFilter(self.tr("PDF (*.pdf)"))
        self.files.setDefaultSuffix("pdf")
        self.files.selectFile(self._file_name)
        self.files.fileSelected.connect(self.save_to)
        self.files.open()

    def _on_print(self) -> None:
        try:
            from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
        except ImportError:
            self._tell(self._words.text("handover.no-printing"), "error")
            return
        if not QPrinterInfo.availablePrinterNames():
            self._tell(self._words.text("handover.no-printer"), "error")
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(page_layout())
        self.printers = QPrintDialog(printer, self)
        self.printers.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.printers.accepted.connect(lambda: self.print_on(printer))
        self.printers.open()

    def print_on(self, printer: object) -> None:
        """Send the sheet to a printer, and say whether it was taken."""
        if self._sheet is None:
            return
        if paint(self._sheet, printer, self._page_words):
            self._tell(self._words.text("handover.printed"))
        else:
            self._tell(self._words.text("handover.printer-failed"), "error")

    def _page_words(self, page: int, pages: int) -> str:
        return self._words.text("handover.page", page=page, pages=pages)

    def _tell(self, sentence: str, role: str = "strong") -> None:
        self.outcome.set_role(role)
        self.outcome.setText(sentence)
        self.outcome.setVisible(bool(sentence))

    def redress(self) -> None:
        """Space the sections and the buttons for the text size."""
        super().redress()
        self._sections.setSpacing(look().px(4))

"""The composition root: builds every part once, in an order that reads aloud, and stops them in order."""

import gc
import signal
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from itb_companion.clock import SystemClock
from itb_companion.companion import Companion
from itb_companion.companion.failures import record_failure
from itb_companion.desktop.single_instance import Instance, SingleInstance
from itb_companion.record.errors import RecordError
from itb_companion.record.store import Store
from itb_companion.ui import theme
from itb_companion.ui.conductor import Conductor, chosen_look
from itb_companion.ui.shell import Shell
from itb_companion.words import Words

SIZE = (1180, 760)
TITLE_BAR = 40
TRAY_EVERY_LOOKS = 10  # a tray may come late; asking for it wakes the desktop


def run(data_dir: Path, *, background: bool = False, emergency: bool = False, sample: bool = False) -> int:
    """Run the program until it is quit; return the exit code. On a sample record it never starts by itself later."""
    theme.prepare()
    qt = QApplication(sys.argv[:1])
    qt.setApplicationName("itb-companion")
    qt.setDesktopFileName("itb-companion")
    qt.setQuitOnLastWindowClosed(False)
    # Ctrl+C in a terminal ends the program; nothing is lost by it, since every act is on the disk when it is done.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        store = Store(data_dir)
    except RecordError as error:
        return _without_record(qt, data_dir, error)
    instance = SingleInstance(data_dir)
    if instance.acquire() is Instance.SECOND:
        store.close()
        return _raise_first(qt, instance, data_dir, emergency=emergency)
    program = Program(qt, store, instance, starts_at_login=not sample)
    program.open(background=background, emergency=emergency)
    collect_from_now_on()
    code = qt.exec()
    program.stop()
    return code


def collect_from_now_on() -> None:
    """Collect garbage again after the start, and never look at what the start itself made: it stays."""
    gc.freeze()
    gc.enable()


def _raise_first(qt: QApplication, instance: SingleInstance, data_dir: Path, *, emergency: bool) -> int:
    """Ask the program that is running to come forward; where it does not answer, the emergency screen still opens."""
    if instance.tell_first("emergency" if emergency else ""):
        return 0
    words = Words(SystemClock().zone())
    sentence = words.text("app.first-does-not-answer", holder=instance.holder() or "?")
    print(f"itb-companion: {sentence}", file=sys.stderr)
    return _emergency_alone(qt, data_dir, sentence) if emergency else 1


def _without_record(qt: QApplication, data_dir: Path, error: RecordError) -> int:
    """Say why the record cannot be used, and open the emergency screen from its card alone."""
    sentence = record_failure(Words(SystemClock().zone()), error)
    print(f"itb-companion: {sentence}", file=sys.stderr)
    return _emergency_alone(qt, data_dir, sentence)


def _emergency_alone(qt: QApplication, data_dir: Path, sentence: str) -> int:
    from itb_companion.ui.emergency_alone import EmergencyAlone

    theme.apply(qt, theme.Look(theme.theme_for(qt, "system")))
    window = EmergencyAlone(data_dir, SystemClock(), sentence)
    window.resize(*SIZE)
    window.closed.connect(qt.quit)
    window.show()
    collect_from_now_on()
    qt.exec()
    return 1


class Program(QObject):
    """The running program: what is needed to show the first page at once, and the rest right after it."""

    def __init__(
        self, qt: QApplication, store: Store, instance: SingleInstance, *, starts_at_login: bool = True
    ) -> None:
        super().__init__()
        self._starts_at_login = starts_at_login
        self._qt = qt
        self._instance = instance
        clock = SystemClock()
        self.words = Words(clock.zone())
        self.companion = Companion(store, clock)
        theme.prepare_for(qt, chosen_look(qt, self.companion.household()))
        self.shell = Shell()
        self.conductor = Conductor(self.companion, self.shell, self.words)
        room = qt.primaryScreen().availableGeometry()
        self.shell.resize(min(SIZE[0], room.width()), min(SIZE[1], room.height() - TITLE_BAR))
        self.shell.closing.connect(self._closing)
        self.shell.add_shortcut("Ctrl+Q").connect(self.quit)

    def open(self, *, background: bool, emergency: bool) -> None:
        """Show what was asked for; everything that the first page does not need follows after it is painted."""
        if background and not emergency:
            self.conductor.wear(self._qt)
            QTimer.singleShot(0, self, self._after_first_paint)
            return
        self.shell.painted.connect(self._after_first_paint)
        # What can be built is built first, and dressed when it is whole: see `theme.prepare_for`.
        if emergency:
            self.shell.page("emergency")
            self.conductor.wear(self._qt)
            self.conductor.open_emergency()
        else:
            self.conductor.fill_first_page()
            self.conductor.wear(self._qt)
            self.conductor.resume_help()
            self.shell.show()

    @Slot()
    def _after_first_paint(self) -> None:
        """Start what reminds: alerts first, since something may have been due for days."""
        from itb_companion.desktop.logs import write_logs_to

        write_logs_to(self.companion.desk.store.folder, self.conductor.tell_of_defect)
        self.conductor.begin_alerts()
        self.conductor.guarded(self.companion.desk.bring_card_up_to_date)()
        self.conductor.join_side_journal()
        QTimer.singleShot(0, self, self._start_services)

    @Slot()
    def _start_services(self) -> None:
        from itb_companion.desktop.autostart import autostart_of_this_system, command_to_start
        from itb_companion.desktop.channels import ChannelChain, DbusChannel, default_channels
        from itb_companion.desktop.sound import SoundPlayer
        from itb_companion.desktop.wakeups import Wakeups
        from itb_companion.ui.emergency_key import EmergencyKey
        from itb_companion.ui.tray import TrayIcon

        self._emergency_key = EmergencyKey(self)
        self._emergency_key.pressed.connect(self.conductor.open_emergency)
        self._emergency_key.touched.connect(self.conductor.touched)
        self._qt.installEventFilter(self._emergency_key)

        self._instance.raise_requested.connect(self._raised)
        self._instance.listen()
        self.tray = TrayIcon(self)
        self.tray.open_wanted.connect(self.shell.come_forward)
        self.tray.emergency_wanted.connect(self.conductor.open_emergency)
        self.tray.quit_wanted.connect(self.quit)
        channels = default_channels(self.tray, self.tr("Open"), parent=self)
        for channel in channels:
            if isinstance(channel, DbusChannel):
                channel.activated.connect(self.conductor.notification_clicked)
                channel.ask_service(self.conductor.service_answered)
                channel.adopt(self.conductor.notices_of_earlier_runs(channel.name))
        self.conductor.tray_seen(has_tray=self.tray.available())
        self._sound = SoundPlayer(parent=self)
        if self._starts_at_login:
            command = command_to_start(self.companion.desk.store.folder)
            self.conductor.use_autostart(autostart_of_this_system(command))
        self.conductor.use_channels(ChannelChain(channels, parent=self), self._sound)
        self._looks = 0
        self._wakeups = Wakeups(parent=self)
        self._wakeups.wanted.connect(self._look)
        self.conductor.evaluated.connect(self._expect_next)
        self._wakeups.start()
        self._expect_next()
        self._qt.styleHints().colorSchemeChanged.connect(lambda _: self.conductor.wear(self._qt))
        self.conductor.offer_first_start()

    @Slot()
    def _look(self) -> None:
        self._looks += 1
        if self._looks % TRAY_EVERY_LOOKS == 0:
            self.conductor.tray_seen(has_tray=self.tray.available())
        self.conductor.look()

    @Slot()
    def _expect_next(self) -> None:
        """Look again when the next thing falls due, not only with the next heartbeat."""
        self._wakeups.expect(self.conductor.seconds_to_next_look())

    @Slot(str)
    def _raised(self, message: str) -> None:
        """Come forward for a second start."""
        if message == "emergency":
            self.conductor.open_emergency()
        self.conductor.come_forward()

    @Slot()
    def _closing(self) -> None:
        """Keep reminding: hide into the tray where there is one, else minimise; say so once."""
        if self._qt.isSavingSession():
            self._qt.exit()
            return
        has_tray = hasattr(self, "tray") and self.tray.available()
        self.conductor.say_once_how_closing_works(has_tray=has_tray)
        if has_tray:
            self.shell.hide()
        else:
            self.shell.showMinimized()

    @Slot()
    def quit(self) -> None:
        """End the program after saying what will not be reminded of."""
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(self.shell)
        box.setWindowTitle(self.tr("Quit ITB Companion?"))
        box.setText(self.conductor.what_quitting_means())
        stay = box.addButton(self.tr("Keep reminding"), QMessageBox.ButtonRole.RejectRole)
        leave = box.addButton(self.tr("Quit"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.exec()
        if box.clickedButton() is leave:
            # Not quit(): it first asks every window to close, and ours stay.
            self._qt.exit()

    def stop(self) -> None:
        """Stop in order: what wakes, sound, tray, windows, record, lock."""
        if hasattr(self, "_wakeups"):
            self._wakeups.stop()
            self._sound.close()
            self.tray.remove()
        self.conductor.close()
        self.shell.hide()
        self.companion.close()
        self._instance.release()

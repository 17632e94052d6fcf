"""The composition root: builds every part once, in an order that reads aloud, and stops them in order."""

import contextlib
import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from itb_companion.clock import SystemClock
from itb_companion.companion import Companion
from itb_companion.companion.failures import record_failure
from itb_companion.desktop.single_instance import Instance, SingleInstance
from itb_companion.desktop.units import temperature_unit
from itb_companion.record.errors import Reason, RecordError
from itb_companion.record.store import Store
from itb_companion.ui import theme
from itb_companion.ui.conductor import Conductor
from itb_companion.ui.shell import Shell
from itb_companion.ui.shown import chosen_look
from itb_companion.words import Words

if TYPE_CHECKING:
    from itb_companion.ui.recovery_strip import RecoveryStrip

SIZE = (1180, 760)
TITLE_BAR = 40
START_AGAIN = 75  # of the loop, never of the process
AHEAD_MS = 1500
"""After the start, the emergency screen is made before anybody asks for it."""
TRAY_EVERY_LOOKS = 10  # a tray may come late; asking for it wakes the desktop


def run(data_dir: Path, *, background: bool = False, emergency: bool = False, sample: bool = False) -> int:
    """Run the program until it is quit; return the exit code. On a sample record it never starts by itself later."""
    theme.prepare()
    qt = QApplication(sys.argv[:1])
    qt.setApplicationName("itb-companion")
    qt.setDesktopFileName("itb-companion")
    qt.setQuitOnLastWindowClosed(False)
    try:
        store = Store(data_dir)
    except RecordError as error:
        return _without_record(qt, data_dir, error)
    instance = SingleInstance(data_dir)
    if instance.acquire() is Instance.SECOND:
        store.close()
        return _raise_first(qt, instance, data_dir, emergency=emergency)
    program: Program | None = None
    try:
        program = Program(qt, store, instance, starts_at_login=not sample)
        program.open(background=background, emergency=emergency)
    except Exception as error:  # noqa: BLE001 - whatever is broken, the emergency screen opens
        if program is not None:
            program.conductor.close()
            program.shell.hide()
        store.close()
        instance.release()
        return _without_record(qt, data_dir, error)
    collect_from_now_on()
    code = qt.exec()
    program.stop()
    return _start_again(data_dir) if code == START_AGAIN else code


def let_terminal_end_it() -> None:
    """Let Ctrl+C in a terminal end the program; nothing is lost: every act is on the disk when it is done."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_DFL)


def end_in_order_when_told(qt: QApplication) -> None:
    """End in order at a logout or a shutdown too: the log goes into the record, which is sealed, and the lock away."""
    if sys.platform == "win32":
        return
    import os
    import signal

    from PySide6.QtCore import QSocketNotifier

    heard, tell = os.pipe()
    os.set_blocking(tell, False)
    signal.set_wakeup_fd(tell, warn_on_full_buffer=False)  # Python itself gets no turn while Qt waits
    notifier = QSocketNotifier(heard, QSocketNotifier.Type.Read, qt)
    notifier.activated.connect(lambda *_: qt.exit())  # not quit(): it first asks every window to close
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:  # `nohup` lets the second one be ignored
            signal.signal(number, lambda *_: None)


def collect_from_now_on() -> None:
    """Collect garbage again after the start, and never look at what the start itself made: it stays."""
    gc.freeze()
    gc.enable()


def _raise_first(qt: QApplication, instance: SingleInstance, data_dir: Path, *, emergency: bool) -> int:
    """Ask the program that is running to come forward; where it does not answer, the emergency screen still opens."""
    if instance.tell_first("emergency" if emergency else ""):
        return 0
    words = Words(SystemClock().zone())
    key, facts = "app.first-does-not-answer", {"holder": instance.holder() or "?", "path": instance.lock_path}
    is_elsewhere = instance.is_elsewhere()
    sentence = words.text(f"{key}-elsewhere" if is_elsewhere else key, **facts)
    _say(sentence)
    # A folder that came from another computer is held by nobody, for ever: somebody must be told, also at login.
    return _emergency_alone(qt, data_dir, sentence) if emergency or is_elsewhere else 1


def _without_record(qt: QApplication, data_dir: Path, error: Exception) -> int:
    """Say why the record cannot be used, and open the emergency screen from its card alone."""
    words = Words(SystemClock().zone())
    if isinstance(error, RecordError):
        sentence = record_failure(words, error)
    else:
        sentence = words.text("emergency-alone.cannot-open", path=data_dir)
        _log(data_dir, error)
    _say(sentence)
    curable = isinstance(error, RecordError) and error.reason in (Reason.NOT_A_RECORD, Reason.DAMAGED)
    return _emergency_alone(qt, data_dir, sentence, curable=curable)


def _say(sentence: str) -> None:
    """Say it on the terminal, if there is one: its log may lie on a full disk, and its reader may be gone."""
    with contextlib.suppress(OSError, ValueError):
        print(f"itb-companion: {sentence}", file=sys.stderr)


def _log(data_dir: Path, error: Exception) -> None:
    import logging

    from itb_companion.desktop.logs import write_logs_to

    write_logs_to(data_dir)
    logging.getLogger(__name__).error("the program could not open", exc_info=error)


def _emergency_alone(qt: QApplication, data_dir: Path, sentence: str, *, curable: bool = False) -> int:
    """Open the emergency screen from its card; where the record is damaged, with what can be done about that."""
    from itb_companion.ui.accessible import tell_scroll_areas_safely
    from itb_companion.ui.emergency_alone import EmergencyAlone

    tell_scroll_areas_safely()
    let_terminal_end_it()
    theme.apply(qt, theme.Look(theme.theme_for(qt, "system")))
    strip = _recovery(qt, data_dir) if curable else None
    window = EmergencyAlone(data_dir, SystemClock(), sentence, strip)
    window.resize(*SIZE)
    window.closed.connect(qt.quit)
    window.show()
    collect_from_now_on()
    code = qt.exec()
    if strip is not None:
        strip.close_down()
        if code == START_AGAIN:
            window.hide()
            return _start_again(data_dir)
    return 1


def _recovery(qt: QApplication, data_dir: Path) -> "RecoveryStrip":
    from itb_companion.ui.recovery_strip import RecoveryStrip

    strip = RecoveryStrip(data_dir, SystemClock())
    # Not quit(): it first asks every window to close.
    strip.recovered.connect(lambda: qt.exit(START_AGAIN))
    QTimer.singleShot(0, strip, strip.begin)
    return strip


def _start_again(data_dir: Path) -> int:
    from itb_companion.desktop.start_again import start_again

    try:
        start_again(data_dir)
    except OSError as error:
        _say(f"{Words(SystemClock().zone()).text('backups.start-again')} ({error})")
        return 1
    return 0


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
        self.words = Words(clock.zone(), temperature_unit())
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
        # Of a lost record somebody must be told: nothing else would ever show again.
        if background and not emergency and not self.companion.desk.is_record_lost():
            self.conductor.shown.wear(self._qt)
            QTimer.singleShot(0, self, self._after_first_paint)
            return
        self.shell.painted.connect(self._after_first_paint)
        # What can be built is built first, and dressed when it is whole: see `theme.prepare_for`.
        if emergency or self.companion.help.current() is not None:
            # Also where help is still being sought, with nothing before it: reminders follow the paint.
            self.conductor.emergency.open_first(lambda: self.conductor.shown.wear(self._qt))
        else:
            self.conductor.fill_first_page()
            self.conductor.shown.wear(self._qt)
            self.shell.show()
            if self.conductor.shown.something_is_due:
                # Over the first page, and not after it is painted: it may have been due for days.
                self._begin_alerts()

    def _begin_alerts(self) -> None:
        from itb_companion.desktop.logs import write_logs_to

        write_logs_to(self.companion.desk.store.folder, self.conductor.tell_of_defect)
        self.conductor.begin_alerts()

    @Slot()
    def _after_first_paint(self) -> None:
        """Start what reminds: alerts first, once a screen reader can ask about the page without harm."""
        from itb_companion.ui.accessible import tell_scroll_areas_safely  # its names take 3 ms

        tell_scroll_areas_safely()
        let_terminal_end_it()
        end_in_order_when_told(self._qt)
        if self.conductor.alerts is None:
            self._begin_alerts()
        self.conductor.guarded(self.conductor.tell_of_lost_record)()
        self.conductor.guarded(self.companion.desk.bring_card_up_to_date)()
        self.conductor.emergency.join_side_journal()
        QTimer.singleShot(0, self, self._start_services)

    @Slot()
    def _start_services(self) -> None:
        from itb_companion.companion.clinical import read_clinical_files
        from itb_companion.desktop.autostart import autostart_of_this_system, command_to_start
        from itb_companion.desktop.channels import ChannelChain, DbusChannel, default_channels
        from itb_companion.desktop.sound import SoundPlayer
        from itb_companion.desktop.wakeups import Wakeups
        from itb_companion.ui.emergency_key import EmergencyKey
        from itb_companion.ui.tray import TrayIcon

        # By itself: whatever is wrong with it, what reminds is started.
        QTimer.singleShot(0, self, self.companion.desk.store.prepare_writing)
        self.conductor.use_clinical(read_clinical_files())
        self._emergency_key = EmergencyKey(self._qt, self)
        self._emergency_key.pressed.connect(self.conductor.open_emergency)
        self._emergency_key.touched.connect(self.conductor.touched)

        self._instance.raise_requested.connect(self._raised)
        self._instance.listen()
        self.tray = TrayIcon(self)
        self.tray.open_wanted.connect(self.conductor.open_from_tray)
        self.tray.emergency_wanted.connect(self.conductor.open_emergency)
        self.tray.quit_wanted.connect(self.quit)
        channels = default_channels(self.tray, self.tr("Open"), parent=self)
        for channel in channels:
            if isinstance(channel, DbusChannel):
                channel.activated.connect(self.conductor.alerts.notification_clicked)
                channel.ask_service(self.conductor.service_answered)
                channel.adopt(self.conductor.alerts.notices_of_earlier_runs(channel.name))
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
        self._qt.styleHints().colorSchemeChanged.connect(lambda _: self.conductor.shown.wear(self._qt))
        self.conductor.shown.wear_if_another(self._qt)
        self.conductor.offer_first_start()
        if self._starts_at_login:
            QTimer.singleShot(0, self, self._begin_backups)
        QTimer.singleShot(AHEAD_MS, self.conductor, self.conductor.build_emergency_ahead)

    @Slot()
    def _begin_backups(self) -> None:
        self.conductor.backup_desk.restart_wanted.connect(lambda: self._qt.exit(START_AGAIN))
        self.conductor.backup_desk.begin()

    @Slot()
    def _look(self) -> None:
        self._looks += 1
        if self._looks % TRAY_EVERY_LOOKS == 0:
            self.conductor.tray_seen(has_tray=self.tray.available())
        self.conductor.look()

    @Slot()
    def _expect_next(self) -> None:
        """Look again when the next thing falls due, not only with the next heartbeat."""
        self._wakeups.expect(self.conductor.shown.seconds_to_next_look())

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
        if self.conductor.alerts is not None:
            self.conductor.alerts.say_once_how_closing_works(has_tray=has_tray)
        if has_tray:
            self.shell.hide()
        else:
            self.shell.showMinimized()

    @Slot()
    def quit(self) -> None:
        """End the program after saying what will not be reminded of."""
        from itb_companion.ui.quit_box import QuitBox, what_quitting_means

        if QuitBox(what_quitting_means(self.companion, self.words), self.shell).ask():
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

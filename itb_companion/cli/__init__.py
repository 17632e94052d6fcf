"""The command line: what is asked, and nothing heavy before that is known."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from itb_companion import __version__
from itb_companion.cli.failure import Failure

ENV_DATA_DIR = "ITB_COMPANION_DATA_DIR"
_PROTECT = "protect the file; asks for a passphrase, or takes it from ITB_COMPANION_PASSPHRASE"


def main(argv: Sequence[str] | None = None) -> int:
    """Run what is asked and return the exit code: 0, 1 with one sentence on standard error, or 2 for wrong usage."""
    options = _parser().parse_args(argv)
    options.data_dir = data_dir(options.data_dir)
    os.umask(0o077)  # whatever this process writes is for its owner alone
    try:
        return _run(options)
    except Failure as failure:
        print(f"itb-companion: {failure}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever read our output stopped reading; nothing more can be said to them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def data_dir(given: str | None) -> Path:
    """Return the data folder: as given, from the environment, or where this system keeps a user's data."""
    named = given or os.environ.get(ENV_DATA_DIR)
    if named:
        return Path(named).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("itb-companion", appauthor=False)


def _run(options: argparse.Namespace) -> int:
    """Load only the module of what was asked."""
    command = options.command
    if command in (None, "demo"):
        from itb_companion.cli import window

        return window.demo(options) if command == "demo" else window.run(options)
    if command == "play-sound":
        from itb_companion.desktop import sound_process

        sound_process.run(Path(options.file))
    if command == "triage":
        from itb_companion.cli import triage

        return triage.run(options)
    if command == "agenda":
        from itb_companion.cli import agenda

        return agenda.run(options)
    if command in ("doctor", "unlock"):
        from itb_companion.cli import doctor, unlock

        return doctor.run(options) if command == "doctor" else unlock.run(options)
    if command == "screenshots":
        from itb_companion.cli import screenshots

        return screenshots.run(options)
    if command == "restore":
        from itb_companion.cli import restoring

        return restoring.run(options)
    if command == "import" or (command == "export" and options.kind == "json"):
        from itb_companion.cli import whole

        return whole.take_in(options) if command == "import" else whole.export(options)
    if command == "plan" or (command == "export" and options.kind == "plan"):
        from itb_companion.cli import plan as chosen
    else:
        from itb_companion.cli import copies as chosen
    return chosen.run(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="itb-companion",
        description="Refill reminders, early signs and one emergency screen for people with a baclofen pump. "
        "It never talks to the pump, never doses, never diagnoses, and sends nothing over a network.",
    )
    parser.add_argument("--version", action="version", version=f"itb-companion {__version__}")
    parser.add_argument("--data-dir", metavar="DIR", help=f"another place for the data; also {ENV_DATA_DIR}")
    parser.add_argument("--background", action="store_true", help="start with no window: tray and reminders only")
    parser.add_argument("--emergency", action="store_true", help="open straight on the emergency screen")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    # How the alarm's child process is asked for in a frozen program; it has no help, so that nobody is led to it.
    commands.add_parser("play-sound").add_argument("file")
    commands.add_parser("demo", help="the real program on a sample household in a throw-away folder")
    commands.add_parser("doctor", help="check data, notifications, sound, tray, autostart, fonts and the next reminder")
    commands.add_parser("unlock", help="take the screen lock away, when its passphrase is forgotten")
    _add_agenda(commands)
    _add_triage(commands)
    _add_screenshots(commands)
    _add_copies(commands)
    return parser


def _add_agenda(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    agenda = commands.add_parser("agenda", help="what is due and coming")
    agenda.add_argument("--at", metavar="ISO", help="as of this time, such as 2026-12-01T09:00")
    agenda.add_argument("--days", type=int, default=60, metavar="N", help="how many days ahead (default 60)")
    agenda.add_argument("--json", action="store_true", help="for programs")


def _add_triage(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    triage = commands.add_parser(
        "triage", help="assess a check written down in TOML, for clinicians who review the rules"
    )
    triage.add_argument("file", metavar="FILE.toml", help="the check; - for standard input")
    triage.add_argument("--json", action="store_true", help="for programs")


def _add_screenshots(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    shots = commands.add_parser("screenshots", help="every screen with sample data to PNG, no display needed")
    shots.add_argument("folder", metavar="DIR")
    shots.add_argument("--language", metavar="L", default="en", choices=["en"], help="en")
    shots.add_argument("--theme", choices=["light", "dark"], default="light")
    shots.add_argument("--scale", type=float, default=1.0, metavar="F", help="text size, 1.0 to 2.0")


def _add_copies(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    backup = commands.add_parser("backup", help="a verified copy of the record")
    backup.add_argument("path", metavar="PATH", nargs="?", help="where to; by default into the data folder")
    backup.add_argument("--passphrase", action="store_true", help=_PROTECT)
    restore = commands.add_parser("restore", help="put a backup back, all or nothing")
    restore.add_argument("path", metavar="PATH", help="the backup")
    restore.add_argument("--yes", action="store_true", help="do it without asking")
    export = commands.add_parser("export", help="handover sheet, wallet card, history, calendar, everything")
    export.add_argument("kind", choices=["pdf", "card", "csv", "ics", "json", "plan"])
    export.add_argument("path", metavar="PATH")
    export.add_argument("--passphrase", action="store_true", help=f"json: {_PROTECT}")
    plan = commands.add_parser("plan", help="check a care plan that a clinic prepared as a file")
    plan.add_argument("act", choices=["check"])
    plan.add_argument("path", metavar="FILE.toml")
    take_in = commands.add_parser("import", help="add what is missing from an export of everything (json)")
    take_in.add_argument("path", metavar="PATH", help="the export")
    take_in.add_argument("--yes", action="store_true", help="do it without asking")

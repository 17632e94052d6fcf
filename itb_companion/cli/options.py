"""The command line as `argparse` reads it: every command, its help, and what is wrong usage."""

import argparse
from collections.abc import Sequence

from itb_companion import __version__
from itb_companion.cli.opening import ENV_DATA_DIR

_PROTECT = "protect the file; asks for a passphrase, or takes it from ITB_COMPANION_PASSPHRASE"


def parse(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """Return what is asked; wrong usage ends the process with exit code 2, `--help` and `--version` with 0."""
    return _parser().parse_args(argv)


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

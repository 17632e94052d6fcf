"""`itb-companion export plan` and `plan check`: a care plan as a file that a clinic can prepare."""

import argparse
from pathlib import Path

from itb_companion.care.plan import Plan
from itb_companion.cli.failure import Failure
from itb_companion.cli.paths import whole_path
from itb_companion.cli.reading import opened, refuse_own_file
from itb_companion.clock import SystemClock
from itb_companion.companion.failures import record_failure
from itb_companion.companion.plans import content_of
from itb_companion.documents.plan_reader import PlanFileError, read_plan_file
from itb_companion.record.errors import RecordError
from itb_companion.words import Words
from itb_companion.words.plan import changed_risks, changes


def run(options: argparse.Namespace) -> int:
    """Write the plan of the record, or check a file; a check needs no record and changes nothing."""
    path, words = whole_path(options.path), Words(SystemClock().zone())
    return _check(path, words) if options.command == "plan" else _export(options.data_dir, path, words)


def _export(folder: Path, path: Path, words: Words) -> int:
    path = path / f"{words.text('plan.file-name')}.toml" if path.is_dir() else path
    refuse_own_file(folder, path)
    with opened(folder) as companion:
        try:
            companion.plans.save_as(path, words)
        except RecordError as error:
            raise Failure(record_failure(words, error)) from error
        except OSError as error:
            detail = (error.strerror or str(error)).rstrip(".")
            raise Failure(words.text("plan.cannot-be-written", path=path, detail=detail)) from error
    print(f"The care plan was written to {path}.")
    return 0


def _check(path: Path, words: Words) -> int:
    try:
        found = read_plan_file(content_of(path, words), Plan(), words)
    except PlanFileError as error:
        raise Failure(str(error)) from error
    told = [*changes(words, Plan(), found.plan), *changed_risks(words, (), found.special_risks or ())]
    print(f"{path} is a care plan that can be taken in. What it sets, beside the program's own defaults:")
    for change in told:
        print(f"  {words.text('plan.change', what=change.what, new=change.new, old=change.old)}")
    if not told:
        print("  nothing")
    return 0

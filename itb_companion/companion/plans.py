"""Acts about the care plan as a file, and about the plans that were entered before."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from itb_companion.care.household import Household
from itb_companion.care.people import Person
from itb_companion.care.plan import Plan, check_plan
from itb_companion.care.problems import stop_on_errors
from itb_companion.care.value import replace, value
from itb_companion.companion.desk import Desk
from itb_companion.record import people as kept
from itb_companion.record import plan_entries
from itb_companion.record.atomic_file import write_atomically
from itb_companion.record.plan_entries import PlanEntry, Source
from itb_companion.words.language import Words
from itb_companion.words.plan import Change, changed_risks, changes


@value
class Preview:
    """What taking in a plan would change. `before` and `risks_before` are what it was compared with."""

    before: Plan
    after: Plan
    risks_before: frozenset[str]
    risks_after: frozenset[str]
    changes: tuple[Change, ...]
    file: str = ""
    clinic: str = ""
    person: str = ""
    """For whom the file says that it is."""
    is_for_somebody_else: bool = False


class Plans:
    """What a caregiver can do with whole plans."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def entries(self) -> tuple[PlanEntry, ...]:
        """Return the plans that were entered, the one that counts first, the program's defaults last."""
        return plan_entries.newest()

    def toml(self, words: Words) -> str:
        """Return the plan as the text of a file, with the clinic that it came from."""
        from itb_companion.documents.plan_file import plan_toml

        household, source = self._desk.household(), self.entries()[0].source
        person = household.person
        return plan_toml(
            household.plan,
            words,
            person=person.name if person else "",
            special_risks=_risks(household),
            clinic=source.clinic if source else "",
        )

    def save_as(self, path: Path, words: Words) -> None:
        """Write the plan as a file; raises OSError, and the file that stood there stays whole."""
        write_atomically(path, self.toml(words).encode())

    def read(self, path: Path, words: Words) -> Preview:
        """Return what taking in a file would change; nothing is written. Raises PlanFileError with every problem."""
        from itb_companion.documents.plan_reader import PlanFileError, read_plan_file

        content = content_of(path, words)
        household = self._desk.household()
        found = read_plan_file(content, household.plan, words)
        risks = _risks(household)
        after = risks if found.special_risks is None else found.special_risks
        if household.person is None and after:
            raise PlanFileError([words.text("plan.risks-need-person")])
        told = (*changes(words, household.plan, found.plan), *changed_risks(words, risks, after))
        return Preview(
            household.plan,
            found.plan,
            risks,
            after,
            told,
            path.name,
            found.clinic.strip(),
            found.person.strip(),
            bool(found.person.strip()) and not _same_name(found.person, household.person),
        )

    def is_current(self, preview: Preview) -> bool:
        """Whether plan and risks are still those that a preview was compared with."""
        household = self._desk.household()
        return (household.plan, _risks(household)) == (preview.before, preview.risks_before)

    def take_in(self, preview: Preview) -> None:
        """Keep the plan of a file, and the special risks that it names, in one act."""
        source = Source(
            preview.file,
            preview.clinic,
            risks_added=preview.risks_after - preview.risks_before,
            risks_removed=preview.risks_before - preview.risks_after,
        )
        self._keep(preview.after, preview.risks_after, source)

    def put_back(self, entry_id: int | None) -> None:
        """Let an earlier plan count again, and take back what files did to the special risks since.

        None is the program's own defaults. An entry that is not among the earlier ones changes nothing.
        """
        known = self.entries()
        newer = [entry.id for entry in known]
        if entry_id not in newer[1:]:
            return
        place = newer.index(entry_id)
        risks, entry = _risks(self._desk.household()), known[place]
        after = plan_entries.risks_before(risks, known[:place])
        source = entry.source or Source()
        back = replace(source, is_put_back=True, risks_added=after - risks, risks_removed=risks - after)
        self._keep(entry.plan, after, back)

    def changes_since(self, before: Household, words: Words) -> list[Change]:
        """Return what differs now from a household as it was."""
        household = self._desk.household()
        risks = changed_risks(words, _risks(before), _risks(household))
        return [*changes(words, before.plan, household.plan), *risks]

    def _keep(self, plan: Plan, risks: frozenset[str], source: Source) -> None:
        stop_on_errors(check_plan(plan))
        person = self._desk.household().person
        now, by = self._desk.now, self._desk.caregiver
        with self._desk.act():
            plan_entries.save(plan, now, by, source)
            if person is not None and person.special_risks != risks:
                kept.save_person(replace(person, special_risks=risks), now, by)


def status(words: Words, entries: Sequence[PlanEntry], now: datetime) -> str:
    """Return who entered the plan that counts and when, and from which clinic's file it came."""
    newest = entries[0]
    if newest.id is None:
        return words.text("plan.not-entered")
    told = [described(words, newest, now)]
    if newest.source is None:
        taken = next((one for one in entries if one.source and one.source.file and not one.source.is_put_back), None)
        if taken is not None and taken.source is not None and taken.at is not None:
            source = taken.source.clinic or taken.source.file
            told.append(words.text("plan.changed-since", source=source, when=words.moment(taken.at, now)))
    return " ".join(told)


def described(words: Words, entry: PlanEntry, now: datetime) -> str:
    """Return who entered one plan and when, and where it came from."""
    if entry.at is None:
        return words.text("plan.defaults")
    when, source = words.moment(entry.at, now), entry.source
    told = [
        words.text("plan.entered", by=entry.by, when=when)
        if entry.by
        else words.text("plan.entered-by-nobody", when=when)
    ]
    if source is not None and source.file:
        key = "from-clinic-file" if source.clinic else "from-file"
        told.append(words.text(f"plan.{key}", clinic=source.clinic, file=source.file))
    if source is not None and source.is_put_back:
        told.append(words.text("plan.put-back"))
    return " ".join(told)


def content_of(path: Path, words: Words) -> bytes:
    """Return the bytes of a file, up to one more than a plan can have; raises PlanFileError."""
    from itb_companion.documents.plan_reader import MOST_BYTES, PlanFileError

    if path.exists() and not path.is_file():  # to open a pipe would wait for ever
        raise PlanFileError([words.text("plan-file.not-a-file", path=path)])
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        detail = (getattr(error, "strerror", None) or str(error)).rstrip(".")
        raise PlanFileError([words.text("plan-file.cannot-be-read", path=path, detail=detail)]) from error


def _risks(household: Household) -> frozenset[str]:
    return household.person.special_risks if household.person else frozenset()


def _same_name(written: str, person: Person | None) -> bool:
    return person is not None and " ".join(written.split()).casefold() == " ".join(person.name.split()).casefold()

"""Reads a care plan that somebody wrote as TOML: all of it is checked, and every problem is named with its place."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from itb_companion.care.people import SPECIAL_RISKS, OfficeHours
from itb_companion.care.plan import LEVEL_IDS, STANDARD_QUESTIONS, Plan, Question, check_plan
from itb_companion.care.stricter import check_stricter, own_levels, with_level
from itb_companion.care.triage import Level
from itb_companion.care.value import replace, value
from itb_companion.documents import plan_values as values
from itb_companion.documents.plan_file import FORMAT
from itb_companion.documents.toml_text import LONG_KEY
from itb_companion.words.language import Words
from itb_companion.words.problems import sentence

MOST_BYTES = 128 * 1024
"""The largest plan that can be kept fits, and TOML's reader takes no second for it."""
_MOST_LETTERS_OF_A_NAME = 200
_MOST_TOLD = 12
_RANGES = {
    "usual_systolic": "usual_systolic_mmhg",
    "usual_diastolic": "usual_diastolic_mmhg",
    "usual_pulse": "usual_pulse_per_min",
    "usual_temperature_c": "usual_temperature_c",
}
_TEXTS = ("instructions", "oral_baclofen_instruction")
PLAN_KEYS = (
    "clinic_wait_min", "urgent_wait_min", "opens", "closes", *_TEXTS, "oral_baclofen_expires_on", *_RANGES,
    "usual_spasticity", "stricter", "question",
)  # fmt: skip
"""The keys of a plan, in a file of its own and in the table [plan] of a check."""
FILE_KEYS = ("format", "clinic", "person", *PLAN_KEYS, "special_risks")
_QUESTION_KEYS = ("text", "standard", "answered", "answer")
_KEYS_OF_FIELDS = {field: key for key, field in _RANGES.items()}


class PlanFileError(ValueError):
    """A plan that cannot be taken; `sentences` name each problem with its place."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


@value
class PlanFile:
    """What a file holds, put into the plan that stood before."""

    plan: Plan
    special_risks: frozenset[str] | None
    """None where the file does not name them."""
    clinic: str = ""
    person: str = ""


def read_plan_file(content: bytes, before: Plan, words: Words) -> PlanFile:
    """Return the plan of a file; what it does not name stays as `before`. Raises PlanFileError for any problem."""
    document = _document(content, words)
    reading = _Reading(document, words, inside="")
    reading.refuse_unknown("key", document, FILE_KEYS)
    if not document.keys() & {*PLAN_KEYS, "special_risks"}:
        reading.say("nothing")
    if document.get("format", FORMAT) != FORMAT or isinstance(document.get("format", FORMAT), bool):
        reading.say("must.format")
    plan = reading.plan(before, refuses_looser=True)
    found = PlanFile(plan, reading.risks(), reading.name("clinic"), reading.name("person"))
    reading.finish()
    return found


def plan_of_table(table: Mapping[str, Any], words: Words, inside: str) -> Plan:
    """Return the plan of a table within another document, named `inside` in what is said about it.

    A level looser than the rule's own is left to the rules, which ignore it. Raises PlanFileError for any problem.
    """
    reading = _Reading(table, words, inside)
    reading.refuse_unknown("key", table, PLAN_KEYS)
    plan = reading.plan(Plan(), refuses_looser=False)
    reading.finish()
    return plan


def _document(content: bytes, words: Words) -> dict[str, Any]:
    import tomllib

    def stop(key: str, **facts: str) -> PlanFileError:
        return PlanFileError([words.text(f"plan-file.{key}", **facts)])

    if len(content) > MOST_BYTES:
        raise stop("too-large")
    try:
        text = content.decode("utf-8-sig")
        if LONG_KEY.search(text):
            raise stop("too-deep")
        return tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise stop("not-utf-8") from error
    except RecursionError as error:
        raise stop("too-deep") from error
    except PlanFileError:
        raise
    except ValueError as error:  # tomllib's own, and numbers that Python does not read
        raise stop("not-toml", detail=str(error).split(";")[0].rstrip(".")) from error


class _Reading:
    """One table on its way to a plan; gathers what is wrong instead of stopping at the first."""

    def __init__(self, table: Mapping[str, Any], words: Words, inside: str) -> None:
        self._table, self._words, self._inside = table, words, inside
        self._sentences: list[str] = []

    def say(self, key: str, **facts: object) -> None:
        """Note a problem."""
        self._sentences.append(self._words.text(f"plan-file.{key}", **facts))

    def finish(self) -> None:
        """Raise PlanFileError if anything is wrong."""
        told = list(dict.fromkeys(self._sentences))
        if len(told) > _MOST_TOLD:
            told = [*told[:_MOST_TOLD], self._words.text("plan-file.more", n=len(told) - _MOST_TOLD)]
        if told:
            raise PlanFileError(told)

    def refuse_unknown(self, what: str, given: Iterable[object], known: Iterable[str], table: str = "") -> bool:
        """Say which names are not known, with those that are; return whether all are."""
        names = list(known)
        unknown = [name for name in given if not (isinstance(name, str) and name in names)]
        place = self._place(table)
        where = self._words.text("plan-file.inside", table=place) if place else ""
        for name in unknown:
            self.say(f"unknown-{what}", where=where, name=values.shown(name), known=", ".join(names))
        return not unknown

    def plan(self, before: Plan, *, refuses_looser: bool) -> Plan:
        """Return the plan with everything that the table names."""
        changes: dict[str, Any] = {}
        for key in self._table.keys() & set(PLAN_KEYS):
            field = _RANGES.get(key, key)
            if key in ("clinic_wait_min", "urgent_wait_min"):
                changes[field] = self._read(key, values.minutes, "minutes", getattr(before, field))
            elif key in _TEXTS:
                changes[field] = self.text(key, "")
            elif key in _RANGES:
                is_temperature = key == "usual_temperature_c"
                reader, kind = (values.numbers, "numbers") if is_temperature else (values.whole_numbers, "range")
                changes[field] = self._read(key, reader, kind, None)
        changes |= self._others(before)
        levels = self._levels()
        stricter: dict[str, str] = dict(before.stricter)
        for rule, level in levels.items():
            stricter = with_level(stricter, rule, Level.from_id(level))
        plan = replace(before, **changes, stricter=stricter)
        self._check(plan, levels if refuses_looser else {})
        return plan

    def text(self, key: str, default: str) -> str:
        """Return a text, or the default where none is given."""
        return str(self._read(key, values.text, "text", default)) if key in self._table else default

    def name(self, key: str) -> str:
        """Return the name of somebody, or an empty text where none is given."""
        found = self.text(key, "")
        if len(found) > _MOST_LETTERS_OF_A_NAME:
            told = self._words.text("problem.text-too-long", most=_MOST_LETTERS_OF_A_NAME)
            self._at(key, told)
        return found

    def risks(self) -> frozenset[str] | None:
        """Return the special risks; None where none are named."""
        if "special_risks" not in self._table:
            return None
        given = self._table["special_risks"]
        if not isinstance(given, list):
            self.say("must.ids", name="special_risks", example=SPECIAL_RISKS[0])
            return None
        known = self.refuse_unknown("risk", given, SPECIAL_RISKS, "special_risks")
        return frozenset(given) if known else None

    def _others(self, before: Plan) -> dict[str, Any]:
        hours, found = before.office_hours, {}
        opens = self._read("opens", values.wall, "time", hours.opens) if "opens" in self._table else hours.opens
        closes = self._read("closes", values.wall, "time", hours.closes) if "closes" in self._table else hours.closes
        found["office_hours"] = OfficeHours(opens, closes)
        for key, reader, kind in (
            ("oral_baclofen_expires_on", values.day, "date"),
            ("usual_spasticity", values.score, "score"),
        ):
            if key in self._table:
                found[key] = self._read(key, reader, kind, None)
        if "question" in self._table:
            found["questions"] = self._questions(before.questions)
        return found

    def _read(self, key: str, reader: Callable[[Any], Any], kind: str, default: Any, at: str = "") -> Any:
        """Return what a reader makes of a value; where it cannot be, say so and return the default."""
        try:
            return reader(self._table[key])
        except (TypeError, ValueError, OverflowError):
            self._at(at or self._inside, self._words.text(f"plan-file.must.{kind}", name=key))
            return default

    def _levels(self) -> dict[str, str]:
        """Return the level of each rule that the table names, as far as both are known."""
        given = self._table.get("stricter", {})
        if not isinstance(given, dict):
            self._at(self._inside, self._words.text("plan-file.must.levels", name="stricter"))
            return {}
        known = own_levels()
        self.refuse_unknown("rule", given, known, "stricter")
        for rule, level in given.items():
            if rule in known:
                self.refuse_unknown("level", [level], LEVEL_IDS, f"stricter.{rule}")
        return {rule: level for rule, level in given.items() if rule in known and level in LEVEL_IDS}

    def _questions(self, before: tuple[Question, ...]) -> tuple[Question, ...]:
        given = self._table["question"]
        if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
            self._at(self._inside, self._words.text("plan-file.must.questions", name="question"))
            return before
        known = {(one.standard, one.text): one for one in before}
        found = [self._question(place, one, known) for place, one in enumerate(given)]
        return tuple(question for question in found if question is not None)

    def _question(self, place: int, given: dict[str, Any], known: dict[tuple[str, str], Question]) -> Question | None:
        """Return one question; whether it is answered stays as it was where the file does not say."""
        at = self._words.text("plan-file.place.question", n=place + 1)
        inner = _Reading(given, self._words, at)
        inner.refuse_unknown("key", given, _QUESTION_KEYS)
        text, standard = inner.text("text", ""), inner.text("standard", "")
        if bool(text) == bool(standard):
            inner._at(at, self._words.text("plan-file.text-or-standard"))
        elif standard:
            inner.refuse_unknown("question", [standard], STANDARD_QUESTIONS)
        old = known.get((standard, text), Question(text, standard))
        answered = (
            inner._read("answered", values.truth, "bool", old.is_answered) if "answered" in given else old.is_answered
        )
        found = Question(text, standard, answered, inner.text("answer", old.answer))
        self._sentences += inner._sentences
        return None if inner._sentences else found

    def _check(self, plan: Plan, levels: Mapping[str, str]) -> None:
        for problem in check_plan(plan) + check_stricter(levels):
            field, _, rest = problem.field.partition(".")
            place = f"{self._inside} {_KEYS_OF_FIELDS.get(field, field)}".strip()
            if field == "questions" and rest:
                place = self._words.text("plan-file.place.question", n=int(rest) + 1)
            elif field == "stricter" and rest:
                place = f"{self._place(field)} {rest}"
            self._at(place, sentence(self._words, problem))

    def _at(self, place: str, told: str) -> None:
        self._sentences.append(self._words.text("plan-file.at", place=place, sentence=told) if place else told)

    def _place(self, table: str = "") -> str:
        """Return how a table within this one is named: [plan.stricter] for `stricter` within [plan]."""
        if not table:
            return self._inside
        return f"[{self._inside[1:-1]}.{table}]" if self._inside else f"[{table}]"

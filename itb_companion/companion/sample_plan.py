"""A sample care plan, clearly marked as one, and a file that would change it."""

from datetime import date, timedelta

from itb_companion.care.plan import Plan, Question, Range, standard_questions
from itb_companion.care.value import replace


def sample_plan(today: date) -> Plan:
    """Return a plan as a clinic may have set it, with oral baclofen that expires in three weeks."""
    first, *others = standard_questions()
    answered = replace(first, is_answered=True, answer="Sample answer: any early sign, to the on-call line.")
    own = Question("Sample question: may we travel in June?")
    return Plan(
        clinic_wait_min=45,
        usual_systolic_mmhg=Range(95, 120),
        usual_diastolic_mmhg=Range(60, 80),
        usual_pulse_per_min=Range(60, 90),
        usual_temperature_c=Range(36.2, 37.1),
        usual_spasticity=2,
        stricter={"one-early-sign": "urgent"},
        instructions="Sample instructions.\nCall the on-call line first, day or night, and say “intrathecal baclofen”.",
        oral_baclofen_instruction="Sample instruction: only when the on-call doctor says so.",
        oral_baclofen_expires_on=today + timedelta(days=21),
        questions=(answered, *others, own),
    )


SAMPLE_PLAN_FILE = """
clinic = "Sample pump clinic"
person = "Nora Sample"
urgent_wait_min = 15
usual_temperature_c = []
instructions = "Sample instructions, changed: call the on-call line first."
special_risks = ["cannot-communicate", "earlier-withdrawal"]
[stricter]
one-early-sign = "emergency"
"""

"""English sentences of the emergency screen: each case has its own, and what it says stands in clinical-facts.

Sources, by subject of a key: withdrawal and what it looks like, label-boxed and medtronic-card; too much,
gablofen-patient, lioresal-safety; two-tone, medtronic-pump, gillette; single beep, medtronic-pump, childrens-wisconsin;
a beep that is soft, goes on for days or never comes, clinical-facts section 4; overdue and empty, gablofen-patient;
oral baclofen, medtronic-duties, medtronic-card; a pump check that finds nothing, clinical-facts section 1; the pump's
site, gillette; rubbing the pump, medtronic-precautions; mild signs, medtronic-card.
"""

_TITLES = {
    "too-little": "Possible baclofen withdrawal",
    "too-much": "Possible baclofen overdose",
    "either": "Too little or too much baclofen",
    "neither": "Help with the baclofen pump",
    "empty": "The baclofen pump may be empty",
    "overdue": "The refill of the pump is overdue",
    "two-tone": "The pump sounds its two-tone alarm",
    "beep-unsure": "The pump beeps, the tone is not known",
    "single-beep": "The pump beeps",
    "fault": "A known fault of pump or catheter",
    "site": "Redness or swelling at the pump",
    "prefix.emergency": "Emergency: {title}",
    "prefix.urgent": "Urgent: {title}",
    "prefix.call-clinic": "{title}",
}

_SAY = {
    "pump": "{name} has an implanted intrathecal baclofen pump.",
    "too-little": "This may be baclofen withdrawal.",
    "too-much": "This may be too much baclofen.",
    "either": "This may be too little or too much baclofen.",
    "neither": "The pump may be giving too little or too much baclofen.",
    "empty": "The pump may be empty. Withdrawal can follow.",
    "overdue": "The refill is overdue. It is needed before the pump runs out.",
    "two-tone": "The pump sounded its two-tone alarm. The drug may no longer be flowing.",
    "beep-unsure": "The pump beeps, and we do not know which tone. The drug may no longer be flowing.",
    "single-beep": "The pump gives a single beep. It needs to be checked.",
    "fault": "A fault of pump or catheter is known. The drug may not be flowing.",
    "site": "There is redness, swelling or drainage over the pump or the scar.",
    "also.empty": "The pump may be empty.",
    "also.overdue": "The refill is overdue.",
    "also.two-tone": "The pump sounded its two-tone alarm.",
    "also.beep-unsure": "The pump beeps, tone not known.",
    "also.single-beep": "The pump gives a single beep.",
    "also.fault": "A pump or catheter fault is known.",
    "mimics": "It can look like sepsis.",
    "signs": "Signs: {signs}.",
    "since": "Signs: {signs}, the first {when}.",
}

_ORAL = "Give oral baclofen only as the doctor instructed beforehand; it is not enough alone."
_DO_NOT = {
    "do-not": (
        "Do not wait for a fever to rise or for a beep: a catheter fault may raise no alarm. A normal pump check does "
        f"not rule withdrawal out. {_ORAL}"
    ),
    "do-not.too-much": (
        "Do not wait for more signs: an overdose needs a hospital at once. Light-headedness, confusion, sleepiness and "
        "trouble breathing can also come from too little: tell every sign. Give no baclofen unless a doctor says so."
    ),
    "do-not.either": (
        "Do not decide yourself which of the two it is: some signs stand on both lists. Tell every sign. A normal pump "
        "check does not rule withdrawal out. Give baclofen only as the doctor instructed beforehand."
    ),
    "do-not.two-tone": (
        "Do not wait for signs, or for the next beep: it can sound on and off for days, it is soft, and some people "
        f"never hear it. {_ORAL}"
    ),
    "do-not.beep-unsure": (
        "Do not wait until you know which tone it is: any beeping needs to be checked. It can sound on and off for "
        f"days. {_ORAL}"
    ),
    "do-not.single-beep": (
        "Do not wait for the next beep: it can sound on and off for days, and any beeping needs to be checked. "
        "Do not rely on the beep alone: some people never hear it."
    ),
    "do-not.overdue": (
        "Do not wait until the pump runs out, and do not wait for a beep: it is soft, and some people never hear it. "
        f"{_ORAL}"
    ),
    "do-not.empty": (
        "Do not wait for signs or for a beep: it is soft, and some people never hear it. No fever and no alarm prove "
        f"nothing. {_ORAL}"
    ),
    "do-not.fault": f"Do not wait for signs or for a beep: a catheter fault may raise no alarm. {_ORAL}",
    "do-not.site": "Do not rub the pump. Do not wait for a fever: call the pump clinic today.",
}

_ACTS = {
    "first.emergency": "1. Call the emergency number",
    "first.urgent": "If nobody answers or it gets worse: emergency number",
    "first.call-clinic": "If it gets worse: emergency number",
    "team.emergency": "2. Tell the pump team",
    "team.urgent": "1. Call the on-call line now; if nobody answers, go to the hospital",
    "team.call-clinic": "1. Call the pump clinic today",
    "line.signs": "{signs}. First sign {when}.",
    "line.no-signs": "Opened {when}. No sign is ticked: if in doubt, call now.",
    "line.again": "{line} Closed before, {when}.",
    "clock.signs": "since the first sign",
    "clock.opened": "since this was opened",
    "someone": "The patient",
    "take.cards": "Pump ID card and emergency card",
    "take.medicines": "All medicines, oral baclofen too",
    "take.printout": "Latest pump printout",
    "outcome.reached": "Reached",
    "outcome.no-answer": "No answer",
    "outcome.left-message": "Left message",
    "tried": "{outcome}, {time}",
    "tried.by": "{outcome}, {time} ({by})",
    "ending.handed-over": "Handed over",
    "ending.advice": "Advice received",
    "ending.advice-from": "Advice received from {who}",
    "ending.false-alarm": "False alarm",
    "waiting.urgent": "If nobody who can decide is reached by {time}, this becomes urgent.",
    "waiting.emergency": "If nobody who can decide is reached by {time}, this becomes an emergency.",
    "check-again-at": "Look for signs again at {time}.",
    "check-again-now": "Look for signs again now: they can come one after the other.",
    "tell-team": "Tell the pump team too: nobody of it was reached yet.",
    "waiting-not-begun": "Write down each call here: from the first one on, waiting makes it more urgent.",
    "waiting-over": "Somebody who can decide was reached. Watch on, and call again if it gets worse.",
    "really.signs": "Ticked: {signs}, the first {when}.",
    "really.no-signs": "No sign was ticked.",
    "really": (
        "{ticked} Even mild signs need a physician who knows these pumps, immediately. Severe withdrawal can progress "
        "to organ failure over 24 to 72 hours. "
        "Is it really a false alarm? If so, press “Close the emergency” once more."
    ),
    "really.too-much": (
        "{ticked} A likely overdose needs a hospital immediately. "
        "Is it really a false alarm? If so, press “Close the emergency” once more."
    ),
}

_STORY = {
    "cause": "{level}: {why}",
    "waited": "{level}: nobody who can decide was reached in time.",
    "call": "{who}, {number}: {outcome}",
    "checked": "Checked: {what}",
    "no-signs": "none of the signs was ticked.",
    "closed": "Closed. {ending}: {what}",
    "reopened": "The signs returned: opened again.",
    "line": "{when}: {sentence}",
    "line.by": "{when}: {sentence} ({by})",
    "pressure": "pressure {upper}/{lower} mmHg",
    "pulse": "pulse {value}/min",
}

TEXTS: dict[str, str] = {
    **{f"emergency.title.{key}": text for key, text in _TITLES.items()},
    **{f"emergency.say.{key}": text for key, text in _SAY.items()},
    **{f"emergency.{key}": text for key, text in (_DO_NOT | _ACTS).items()},
    **{f"story.{key}": text for key, text in _STORY.items()},
    "emergency.clinic-oral": "Oral baclofen: {text}",
    "history.note": "Note: {text}",
    "settled.note-kept": "a note was written down",
}

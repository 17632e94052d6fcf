"""English sentences about what cannot be kept as it was typed, and what cannot be told from it."""

_PROBLEMS = {
    "name-empty": "Please type a name.",
    "name-too-long": "Please shorten this name to {most} characters.",
    "number-has-letters": "A telephone number has only digits, spaces and a leading +. Please retype “{typed}” in digits.",
    "number-too-short": "“{typed}” is too short for a telephone number. Please check it.",
    "number-too-long": "“{typed}” is too long: a telephone number has at most {most} digits. Please check it.",
    "emergency-number-missing": "Please type the emergency number of your country, such as 112 or 911.",
    "number-missing": "Please type at least one number, for the day or for after hours.",
    "reservoir-impossible": "The reservoir size must be above 0 and at most {most:g} mL. It stands on the pump ID card.",
    "volume_ml-missing": "Please type the reservoir volume after the refill, or the low reservoir alarm date below.",
    "volume_ml-not-positive": "The volume must be more than 0 mL. Please copy it from the printout.",
    "volume_ml-impossible": "{typed:g} mL is more than any pump holds. Please check the printout.",
    "concentration_mcg_per_ml-missing": "Please type the concentration, or the low reservoir alarm date below.",
    "concentration_mcg_per_ml-not-positive": "The concentration must be more than 0 mcg/mL. Please copy it from the printout.",
    "concentration_mcg_per_ml-impossible": (
        "{typed:g} mcg/mL is not possible. Please check the printout: usual are 500, 1000 and 2000."
    ),
    "dose_mcg_per_day-missing": "Please type the daily dose, or the low reservoir alarm date below.",
    "dose_mcg_per_day-not-positive": "The daily dose must be more than 0 mcg/day. Please copy it from the printout.",
    "dose_mcg_per_day-impossible": "{typed:g} mcg/day is not possible. Please check the printout: mcg, not mg or mL.",
    "interval-impossible": "The longest interval must be between 1 and 3650 days.",
    "margin-impossible": "The margin must be 0 days or more, and shorter than the longest interval.",
    "alarm-volume-impossible": "The alarm volume must be 0 mL or more. Please copy it from the printout.",
    "alarm-volume-above-fill": "The alarm volume must be smaller than the fill volume. Please check both.",
    "fill-larger-than-reservoir": (
        "{typed:g} mL is more than the reservoir of {reservoir:g} mL holds. Please check the volume and the pump model."
    ),
    "fill-in-the-future": "The refill day lies in the future. Please type the day on which the pump was filled.",
    "replacement-impossible": "Please check the year of the replacement date.",
    "hours-upside-down": "Opening must come before closing.",
    "level-unknown": "The plan names a level that is not known. Known are clear, watch, call-clinic, urgent, emergency.",
    "fill-too-long-ago": "This refill is more than ten years old. Please check the date.",
    "alarm-date-before-fill": "The low reservoir alarm date must come after the refill day. Please check both dates.",
    "alarm-date-too-far": "The low reservoir alarm date is more than ten years away. Please check the year.",
    "concentration-unusual": (
        "Usual concentrations are 500, 1000 and 2000 mcg/mL. Please check this number against the printout."
    ),
    "dose-unusual": "Usual doses are 100 to 2000 mcg a day. Please check this number against the printout.",
    "flow-unusual": (
        "Dose and concentration give {flow:.3g} mL a day, which is unusual. Please check both against the printout."
    ),
    "printout-contradicts-itself": (
        "The numbers give {projected}, but the printed alarm date is {printed}. Please check every number and the date "
        "against the printout; if they all stand there like this, ask the clinic."
    ),
    "temperature_c-impossible": "A temperature must be between {least:g} and {most:g} °C. Please check the thermometer.",
    "systolic_mmhg-impossible": "The upper pressure must be between {least:g} and {most:g}. Please measure again.",
    "diastolic_mmhg-impossible": "The lower pressure must be between {least:g} and {most:g}. Please measure again.",
    "pulse_per_min-impossible": "A pulse must be between {least:g} and {most:g} a minute. Please count again.",
    "diastolic-above-systolic": "The lower pressure must be below the upper one. Please check both.",
    "wait-impossible": "A waiting time must be between 1 and {most} minutes.",
    "range-upside-down": "The first number must be above 0 and below the second.",
    "steps-impossible": "Please type one or more numbers of days between 0 and {most}, separated by commas.",
    "quiet-hours-half": "Quiet hours need a beginning and an end, such as 22:00 and 07:00; both empty means none.",
    "morning-impossible": "The morning time must be between 04:00 and 12:00.",
    "appointment-before-fill": "The appointment must come after the last refill, {filled_on}. Please check the date.",
    "appointment-too-far": "The appointment is more than two years away. Please check the year.",
    "not-a-number": "Please type a number, such as 20 or 0.5.",
    "number-ambiguous": "This can be read in two ways. Please type it without the comma or dot, such as 2000.",
    "not-a-whole-number": "Please type a whole number, such as 7.",
    "not-a-time": "Please type a time of day, such as 09:30.",
    "emergency-number-not-confirmed": "Please check this number, and tick the box below it.",
    "not-a-date": "Please type a whole date, in the order that the field shows.",
    "pump-missing": "Please choose the pump model, or type the reservoir size.",
    "closing-to-whom-missing": "Please write down to whom you handed over.",
    "closing-advised-by-missing": "Please write down who gave the advice.",
    "closing-advice-missing": "Please write down what was advised.",
    "closing-why-missing": "Please write down why it was a false alarm.",
    "closing-by-missing": "Please type your name.",
    "note-empty": "Please type what you want to note.",
}

_REFUSALS = {
    "no-printout": "No printout has been entered, so no refill date can be told.",
    "numbers-missing": "The printout's numbers are not all entered, so the level cannot be told.",
    "printout-contradicts-itself": (
        "The numbers and the printed alarm date contradict each other, so no level is drawn. The printed date counts. "
        "Please check the printout."
    ),
    "today-before-fill": "This computer's clock stands before the last refill, so no level can be told. Please check the clock.",
}

TEXTS: dict[str, str] = {
    **{f"problem.{key}": text for key, text in _PROBLEMS.items()},
    **{f"refusal.{key}": text for key, text in _REFUSALS.items()},
}

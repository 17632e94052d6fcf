"""The clinical content that the program starts from.

Made from assets/clinical by make_built_in.py there; not to be edited by hand.
"""

# fmt: off
# ruff: noqa: E501
from itb_companion.care.catalogue import Catalogue, Group, Level, PumpModel, Rule, Sign, named_sets, need

SIGNS = (
    Sign("itch", Group.EARLY, ("label-boxed", "medtronic-underdose", "lioresal-safety", "gablofen-patient", "ascendant")),
    Sign("tingling", Group.EARLY, ("gablofen-patient", "lioresal-safety", "medtronic-underdose", "ascendant")),
    Sign("spasticity-increase", Group.EARLY, ("label-boxed", "medtronic-underdose", "lioresal-safety", "gablofen-patient", "ascendant")),
    Sign("low-blood-pressure", Group.EARLY, ("lioresal-safety", "medtronic-card", "ascendant", "medtronic-underdose"), both_ways=True),
    Sign("lightheaded", Group.EARLY, ("lioresal-safety", "ascendant"), both_ways=True),
    Sign("sweating", Group.EARLY, ("rch",)),
    Sign("irritable", Group.EARLY, ("childrens-wisconsin", "rch", "gillette")),
    Sign("headache", Group.EARLY, ("gillette", "ocean-recovery")),
    Sign("high-fever", Group.SEVERE, ("label-boxed", "ascendant")),
    Sign("fever", Group.SEVERE, ("rch",)),
    Sign("confusion", Group.SEVERE, ("label-boxed", "ascendant"), both_ways=True),
    Sign("hallucinations", Group.SEVERE, ("label-boxed", "ascendant")),
    Sign("seizure", Group.SEVERE, ("ascendant", "medtronic-underdose"), both_ways=True),
    Sign("rigidity", Group.SEVERE, ("label-boxed", "ascendant")),
    Sign("breathing", Group.SEVERE, ("ascendant", "lioresal-safety"), both_ways=True),
    Sign("fainted", Group.SEVERE, ("childrens-wisconsin",)),
    Sign("unresponsive", Group.SEVERE, ("childrens-wisconsin", "lioresal-safety"), both_ways=True),
    Sign("anxiety", Group.NOT_SPECIFIC, ("ocean-recovery", "ascendant")),
    Sign("insomnia", Group.NOT_SPECIFIC, ("ocean-recovery", "ascendant")),
    Sign("nausea", Group.NOT_SPECIFIC, ("ocean-recovery", "ascendant")),
    Sign("vomiting", Group.NOT_SPECIFIC, ("ocean-recovery", "ascendant")),
    Sign("tremor", Group.NOT_SPECIFIC, ("ocean-recovery", "ascendant")),
    Sign("palpitations", Group.NOT_SPECIFIC, ("ocean-recovery", "ascendant")),
    Sign("fast-pulse", Group.NOT_SPECIFIC, ("ocean-recovery", "ascendant")),
    Sign("high-blood-pressure", Group.NOT_SPECIFIC, ("ocean-recovery", "ascendant")),
    Sign("poor-concentration", Group.NOT_SPECIFIC, ("ocean-recovery", "ascendant")),
    Sign("low-mood", Group.NOT_SPECIFIC, ("ocean-recovery", "ascendant")),
    Sign("floppy", Group.TOO_MUCH, ("lioresal-safety", "gablofen-patient", "medtronic-underdose", "rch")),
    Sign("drowsy", Group.TOO_MUCH, ("lioresal-safety", "gablofen-patient", "medtronic-underdose", "rch")),
    Sign("cold", Group.TOO_MUCH, ("lioresal-safety", "medtronic-underdose")),
    Sign("pump-site-red", Group.SITE, ("gillette",)),
)
CONTEXT = ("refill-overdue", "alarm-date-near", "alarm-date-passed", "may-be-empty", "recent-refill", "recent-dose-change", "recent-surgery", "recent-mri", "recent-fall", "missed-oral-dose", "t6-or-above", "cannot-communicate", "earlier-withdrawal", "known-fault", "mimic-found")
_SETS = named_sets(SIGNS)
RULES = (
    Rule("severe-sign", Level.EMERGENCY, ("label-boxed", "childrens-wisconsin"), (
        need(_SETS, 1, "danger"),
    )),
    Rule("fever-with-early-sign", Level.EMERGENCY, ("rch", "label-boxed"), (
        need(_SETS, 1, "early"),
        need(_SETS, 1, "fever"),
    )),
    Rule("floppy-with-drowsy-or-breathing", Level.EMERGENCY, ("gablofen-patient", "lioresal-safety"), (
        need(_SETS, 1, "floppy"),
        need(_SETS, 1, "drowsy", "breathing"),
    )),
    Rule("early-sign-while-no-drug", Level.EMERGENCY, ("gablofen-patient", "medtronic-pump"), (
        need(_SETS, 1, "early"),
        need(_SETS, 1, "two-tone-alarm", "may-be-empty", "known-fault"),
    )),
    Rule("two-early-signs", Level.URGENT, ("medtronic-underdose", "medtronic-card"), (
        need(_SETS, 2, "early"),
    )),
    Rule("early-sign-with-concern", Level.URGENT, ("medtronic-underdose", "label-boxed"), (
        need(_SETS, 1, "early"),
        need(_SETS, 1, "pump-alarm", "refill-overdue", "alarm-date-near", "alarm-date-passed", "may-be-empty", "recent-refill", "recent-dose-change", "recent-surgery", "recent-mri", "recent-fall", "t6-or-above", "cannot-communicate", "earlier-withdrawal", "known-fault"),
    )),
    Rule("two-tone-alarm", Level.URGENT, ("medtronic-pump",), (
        need(_SETS, 1, "two-tone-alarm"),
    )),
    Rule("sign-of-too-much", Level.URGENT, ("lioresal-safety", "medtronic-underdose", "rch"), (
        need(_SETS, 1, "too-much"),
    )),
    Rule("known-fault", Level.URGENT, ("gablofen-patient",), (
        need(_SETS, 1, "known-fault"),
    )),
    Rule("fever", Level.URGENT, ("rch",), (
        need(_SETS, 1, "fever"),
    )),
    Rule("alarm-date-passed", Level.URGENT, ("gablofen-patient",), (
        need(_SETS, 1, "alarm-date-passed"),
    )),
    Rule("one-early-sign", Level.CALL_CLINIC, ("medtronic-underdose", "medtronic-card"), (
        need(_SETS, 1, "early"),
    )),
    Rule("single-beep", Level.CALL_CLINIC, ("medtronic-pump", "childrens-wisconsin"), (
        need(_SETS, 1, "single-beep"),
    )),
    Rule("refill-missed", Level.CALL_CLINIC, ("childrens-wisconsin",), (
        need(_SETS, 1, "refill-overdue"),
    )),
    Rule("pump-site", Level.CALL_CLINIC, ("gillette",), (
        need(_SETS, 1, "pump-site-red"),
    )),
    Rule("not-specific-signs", Level.WATCH, ("ocean-recovery", "ascendant"), (
        need(_SETS, 1, "not-specific"),
    )),
)
PUMP_MODELS = (
    PumpModel("synchromed-ii-20", "SynchroMed II 8637-20", "Medtronic", 20, ("medtronic-pump",)),
    PumpModel("synchromed-ii-40", "SynchroMed II 8637-40", "Medtronic", 40, ("medtronic-pump",)),
    PumpModel("synchromed-iii-20", "SynchroMed III, 20 mL", "Medtronic", 20, ()),
    PumpModel("synchromed-iii-40", "SynchroMed III, 40 mL", "Medtronic", 40, ()),
    PumpModel("prometra-ii-20", "Prometra II, 20 mL", "", 20, ()),
    PumpModel("prometra-ii-40", "Prometra II, 40 mL", "", 40, ()),
)
SOURCES = {
    "label-boxed": "FDA boxed warning, baclofen injection for intrathecal use (Lioresal Intrathecal, Gablofen and generics)",
    "lioresal-safety": "Lioresal Intrathecal patient safety page",
    "gablofen-patient": "Gablofen patient counselling information",
    "medtronic-underdose": "Medtronic patient page \"Signs of underdose and overdose\"",
    "medtronic-card": "Medtronic ITB emergency card and emergency procedures",
    "medtronic-pump": "Medtronic patient page \"Pump management\"",
    "medtronic-duties": "Medtronic patient page \"Your responsibilities\"",
    "medtronic-replace": "Medtronic patient page \"Getting a replacement\"",
    "medtronic-precautions": "Medtronic \"Activity precautions\", \"Cautions on medical procedures\", \"Before traveling\", MRI guidance",
    "gillette": "Gillette Children's patient education: discharge, refills, follow-up, complications",
    "childrens-wisconsin": "Children's Wisconsin teaching sheet 1227",
    "rch": "Royal Children's Hospital Melbourne, Intrathecal baclofen fact sheet 4, Complications",
    "mary-free-bed": "Mary Free Bed emergency procedures",
    "saulino-2016": "Saulino et al., Best Practices for ITB Therapy: Troubleshooting, Neuromodulation 2016;19:632",
    "accuracy-2023": "Flow accuracy in 1,402 refills, Neuromodulation 2023;26:1240",
    "stability-2023": "In-vivo stability of intrathecal baclofen, Neuromodulation 2023",
    "stetkarova-2015": "Stetkarova et al., Pain Physician 2015;18:E633 (39 patients, 54 pumps)",
    "ocean-recovery": "\"Baclofen Withdrawal Symptoms: The Signs and Warnings\", reviewed 22 Apr 2024",
    "ascendant": "\"Baclofen Withdrawal: What You Should Know...\", 9 Feb 2026",
    "phonenumbers-short": "Short-number metadata of the Python package phonenumbers",
}
BUILT_IN = Catalogue(SIGNS, CONTEXT, RULES, PUMP_MODELS, SOURCES)
DIGESTS = {
    "sources.toml": "dcf011235010ecf7f2c829ede870bab8294ab1dd032fa697e006bf9e4347040e",
    "signs.toml": "27fb3877e43b68e63286467ac344492f4a76fa51a84af23cee30724b101f3519",
    "rules.toml": "8b5a5fc084fc9a1e12d0023fc3811e0c6bd876b9d1f1c13e71edf24355b5b99d",
    "pumps.toml": "d622911806d2db1657f9b2a32b78c2d4a8f8759904098cbe10bddac76050fa33",
}
"""SHA-256 of each file that this was made from, with bare line feeds."""

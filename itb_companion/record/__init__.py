"""What is kept: the only place that speaks SQL, through peewee."""

from itb_companion.record.quick_peewee import load_peewee

load_peewee()

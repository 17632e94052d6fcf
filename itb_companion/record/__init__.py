"""What is kept: the only place that speaks SQL, through peewee."""

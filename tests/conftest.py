"""Settings of the property tests: the same examples in every run, no time limit on a busy machine, nothing on disk."""

from hypothesis import settings

settings.register_profile("itb-companion", deadline=None, max_examples=60, derandomize=True, database=None)
settings.load_profile("itb-companion")

"""The domain: pure Python, no Qt, no database, no files, no clock; `now` is an argument."""

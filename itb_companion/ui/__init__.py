"""The windows and pages that a caregiver sees."""

"""Tests of what this computer can do for a reminder."""

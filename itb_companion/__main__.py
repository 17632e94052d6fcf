"""Starts the process: `python -m itb_companion`."""

import sys

from itb_companion.cli import main

if __name__ == "__main__":
    sys.exit(main())

"""`python -m tests.fuzz`: see texts.py."""

import sys

from tests.fuzz.texts import main

sys.exit(main())

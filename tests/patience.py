"""How long a test waits for what must come: only a failing one takes it all, and a busy machine fails none.

Who expects failures, as the mutations do, sets TEST_PATIENCE to fewer seconds.
"""

import os

VARIABLE = "TEST_PATIENCE"
SECONDS = int(os.environ.get(VARIABLE, "300"))

"""Every bench, one after another; each prints a table for docs/reference/figures.md."""

import subprocess
import sys

BENCHES = (
    "import_rows",
    "score_comments",
    "near_duplicates",
    "queue_page",
    "appeals_page",
    "capture",
    "verify_log",
    "make_pack",
    "carry_out",
    "polling",
    "personal_data",
    "webhooks",
)
for name in BENCHES:
    subprocess.run([sys.executable, "-m", f"bench.{name}", *sys.argv[1:]], check=True)

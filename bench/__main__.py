"""Every bench, one after another: `make bench`."""

import subprocess
import sys

for name in ("import_rows", "score_comments", "queue_page", "carry_out"):
    subprocess.run([sys.executable, "-m", f"bench.{name}", *sys.argv[1:]], check=True)

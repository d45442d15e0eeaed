"""`python -m tui` is the same as `branchline`."""

from tui.cli import main

raise SystemExit(main())

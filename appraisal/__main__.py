import sys

from appraisal.cli import main

sys.exit(main())

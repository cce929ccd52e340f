#!/usr/bin/env python
"""Django's entry point."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samhandling.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - after the settings are named
    from django.db.utils import OperationalError  # noqa: PLC0415

    try:
        execute_from_command_line(sys.argv)
    except OperationalError as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(f"Får ikke kontakt med databasen (DATABASE_URL): {str(error).splitlines()[0]}")


if __name__ == "__main__":
    main()

"""Asks the site beside it how it is; Docker runs this in the web container. Exit status 0 when pages work."""

from __future__ import annotations

import os
import sys
import urllib.error
import urllib.request


def main() -> int:
    # Django answers only under a name it knows; a leading dot means any subdomain.
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    address = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/helse/"
    request = urllib.request.Request(address, headers={"Host": host if host != "*" else "localhost"})
    try:
        with urllib.request.urlopen(request, timeout=8) as answer:
            return 0 if answer.status == 200 else 1
    except (urllib.error.URLError, TimeoutError):
        return 1


if __name__ == "__main__":
    sys.exit(main())

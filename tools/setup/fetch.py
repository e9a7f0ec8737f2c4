"""fetch.py URL PART: download URL into the file PART, going on where an earlier download stopped.

The HTTP library is the one inside pip, because it knows proxies, .netrc and CA bundles and is there wherever pip is.
The caller checks the sha256: what lies in PART after exit 0 is complete, not yet trusted.
"""

import os
import sys
import time

from pip._vendor import requests

TRIES = 6
PAUSE = float(os.environ.get("RAREDX_FETCH_PAUSE", "1"))


def certificates():
    for name in ("PIP_CERT", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"):
        path = os.environ.get(name)
        if path and os.path.isfile(path):
            return path
    return True


def fetch(url, part):
    have = os.path.getsize(part) if os.path.exists(part) else 0
    headers = {"Accept-Encoding": "identity"}
    if have:
        headers["Range"] = f"bytes={have}-"
    with requests.get(url, headers=headers, stream=True, timeout=60, verify=certificates()) as answer:
        if answer.status_code == 416:
            return
        answer.raise_for_status()
        resumed = answer.headers.get("Content-Range", "").startswith(f"bytes {have}-")
        if answer.status_code == 206 and have and not resumed:
            raise requests.ConnectionError("the server sent another range than the one asked for")
        with open(part, "ab" if answer.status_code == 206 else "wb") as file:
            expected = int(answer.headers.get("Content-Length", 0)) + file.tell()
            for block in answer.iter_content(1 << 20):
                file.write(block)
            if file.tell() < expected:
                raise requests.ConnectionError("the connection ended early")


def main(url, part):
    failures = 0
    while True:
        before = os.path.getsize(part) if os.path.exists(part) else 0
        try:
            return fetch(url, part)
        except requests.HTTPError:
            raise
        except requests.RequestException:
            moved = os.path.exists(part) and os.path.getsize(part) > before
            failures = 1 if moved else failures + 1
            if failures == TRIES:
                raise
            time.sleep(min(2 ** (failures - 1), 10) * PAUSE)


if __name__ == "__main__":
    try:
        main(sys.argv[1], sys.argv[2])
    except (OSError, requests.RequestException) as error:
        sys.exit(f"{type(error).__name__}: {error}")

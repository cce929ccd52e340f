"""`make screenshots`: every page as every demo persona, and every demo document, as images under `var/screens`.

No list of pages is kept: from each persona's front page the links are followed, one example of each URL name.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Error, Page, sync_playwright

from samhandling.ops.chromium import ARGUMENTS, find_chromium
from samhandling.ops.processes import ServiceError, answers, free_port, stop, wait_until
from samhandling.ops.serve import ROOT, VAR, environment, start_web, start_worker

SCREENS = VAR / "screens"
WIDTHS = (1280, 360)
DOCUMENTS_WITHIN = 600  # seconds
NOT_PAGES = {"account_logout", "set_language"}


def main(words: list[str]) -> int:
    """Words name personas; none means all."""
    shutil.rmtree(SCREENS, ignore_errors=True)
    SCREENS.mkdir(parents=True)
    with demo_site() as site:
        import django  # noqa: PLC0415 - the settings are known only now

        django.setup()
        problems: list[str] = []
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
            for name, cookie in personas(words):
                context = browser.new_context(base_url=site, locale="nb-NO", timezone_id="Europe/Oslo")
                if cookie:
                    context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
                problems += visit(context, name)
                context.close()
            browser.close()
        count = save_documents()
    print(f"{len(list(SCREENS.rglob('*.png')))} images in {SCREENS}, {count} documents")
    print("\n".join(problems))
    return 1 if problems else 0


@contextlib.contextmanager
def demo_site() -> Iterator[str]:
    """The demo in a database of its own, with web and worker, on a free port."""
    port = free_port()
    env = environment(port, os.environ["DATABASE_URL"])
    redis = f"{os.environ['TEST_REDIS_URL']}/{os.environ['TEST_REDIS_BASE']}"
    env |= {"CELERY_BROKER_URL": redis, "CACHE_URL": redis, "MEDIA_ROOT": os.environ["TEST_FILES"], "DEBUG": "0"}
    env |= {"DJANGO_SETTINGS_MODULE": "samhandling.settings", "DJANGO_ALLOW_ASYNC_UNSAFE": "1"}
    os.environ.update(env)
    make_database(env["DATABASE_URL"])
    subprocess.run([sys.executable, "-m", "samhandling.ops.prepare"], cwd=ROOT, env=env, check=True)
    worker, web = start_worker(env), start_web(env, port)
    try:
        if not wait_until(lambda: answers(port), seconds=60):
            raise ServiceError("Nettsiden startet ikke.")
        yield f"http://localhost:{port}"
    finally:
        stop(web)
        stop(worker, seconds=8)


def make_database(url: str) -> None:
    import psycopg2  # noqa: PLC0415

    server, name = url.rsplit("/", 1)
    connection = psycopg2.connect(f"{server}/postgres")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()


def personas(words: list[str]) -> list[tuple[str, str]]:
    """Name and session key of everybody who may sign in, and of nobody."""
    from django.contrib.auth import get_user_model  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    found = [("anonymous", "")]
    for user in get_user_model().objects.filter(is_demo_persona=True, is_active=True).order_by("pk"):
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        found.append((user.email.split("@")[0], client.cookies["sessionid"].value))
    return [persona for persona in found if not words or any(word in persona[0] for word in words)]


def visit(context: BrowserContext, persona: str) -> list[str]:
    """Follows links from the front page; says what looked wrong."""
    folder = SCREENS / persona
    folder.mkdir()
    page = context.new_page()
    page.set_default_timeout(15_000)
    waiting, seen, problems = deque(["/"]), {url_name("/")}, []
    while waiting:
        path = waiting.popleft()
        try:
            answer = page.goto(path, wait_until="load")
        except Error:
            continue  # a download, not a page
        if answer is None or not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        name = (url_name(path) or "page").replace(":", "-")
        if answer.status >= 400:
            problems.append(f"{persona}: {path} answered {answer.status}")
        problems += [f"{persona}: {path}: {problem}" for problem in photograph(page, folder / name)]
        for link in links(page):
            target = url_name(link)
            if target and target not in seen and target not in NOT_PAGES:
                seen.add(target)
                waiting.append(link)
    return problems


def photograph(page: Page, path: Path) -> list[str]:
    problems = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=f"{path}-{width}.png", full_page=True)
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wider > 0:
            problems.append(f"{wider} px wider than the screen at {width} px")
    return problems


def links(page: Page) -> list[str]:
    """Paths on this site that the page links to, in the page's order."""
    found = page.evaluate("Array.from(document.querySelectorAll('a[href]:not([download])'), a => a.href)")
    here = urlsplit(page.url).netloc
    return [urlsplit(link).path for link in found if urlsplit(link).netloc == here]


def url_name(path: str) -> str:
    """`meetings:agenda`, or empty for an address that is not the site's."""
    from django.urls import Resolver404, resolve  # noqa: PLC0415

    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def save_documents() -> int:
    """Every page of every finished demo document, after waiting for those under way."""
    from django.apps import apps  # noqa: PLC0415

    documents = apps.get_model("documents", "Document").objects
    wait_until(lambda: not documents.filter(state__in=["queued", "rendering"]).exists(), seconds=DOCUMENTS_WITHIN)
    folder = SCREENS / "documents"
    folder.mkdir()
    ready = documents.filter(state="ready")
    for document in ready:
        stem = folder / f"{document.pk}-{Path(document.file_name or document.kind).stem}"
        with document.file.open("rb") as source:
            Path(f"{stem}.pdf").write_bytes(source.read())
        subprocess.run(["pdftoppm", "-png", "-r", "70", f"{stem}.pdf", str(stem)], check=True)
    return int(ready.count())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The page of a fleet in a real browser, used with the keyboard alone."""

import json
import os
import subprocess

import pipelines
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from test_report import CONTRAST, focused, open_page, press, requests, tab_to

CLIENT = pipelines.CLIENT


def use(job, number, verdict="works"):
    return {
        "job": job,
        "secret": {"vault": f"kv-{number % 50}", "name": f"secret-{number % 7}"},
        "client_id": CLIENT,
        "audiences": ["api://AzureADTokenExchange"],
        "credentials": ["main"] if verdict == "works" else [],
        "verdict": verdict,
        **({"code": "AADSTS700213", "reason": "the subject differs"} if verdict == "fails" else {}),
        "scenarios": ["default-branch", "schedule"] if verdict == "works" else ["merge-request"],
    }


def fleet(count, name=lambda number: f"group-{number % 40}/app-{number}"):
    projects = []
    for number in range(count):
        fails = number % 10 == 0
        uses = [use("deploy", number), use("migrate", number + 1)]
        if fails:
            uses.append(use("deploy", number, "fails"))
        projects.append(
            {
                "path": name(number),
                "works": 4,
                "fails": int(fails),
                "unknown": 0,
                "errors": 0,
                "uses": uses,
            }
        )
    credentials = [
        {
            "client_id": CLIENT,
            "name": credential,
            "issuer": "https://gitlab.com",
            "subject": f"project_path:group/{credential}:ref_type:branch:ref:main",
            "audiences": ["api://AzureADTokenExchange"],
        }
        for credential in ["main", "old"]
    ]
    return {"schema": 1, "projects": projects, "credentials": credentials}


@pytest.fixture
def page(tmp_path):
    """Writes the page of a fleet and returns its file."""

    def write(report, base=None):
        source = tmp_path / "fleet.json"
        source.write_text(json.dumps(report), encoding="utf-8")
        target = tmp_path / "fleet.html"
        command = [os.environ["AKVLINT"], "fleet", source, "--format", "html", "-o", target]
        if base:
            old = tmp_path / "old.json"
            old.write_text(json.dumps(base), encoding="utf-8")
            command += ["--base", old]
        # 3: a project could not be read as a whole.
        assert subprocess.run(command).returncode in (0, 3)
        return target

    return write


def rows(browser):
    return browser.find_elements(By.CSS_SELECTOR, ".rows tbody tr")


def heading(browser):
    return browser.find_element(By.ID, "view-title").text


def leads(browser, action):
    """Does what leads to another view, and waits until that is shown.

    The page's own listener comes first, so its work is done when the later one is called.
    """
    browser.execute_script(
        "window.shown = new Promise((done) => addEventListener('hashchange', done, { once: true }))"
    )
    action()
    browser.execute_async_script("window.shown.then(() => arguments[0]())")


def go(browser, place):
    leads(browser, lambda: browser.execute_script(f"location.hash = '#{place}'"))


def test_five_thousand_projects_open_in_a_second(browser, page):
    open_page(browser, page(fleet(5000)))
    script = "return performance.getEntriesByName('akvlint-interactive')[0].startTime"
    milliseconds = browser.execute_script(script)
    print(f"5,000 projects: {milliseconds:.0f} ms")
    assert milliseconds < 1000
    assert len(rows(browser)) < 500
    assert browser.find_element(By.TAG_NAME, "output").text == "5,000 rows"
    assert requests(browser) == []


def test_rows_appear_when_they_come_into_view(browser, page):
    open_page(browser, page(fleet(1000)))
    before = len(rows(browser))
    browser.execute_script("const box = document.querySelector('.tall'); box.scrollTop = 1e6;")
    for _ in range(50):
        if len(rows(browser)) > before:
            break
        browser.execute_async_script("requestAnimationFrame(() => arguments[0]());")
    assert before < len(rows(browser))


def test_search_and_filters_with_the_keyboard(browser, page):
    open_page(browser, page(fleet(100)))
    tab_to(browser, "input[type=search]")
    press(browser, "group-3/ app-3")
    assert [row.find_element(By.TAG_NAME, "a").text for row in rows(browser)] == ["group-3/app-3"]
    press(browser, *[Keys.BACKSPACE] * 20)
    tab_to(browser, "select")
    press(browser, "fails")
    assert len(rows(browser)) == 10
    assert browser.find_element(By.TAG_NAME, "output").text == "10 of 100 rows"


def test_a_project_is_opened_and_has_an_address(browser, page):
    file = page(fleet(100))
    open_page(browser, file)
    tab_to(browser, ".rows tbody a")
    leads(browser, lambda: press(browser, Keys.ARROW_DOWN, Keys.ENTER))
    assert heading(browser) == "group-0/app-40"
    assert browser.current_url.endswith("#project/group-0/app-40")
    assert focused(browser).get_attribute("id") == "view-title"
    assert "AADSTS700213" in browser.find_element(By.ID, "view-body").text
    leads(browser, browser.back)
    assert heading(browser) == "Projects"
    browser.get(file.as_uri() + "#secret/kv-3/secret-3")
    browser.refresh()
    assert heading(browser) == "kv-3/secret-3"


@pytest.mark.parametrize(
    ("view", "first"),
    [
        ("secrets", "secret-"),
        ("credentials", "main"),
        ("applications", CLIENT),
        ("vaults", "kv-"),
    ],
)
def test_views(browser, page, view, first):
    open_page(browser, page(fleet(200)))
    leads(browser, browser.find_element(By.CSS_SELECTOR, f"nav a[href='#{view}']").click)
    current = browser.find_element(By.CSS_SELECTOR, "nav a[aria-current=page]")
    assert current.get_attribute("href").endswith(f"#{view}")
    assert rows(browser)[0].find_element(By.TAG_NAME, "a").text.startswith(first)
    link = rows(browser)[0].find_element(By.TAG_NAME, "a")
    leads(browser, lambda: link.send_keys(Keys.ENTER))
    assert len(rows(browser)) > 0


PLACES = [
    "projects", "secrets", "credentials", "applications", "vaults", "changes",
    "project/group-0/app-0", "secret/kv-3/secret-3", f"credential/{CLIENT}/main",
    f"application/{CLIENT}", "vault/kv-3",
]


@pytest.fixture
def full(page):
    """A page with all that one can show: changes, problems, and includes that were not read."""
    report = fleet(60)
    report["projects"][0]["problems"] = ["GET https://gitlab.example.com/" + "long-path/" * 30]
    report["projects"][1]["omitted"] = [{"include": "project a/b, file /c.yml", "reason": "gone"}]
    return page(report, base=fleet(50))


def each_place(browser):
    for place in PLACES:
        go(browser, place)
        assert browser.execute_script("return location.hash") == f"#{place}"
        yield place


def test_texts_can_be_read_on_their_ground(browser, full):
    for scheme in ["light", "dark"]:
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        open_page(browser, full)
        for place in each_place(browser):
            assert browser.execute_script(CONTRAST) == [], (scheme, place)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_nothing_hides_behind_the_edge(browser, full):
    for width in [2200, 1280, 480, 320]:
        metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        open_page(browser, full)
        for place in each_place(browser):
            needed = browser.execute_script("return document.documentElement.scrollWidth")
            assert needed <= width, (width, place)
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_includes_that_were_not_read_are_shown(browser, full):
    open_page(browser, full)
    body = browser.find_element(By.ID, "view-body")
    assert "project a/b, file /c.yml: gone" in body.text
    go(browser, "project/group-1/app-1")
    assert "project a/b, file /c.yml: gone" in body.text


def test_sorts_by_a_column(browser, page):
    open_page(browser, page(fleet(100)))
    tab_to(browser, ".rows thead button")
    press(browser, Keys.ENTER)
    head = browser.find_element(By.CSS_SELECTOR, ".rows thead th")
    assert head.get_attribute("aria-sort") == "ascending"
    assert rows(browser)[0].find_element(By.TAG_NAME, "a").text == "group-0/app-0"
    press(browser, Keys.ENTER)
    assert head.get_attribute("aria-sort") == "descending"


def test_nothing_hostile_becomes_markup(browser, page):
    report = fleet(
        len(pipelines.ATTACKS), name=lambda number: f"{number}/{pipelines.ATTACKS[number]}"
    )
    for number, project in enumerate(report["projects"]):
        attack = pipelines.ATTACKS[number]
        project["problems"] = [attack]
        for each in project["uses"]:
            each["job"] = each["reason"] = attack
            each["secret"] = {"vault": attack, "name": attack}
            each["credentials"] = [attack]
    report["credentials"][0]["name"] = pipelines.ATTACKS[0]
    open_page(browser, page(report))
    for anchor in ["projects", "secrets", "credentials", "applications", "vaults"]:
        go(browser, anchor)
        for number in range(min(len(browser.find_elements(By.CSS_SELECTOR, ".rows tbody a")), 3)):
            link = browser.find_elements(By.CSS_SELECTOR, ".rows tbody a")[number]
            leads(browser, lambda: link.send_keys(Keys.ENTER))
            leads(browser, browser.back)
    assert browser.execute_script("return window.hacked") is None
    assert requests(browser) == []
    assert browser.get_log("browser") == []

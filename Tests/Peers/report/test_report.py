"""The trust report in a real browser, used with the keyboard alone."""

import json
import re
import subprocess
from xml.etree import ElementTree

import pipelines
import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys


def open_page(browser, page):
    for kind in ["browser", "performance"]:
        browser.get_log(kind)
    browser.get(page.as_uri())


def requests(browser):
    """The addresses of everything that the page asked for, but for itself."""
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    sent = [
        message["params"]["request"]["url"]
        for message in messages
        if message["method"] == "Network.requestWillBeSent"
    ]
    return [url for url in sent if url != browser.current_url.split("#")[0]]


def press(browser, *keys):
    ActionChains(browser).send_keys(*keys).perform()


def focused(browser):
    return browser.switch_to.active_element


def tab_to(browser, wanted, limit=60):
    """Presses the tab key until something has the focus, as users without a mouse do."""
    for _ in range(limit):
        if browser.execute_script(f"return document.activeElement.matches({wanted!r})"):
            return
        press(browser, Keys.TAB)
    raise AssertionError(f"the tab key never comes to {wanted}")


def shown_rows(browser):
    return [
        row.find_element(By.TAG_NAME, "th").text
        for row in browser.find_elements(By.CSS_SELECTOR, "#matrix tbody tr")
        if row.is_displayed()
    ]


def test_filters_with_the_keyboard(browser, sample):
    open_page(browser, sample)
    assert len(shown_rows(browser)) == 7
    tab_to(browser, "#by-job")
    press(browser, "re")
    assert shown_rows(browser) == ["release", "review", "report"]
    assert browser.find_element(By.ID, "shown").text == "3 of 7 jobs"
    press(browser, Keys.BACKSPACE, Keys.BACKSPACE)
    tab_to(browser, "#by-code")
    press(browser, "AADSTS700212")
    assert shown_rows(browser) == ["audit"]


def test_filters_by_vault(browser, sample):
    open_page(browser, sample)
    vaults = browser.find_elements(By.CSS_SELECTOR, "#by-vault option")
    assert [vault.text for vault in vaults] == ["every vault", "example-vault.vault.azure.net"]
    tab_to(browser, "#by-vault")
    press(browser, "example")
    # One job signs in by itself and has no vault that is known.
    assert "inventory" not in shown_rows(browser)


def test_opens_a_cell_and_shows_the_whole_chain(browser, sample):
    open_page(browser, sample)
    tab_to(browser, "#matrix button")
    press(browser, Keys.ARROW_RIGHT)
    assert focused(browser).get_attribute("aria-label") == "fails, AADSTS700213"
    press(browser, Keys.ENTER)
    dialog = browser.find_element(By.ID, "chain")
    assert dialog.is_displayed()
    for text in [
        "deploy @ other-branch",
        "fails AADSTS700213",
        "AZURE_KEY_VAULT_SERVER_URL",
        "names it",
        "project_path:example/shop:ref_type:branch:ref:feature/example",
        "Federated credentials of 11111111-2222-3333-4444-555555555555",
        "✗ differs",
        "az ad app federated-credential create --id 11111111-2222-3333-4444-555555555555",
    ]:
        assert text in dialog.text
    press(browser, Keys.ESCAPE)
    assert not dialog.is_displayed()
    assert focused(browser).get_attribute("aria-label") == "fails, AADSTS700213"


def test_copies_the_command(browser, sample):
    browser.execute_cdp_cmd(
        "Browser.grantPermissions",
        {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]},
    )
    open_page(browser, sample)
    tab_to(browser, ".reasons button.copy")
    press(browser, Keys.ENTER)
    status = browser.find_element(By.ID, "status")
    ActionChains(browser).pause(0.1).perform()
    assert status.get_attribute("textContent") == "Copied"
    text = browser.execute_script("return navigator.clipboard.readText()")
    assert text.startswith("az ad app federated-credential create --id 11111111")


def test_the_graph_lights_the_ways_of_a_box(browser, sample):
    open_page(browser, sample)
    tab_to(browser, "[data-node]")
    lit = "return [...document.querySelectorAll('.node.on .name')].map((name) => name.textContent)"
    assert "deploy" in browser.execute_script(lit)
    assert "AZURE_JWT" in browser.execute_script(lit)
    press(browser, Keys.ARROW_RIGHT)
    assert focused(browser).get_attribute("aria-label").startswith("ID token: AZURE_JWT")


def test_nothing_hides_behind_the_edge_of_a_narrow_window(browser, sample):
    for width in [1280, 480, 320]:
        browser.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False},
        )
        open_page(browser, sample)
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_a_printed_page_shows_the_whole_table(browser, sample):
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        # A4 less its margins, at 96 dots an inch.
        {"width": 688, "height": 1000, "deviceScaleFactor": 1, "mobile": False},
    )
    open_page(browser, sample)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 688
    assert not browser.find_element(By.ID, "filter").is_displayed()
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_texts_can_be_read_on_their_ground(browser, sample):
    """A contrast of 4.5 to 1 for all text of the page, light and dark (WCAG 2.2, 1.4.3)."""
    for scheme in ["light", "dark"]:
        browser.execute_cdp_cmd(
            "Emulation.setEmulatedMedia",
            {"features": [{"name": "prefers-color-scheme", "value": scheme}]},
        )
        open_page(browser, sample)
        assert browser.execute_script(CONTRAST) == []
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


CONTRAST = """
const parse = (color) => color.match(/[\\d.]+/g).map(Number);
const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
  .map((c) => c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
  .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
function ground(element) {
  for (let e = element; e; e = e.parentElement) {
    const color = parse(getComputedStyle(e).backgroundColor);
    if (color.length < 4 || color[3] > 0) return color;
  }
}
const poor = [];
for (const element of document.querySelectorAll("body *:not(script):not(option)")) {
  const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
  if (!own || element.closest("svg") || !element.checkVisibility()) continue;
  const pair = [parse(getComputedStyle(element).color), ground(element)].map(light)
    .sort((a, b) => b - a);
  const ratio = (pair[0] + .05) / (pair[1] + .05);
  if (ratio < 4.5) poor.push(element.localName + " " + element.textContent.trim() + " " + ratio);
}
return poor;
"""


def test_hostile_names_and_values_stay_text(browser, report):
    page = report(pipelines.hostile(), pipelines.hostile_configuration())
    open_page(browser, page)
    buttons = browser.find_elements(By.CSS_SELECTOR, "#matrix button")
    assert len(buttons) >= len(pipelines.ATTACKS)
    # Each chain is opened: what the script shows is tried, too.
    for button in buttons[:40]:
        browser.execute_script("arguments[0].click()", button)
        press(browser, Keys.ESCAPE)
    for node in browser.find_elements(By.CSS_SELECTOR, "[data-node]"):
        browser.execute_script("arguments[0].focus()", node)
    assert browser.execute_script("return window.hacked") is None
    assert browser.execute_script("return document.scripts.length") == 2
    assert browser.execute_script("return document.querySelectorAll('img,iframe,base').length") == 0
    assert requests(browser) == []
    assert browser.get_log("browser") == []


def test_what_gets_past_the_escaping_would_still_not_run(browser, sample):
    """The policy is tested with a page that contains an injected script and picture."""
    text = sample.read_text(encoding="utf-8")
    attack = "<script>window.hacked=1</script><img src=https://evil.example/x onerror=hacked=2>"
    sample.write_text(text.replace("<main>", "<main>" + attack, 1), encoding="utf-8")
    open_page(browser, sample)
    assert browser.execute_script("return window.hacked") is None
    refused = [entry for entry in browser.get_log("browser") if "Content Security" in entry["message"]]
    assert len(refused) >= 2


def test_a_page_of_five_hundred_jobs(browser, report):
    page = report(pipelines.large(500), pipelines.CONFIGURATION)
    size = page.stat().st_size
    assert size < 2_000_000
    times = []
    # The best of several: what else the machine does is not the page's.
    while len(times) < 20 and (len(times) < 5 or min(times) >= 300):
        open_page(browser, page)
        times.append(
            browser.execute_script(
                "return performance.getEntriesByName('akvlint-interactive')[0].startTime"
            )
        )
    print(f"500 jobs: {size:,} bytes, interactive after {min(times):.0f} ms")
    assert min(times) < 300
    # All rows are there in the end, and the filter finds the last.
    tab_to(browser, "#by-job")
    press(browser, "job-499")
    assert shown_rows(browser) == ["service-19:job-499"]
    press(browser, Keys.TAB, Keys.TAB)
    tab_to(browser, "#matrix button")
    press(browser, Keys.ENTER)
    assert "password-499" in browser.find_element(By.ID, "chain").text
    assert requests(browser) == []


def test_without_scripts_the_whole_table_is_there(browser, report):
    page = report(pipelines.large(100), pipelines.CONFIGURATION)
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        open_page(browser, page)
        root = browser.execute_cdp_cmd("DOM.getDocument", {})["root"]["nodeId"]
        rows = browser.execute_cdp_cmd(
            "DOM.querySelectorAll", {"nodeId": root, "selector": ".matrix tbody tr"}
        )
        assert len(rows["nodeIds"]) == 100
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


SAMPLES = {
    "large": (pipelines.large(60), pipelines.CONFIGURATION),
    "hostile": (pipelines.hostile(), pipelines.hostile_configuration()),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_graphviz_takes_the_graph(akvlint, name):
    graph = akvlint(["graph", "--format", "dot"], *SAMPLES[name])
    drawn = subprocess.run(["dot", "-Tplain"], input=graph, capture_output=True)
    assert drawn.returncode == 0 and drawn.stderr == b""
    written = re.findall(rb"^ *(n\d+) \[label", graph, re.MULTILINE)
    assert re.findall(rb"^node (n\d+) ", drawn.stdout, re.MULTILINE) == written


@pytest.mark.parametrize("name", SAMPLES)
def test_the_picture_is_well_formed(akvlint, name):
    root = ElementTree.fromstring(akvlint(["graph", "--format", "svg"], *SAMPLES[name]))
    names = {element.tag.split("}")[1] for element in root.iter()}
    assert names <= {"svg", "style", "rect", "text", "g", "path", "circle", "title"}

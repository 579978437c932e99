"use strict";
(() => {
  // All texts come from pipelines: they are inserted as text, never as markup.
  const [data, texts] = JSON.parse(document.getElementById("data").textContent);
  const text = (number) => number < 0 ? null : texts[number];
  const collator = new Intl.Collator("en", { numeric: true });
  const byName = (left, right) => collator.compare(left, right);
  const format = new Intl.NumberFormat("en");

  function make(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const key in attributes) element.setAttribute(key, attributes[key]);
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  }

  // Characters that steer a terminal or turn the direction of text are shown, as elsewhere.
  function shown(value) {
    return String(value).replace(
      /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
      (character) => "\\u{" + character.charCodeAt(0).toString(16).toUpperCase() + "}"
    );
  }

  const verdicts = ["works", "unknown", "fails"];
  const letters = ["W", "?", "F"];
  const statuses = ["works", "unknown", "fails", "incomplete", "without Azure"];

  // The model: uses are read once, and grouped when a view asks for them -------------------------

  const projects = data.projects.map(
    ([path, status, fails, unknown, works, errors, problems, omitted, uses], index) =>
      ({ index, path, status, fails, unknown, works, errors, problems, omitted, uses }));
  const uses = [];
  for (const project of projects) {
    for (const [job, secret, detail, client, credentials, verdict, code, reason, scenarios]
      of project.uses) {
      const use = {
        project, job: texts[job], secret, detail: text(detail), client: text(client),
        credentials: credentials < 0 ? [] : texts[credentials].split("\n"), verdict,
        code: text(code), reason: text(reason), scenarios: texts[scenarios],
      };
      uses.push(use);
    }
  }
  const secretLabel = (index) => {
    const [vault, name] = data.secrets[index];
    return (vault ?? "unknown vault") + "/" + (name ?? "unknown name");
  };
  const once = (work) => {
    let value;
    return () => value ??= work();
  };
  const groups = (key) => once(() => {
    const map = new Map();
    for (const use of uses) {
      for (const each of key(use)) {
        const list = map.get(each);
        if (list) list.push(use); else map.set(each, [use]);
      }
    }
    return map;
  });
  const usesOfProject = groups((use) => [use.project.index]);
  const usesOfSecret = groups((use) => use.secret < 0 ? [] : [use.secret]);
  const usesOfClient = groups((use) => use.client === null ? [] : [use.client]);
  const usesOfCredential = groups((use) =>
    use.credentials.map((name) => use.client + "/" + name));
  const working = (list) => list.filter((use) => use.verdict === 0);
  const projectCount = (list) => new Set(list.map((use) => use.project)).size;
  const jobCount = (list) => new Set(list.map((use) => use.project.index + " " + use.job)).size;

  // Tables: rows are made when they come into view -----------------------------------------------

  const status = document.getElementById("status");
  const body = document.getElementById("view-body");
  const title = document.getElementById("view-title");

  const number = (value, kind) =>
    make("td", { class: "number " + (value ? kind || "" : "zero") },
      value && kind ? make("b", {}, format.format(value)) : format.format(value));
  const cell = (value, attributes) => make("td", attributes || {}, value === null ? "" : shown(value));
  const link = (address, label) => make("a", { href: address }, shown(label));
  const address = (kind, ...parts) => "#" + kind + "/" + parts.map(encodeURIComponent).join("/");
  const secretAddress = (index) => address("secret", ...data.secrets[index].map((part) => part ?? ""));
  const projectAddress = (path) => "#project/" + path.split("/").map(encodeURIComponent).join("/");
  const verdictCell = (use) => make("td", { class: "verdict " + verdicts[use.verdict] },
    make("b", { "aria-hidden": "true" }, letters[use.verdict]),
    make("b", {}, shown(use.code ?? verdicts[use.verdict])));

  // A table of rows. Columns: title, value to sort by, cell, whether it is a number.
  function table(rows, columns, label) {
    const size = 80;
    let list = rows;
    let sorted = { column: -1, isDown: false };
    const tbody = make("tbody", {});
    const heads = columns.map((column, index) => {
      const button = make("button", { type: "button" }, column.title);
      button.addEventListener("click", () => sort(index));
      return make("th", { scope: "col", class: column.isNumber ? "number" : "" },
        column.value ? button : make("span", {}, column.title));
    });
    const element = make("table", { class: "rows", "aria-rowcount": rows.length + 1 },
      make("caption", { class: "vh" }, label),
      make("thead", {}, make("tr", {}, ...heads)), tbody);
    const more = make("p", { class: "vh" });
    const box = make("div",
      { class: "wide tall", role: "region", "aria-label": label, tabindex: "0" }, element, more);

    function row(item, index) {
      const cells = columns.map((column, place) => {
        const made = column.cell(item);
        if (place && column.label !== "") made.setAttribute("data-label", column.label ?? column.title);
        return made;
      });
      return make("tr", { "aria-rowindex": index + 2 }, ...cells);
    }
    function reveal(count) {
      const start = tbody.rows.length;
      if (start >= list.length) return;
      tbody.append(...list.slice(start, start + count).map((item, index) => row(item, start + index)));
    }
    function fill() {
      tbody.replaceChildren();
      reveal(size);
      element.setAttribute("aria-rowcount", list.length + 1);
    }
    function sort(index) {
      const isSame = sorted.column === index;
      sorted = { column: index, isDown: isSame ? !sorted.isDown : Boolean(columns[index].isNumber) };
      heads.forEach((head, place) => {
        if (place === index) {
          head.setAttribute("aria-sort", sorted.isDown ? "descending" : "ascending");
        } else {
          head.removeAttribute("aria-sort");
        }
      });
      apply();
      box.scrollTop = 0;
    }
    function apply() {
      if (sorted.column >= 0) {
        const { value, isNumber } = columns[sorted.column];
        const sign = sorted.isDown ? -1 : 1;
        const keyed = list.map((item) => [value(item), item]);
        keyed.sort((left, right) => sign * (isNumber ? left[0] - right[0] : byName(left[0], right[0])));
        list = keyed.map((pair) => pair[1]);
      }
      fill();
    }
    // Both scroll: the box on wide screens, the page on narrow ones.
    new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) reveal(size);
    }, { rootMargin: "600px" }).observe(more);
    box.addEventListener("scroll", () => {
      if (box.scrollTop + box.clientHeight * 2 > box.scrollHeight) reveal(size);
    }, { passive: true });
    box.addEventListener("keydown", (event) => {
      if (event.key === "End") reveal(list.length);
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      const here = event.target.closest("tbody tr");
      if (!here && event.key === "ArrowUp") return;
      reveal(here && here.rowIndex + size > tbody.rows.length ? size : 0);
      const next = !here ? tbody.rows[0]
        : event.key === "ArrowDown" ? here.nextElementSibling : here.previousElementSibling;
      const target = next?.querySelector("a");
      if (!target) return;
      event.preventDefault();
      target.focus();
      next.scrollIntoView({ block: "nearest" });
    });
    addEventListener("beforeprint", () => reveal(list.length));
    fill();
    return { box, show: (items) => { list = items; apply(); } };
  }

  // A list with a search field and filters: each is a label, its options and a test.
  function searchable(rows, columns, label, words, filters) {
    const made = table(rows, columns, label);
    const search = make("input", { type: "search", autocomplete: "off" });
    const choices = filters.filter((filter) => filter.options.length > 1).map((filter) => ({
      ...filter,
      select: make("select", {}, make("option", { value: "" }, filter.all),
        ...filter.options.map(([value, name]) => make("option", { value }, shown(name)))),
    }));
    const output = make("output", {});
    const form = make("form", { class: "filter", role: "search" },
      make("label", {}, "Search", search),
      ...choices.map(({ name, select }) => make("label", {}, name, select)), output);
    const index = once(() => rows.map((row) => words(row).toLowerCase()));
    function filter() {
      const wanted = search.value.toLowerCase().split(/\s+/).filter((word) => word);
      const list = rows.filter((row, place) =>
        wanted.every((word) => index()[place].includes(word))
          && choices.every(({ select, test }) => !select.value || test(row, select.value)));
      made.show(list);
      count(list.length);
    }
    function count(shown) {
      const all = format.format(rows.length) + (rows.length === 1 ? " row" : " rows");
      output.textContent = shown === rows.length ? all : format.format(shown) + " of " + all;
    }
    form.addEventListener("input", filter);
    form.addEventListener("submit", (event) => event.preventDefault());
    count(rows.length);
    return [form, rows.length ? made.box : make("p", { class: "empty" }, "There are none.")];
  }

  const options = (values) => [...new Set(values)].filter((value) => value !== null)
    .sort(byName).map((value) => [value, value]);

  // The views ----------------------------------------------------------------------------------

  const codesOf = (project) =>
    [...new Set((usesOfProject().get(project.index) ?? []).map((use) => use.code))]
      .filter((code) => code !== null);
  const severity = [0, 1, 3, 2, 0];

  const views = {
    projects: () => {
      const rows = [...projects].sort((left, right) =>
        right.fails - left.fails || right.errors - left.errors
          || severity[right.status] - severity[left.status] || right.unknown - left.unknown
          || byName(left.path, right.path));
      return ["Projects", ...searchable(rows, [
        { title: "Project", value: (row) => row.path,
          cell: (row) => make("th", { scope: "row" }, link(projectAddress(row.path), row.path)) },
        { title: "Fails", value: (row) => row.fails, isNumber: true,
          cell: (row) => number(row.fails, "fails") },
        { title: "Unknown", value: (row) => row.unknown, isNumber: true,
          cell: (row) => number(row.unknown, "unknown") },
        { title: "Works", value: (row) => row.works, isNumber: true,
          cell: (row) => number(row.works, "works") },
        { title: "Errors", value: (row) => row.errors, isNumber: true,
          cell: (row) => number(row.errors, "fails") },
        { title: "Why", label: "",
          cell: (row) =>
            cell(row.problems[0] ?? (codesOf(row).join(", ") || (row.omitted[0] ?? ""))) },
      ], "Projects", (row) => row.path, [
        { name: "Status", all: "every status",
          options: statuses.map((name, index) => [String(index), name])
            .filter(([value]) => projects.some((row) => row.status === Number(value))),
          test: (row, value) => row.status === Number(value) },
        { name: "Code", all: "every code", options: options(uses.map((use) => use.code)),
          test: (row, value) => codesOf(row).includes(value) },
      ])];
    },
    secrets: () => {
      const rows = data.secrets.map(([vault, name], index) => {
        const all = usesOfSecret().get(index) ?? [];
        const list = working(all);
        return { index, vault, name, projects: projectCount(list), jobs: jobCount(list),
          fails: jobCount(all.filter((use) => use.verdict === 2)) };
      }).sort((left, right) => right.projects - left.projects || left.index - right.index);
      return ["Secrets", ...searchable(rows, [
        { title: "Secret", value: (row) => row.name ?? "",
          cell: (row) => make("th", { scope: "row" },
            link(secretAddress(row.index), row.name ?? "unknown name")) },
        { title: "Vault", value: (row) => row.vault ?? "", cell: (row) => cell(row.vault ?? "unknown") },
        { title: "Projects that read it", label: "projects", value: (row) => row.projects,
          isNumber: true, cell: (row) => number(row.projects, "works") },
        { title: "Jobs", value: (row) => row.jobs, isNumber: true, cell: (row) => number(row.jobs) },
        { title: "Jobs that fail", label: "fail", value: (row) => row.fails, isNumber: true,
          cell: (row) => number(row.fails, "fails") },
      ], "Secrets", (row) => (row.vault ?? "") + "/" + (row.name ?? ""), [
        { name: "Vault", all: "every vault", options: options(rows.map((row) => row.vault)),
          test: (row, value) => row.vault === value },
      ])];
    },
    credentials: () => {
      const rows = data.credentials.map(
        ([client, name, issuer, subject, expression, audience, admits], index) => {
          const list = usesOfCredential().get(client + "/" + name) ?? [];
          return { index, client, name, claim: subject ?? expression ?? "",
            isFlexible: expression !== null, admits, jobs: jobCount(list) };
        });
      return ["Federated credentials", ...searchable(rows, [
        { title: "Credential", value: (row) => row.name,
          cell: (row) => make("th", { scope: "row" },
            link(address("credential", row.client, row.name), row.name || "without a name")) },
        { title: "Application", value: (row) => row.client,
          cell: (row) => make("td", {}, link(address("application", row.client), row.client)) },
        { title: "Subject or expression", label: "", value: (row) => row.claim,
          cell: (row) => make("td", {}, make("code", {}, shown(row.claim))) },
        { title: "Jobs that use it", label: "jobs", value: (row) => row.jobs, isNumber: true,
          cell: (row) => number(row.jobs, "works") },
        { title: "Projects it admits", label: "admits", value: (row) => row.admits, isNumber: true,
          cell: (row) => number(row.admits, row.isFlexible && row.admits > 1 ? "unknown" : "") },
      ], "Federated credentials", (row) => [row.name, row.client, row.claim].join(" "), [
        { name: "Use", all: "used or not", options: [["unused", "unused"], ["used", "used"]],
          test: (row, value) => (row.jobs > 0) === (value === "used") },
        { name: "Kind", all: "every kind",
          options: [["subject", "subject"], ["expression", "expression"]],
          test: (row, value) => row.isFlexible === (value === "expression") },
      ])];
    },
    applications: () => {
      const rows = data.applications.map(([client, tenant, credentials]) => {
        const list = usesOfClient().get(client) ?? [];
        return { client, tenant, credentials, projects: projectCount(list), jobs: jobCount(list) };
      });
      return ["Applications", ...searchable(rows, [
        { title: "Application (client) ID", value: (row) => row.client,
          cell: (row) => make("th", { scope: "row" },
            link(address("application", row.client), row.client)) },
        { title: "Tenant", value: (row) => row.tenant ?? "", cell: (row) => cell(row.tenant) },
        { title: "Credentials", value: (row) => row.credentials, isNumber: true,
          cell: (row) => number(row.credentials) },
        { title: "Projects", value: (row) => row.projects, isNumber: true,
          cell: (row) => number(row.projects) },
        { title: "Jobs", value: (row) => row.jobs, isNumber: true, cell: (row) => number(row.jobs) },
      ], "Applications", (row) => row.client + " " + (row.tenant ?? ""), [])];
    },
    vaults: () => {
      const vaults = new Map();
      data.secrets.forEach(([vault], index) => {
        if (vault === null) return;
        const entry = vaults.get(vault) ?? { vault, secrets: 0, list: [] };
        entry.secrets += 1;
        entry.list.push(...working(usesOfSecret().get(index) ?? []));
        vaults.set(vault, entry);
      });
      const rows = [...vaults.values()].map(({ vault, secrets, list }) =>
        ({ vault, secrets, projects: projectCount(list), jobs: jobCount(list) }))
        .sort((left, right) => right.projects - left.projects || byName(left.vault, right.vault));
      return ["Vaults", ...searchable(rows, [
        { title: "Vault", value: (row) => row.vault,
          cell: (row) => make("th", { scope: "row" }, link(address("vault", row.vault), row.vault)) },
        { title: "Projects that can read it", label: "projects", value: (row) => row.projects,
          isNumber: true, cell: (row) => number(row.projects, "works") },
        { title: "Jobs", value: (row) => row.jobs, isNumber: true, cell: (row) => number(row.jobs) },
        { title: "Secrets", value: (row) => row.secrets, isNumber: true,
          cell: (row) => number(row.secrets) },
      ], "Vaults", (row) => row.vault, [])];
    },
    changes: () => ["Changes since the base", ...searchable(data.changes ?? [], [
      { title: "Change", value: ([, sentence]) => sentence,
        cell: ([, sentence, project]) => make("th", { scope: "row" },
          project === null ? shown(sentence) : link(projectAddress(project), sentence)) },
      { title: "Kind", value: ([kind]) => kind, cell: ([kind]) => cell(kind.replace("_", " ")) },
    ], "Changes since the base", ([, sentence]) => sentence, [
      { name: "Kind", all: "every kind", options: options((data.changes ?? []).map(([kind]) => kind)),
        test: ([kind], value) => kind === value },
    ])],
  };

  // What one project, secret, credential, application or vault is used for ----------------------

  const column = {
    project: { title: "Project", value: (use) => use.project.path,
      cell: (use) => make("th", { scope: "row" },
        link(projectAddress(use.project.path), use.project.path)) },
    job: { title: "Job", value: (use) => use.job, cell: (use) => cell(use.job) },
    jobFirst: { title: "Job", value: (use) => use.job,
      cell: (use) => make("th", { scope: "row" }, shown(use.job)) },
    target: { title: "Reads", label: "", value: (use) => use.secret < 0 ? "" : secretLabel(use.secret),
      cell: (use) => make("td", {}, use.secret < 0
        ? shown((use.detail ?? "a program") + " signs in")
        : link(secretAddress(use.secret), secretLabel(use.secret)),
        use.secret >= 0 && use.detail ? " @" + shown(use.detail) : null) },
    verdict: { title: "Verdict", label: "", value: (use) => verdicts[use.verdict] + (use.code ?? ""),
      cell: verdictCell },
    scenarios: { title: "Scenarios", value: (use) => use.scenarios, cell: (use) => cell(use.scenarios) },
    credential: { title: "Credential", value: (use) => use.credentials.join(", "),
      cell: (use) => cell(use.credentials.join(", ")) },
    client: { title: "Application", value: (use) => use.client ?? "",
      cell: (use) => make("td", {}, use.client === null ? "unknown"
        : link(address("application", use.client), use.client)) },
    reason: { title: "Why", label: "", cell: (use) => cell(use.reason ?? "") },
  };
  const facts = (pairs) => make("dl", { class: "facts" },
    ...pairs.filter(([, value]) => value !== null && value !== "" && value !== undefined)
      .flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, shown(value))]));
  const list = (rows, columns, label) => searchable(rows, columns, label,
    (use) => [use.project.path, use.job, use.code ?? "", use.scenarios,
      use.secret < 0 ? "" : secretLabel(use.secret)].join(" "), [
      { name: "Verdict", all: "every verdict",
        options: [["0", "works"], ["1", "unknown"], ["2", "fails"]],
        test: (use, value) => use.verdict === Number(value) },
    ]);

  const details = {
    project: (...parts) => {
      const path = parts.join("/");
      const project = projects.find((each) => each.path === path);
      if (!project) return null;
      return ["projects", path,
        ...[...project.problems, ...project.omitted]
          .map((problem) => make("p", { class: "problem" }, shown(problem))),
        make("ul", { class: "figures page-figures" },
          ...[["fails", project.fails, "fail"], ["unknown", project.unknown, "unknown"],
            ["works", project.works, "work"],
            ["fails", project.errors, project.errors === 1 ? "error" : "errors"]]
            .filter(([, count]) => count)
            .map(([kind, count, word]) =>
              make("li", { class: kind }, make("b", {}, format.format(count)), " " + word))),
        ...list(usesOfProject().get(project.index) ?? [],
          [column.jobFirst, column.target, column.verdict, column.scenarios, column.client,
            column.credential, column.reason], "Jobs that use Azure")];
    },
    secret: (vault, name) => {
      const index = data.secrets.findIndex((secret) =>
        (secret[0] ?? "") === vault && (secret[1] ?? "") === name);
      return index < 0 ? null : ["secrets", secretLabel(index),
        ...list(usesOfSecret().get(index) ?? [],
          [column.project, column.job, column.verdict, column.scenarios, column.client,
            column.reason], "Readers")];
    },
    credential: (client, name) => {
      const credential = data.credentials.find((each) => each[0] === client && each[1] === name);
      if (!credential) return null;
      const [, , issuer, subject, expression, audience, admits] = credential;
      return ["credentials", name || "a credential without a name",
        facts([["Application", client], ["Issuer", issuer], ["Subject", subject],
          ["Expression", expression], ["Audience", audience],
          ["Projects it admits", format.format(admits)]]),
        ...list(usesOfCredential().get(client + "/" + name) ?? [],
          [column.project, column.job, column.target, column.verdict, column.scenarios], "Users")];
    },
    application: (client) => ["applications", client,
      ...list(usesOfClient().get(client) ?? [],
        [column.project, column.job, column.target, column.verdict, column.scenarios,
          column.credential], "Users")],
    vault: (name) => ["vaults", name,
      ...list(uses.filter((use) => use.secret >= 0 && data.secrets[use.secret][0] === name),
        [column.project, column.job, column.target, column.verdict, column.scenarios], "Readers")],
  };

  // Addresses: #secrets, #project/group/app ------------------------------------------------------

  const decoded = (part) => {
    try { return decodeURIComponent(part); } catch { return part; }
  };
  let isFirst = true;
  function show() {
    const [kind, ...parts] = location.hash.slice(1).split("/").map(decoded);
    let current = Object.hasOwn(views, kind) ? kind : "projects";
    const detail = Object.hasOwn(details, kind) && details[kind](...parts);
    let content;
    if (detail) {
      let heading;
      [current, heading, ...content] = detail;
      const back = document.querySelector("nav a[href='#" + current + "']").textContent;
      title.textContent = shown(heading);
      content.unshift(make("p", { class: "back" }, link("#" + current, "\u2190 " + back)));
    } else {
      let heading;
      [heading, ...content] = views[current]();
      title.textContent = heading;
    }
    body.replaceChildren(...content);
    for (const anchor of document.querySelectorAll("nav a")) {
      const isCurrent = anchor.getAttribute("href") === "#" + current;
      if (isCurrent) anchor.setAttribute("aria-current", "page");
      else anchor.removeAttribute("aria-current");
    }
    if (!isFirst) {
      status.textContent = title.textContent;
      title.focus({ preventScroll: !detail });
    }
    isFirst = false;
  }
  addEventListener("hashchange", () => { if (location.hash !== "#main") show(); });
  show();
  performance.mark("akvlint-interactive");
})();

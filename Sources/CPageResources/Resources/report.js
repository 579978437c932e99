"use strict";
(() => {
  // All texts come from the pipeline: they are inserted as text, never as markup.
  const data = JSON.parse(document.getElementById("data").textContent);
  const part = (number) => data.parts[number];

  function make(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const key in attributes) element.setAttribute(key, attributes[key]);
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  }

  // Characters that steer a terminal or turn the direction of text are shown, as elsewhere.
  function shown(text) {
    return String(text).replace(
      /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
      (character) => "\\u{" + character.charCodeAt(0).toString(16).toUpperCase() + "}"
    );
  }

  const status = document.getElementById("status");

  // Copying ------------------------------------------------------------------------------------

  async function copy(button, text) {
    let isDone = false;
    try {
      await navigator.clipboard.writeText(text);
      isDone = true;
    } catch {
      const range = document.createRange();
      range.selectNodeContents(button.parentElement.querySelector("code"));
      const selection = getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
      isDone = document.execCommand("copy");
    }
    button.textContent = isDone ? "Copied" : "Select it by hand";
    status.textContent = button.textContent;
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.copy");
    if (button) copy(button, button.parentElement.querySelector("code").textContent);
  });
  for (const button of document.querySelectorAll("button.copy")) button.hidden = false;

  // The chain of a cell ------------------------------------------------------------------------

  const dialog = document.getElementById("chain");
  const letters = { works: "W", fails: "F", unknown: "?" };
  const words = { works: "works", fails: "fails", unknown: "unknown" };

  function table(headings, rows) {
    const head = make("tr", {}, ...headings.map((text) => make("th", { scope: "col" }, text)));
    const body = rows.map(([first, ...rest]) =>
      make("tr", {}, make("th", { scope: "row" }, first), ...rest));
    return make("div", { class: "wide" },
      make("table", {}, make("thead", {}, head), make("tbody", {}, ...body)));
  }

  const cell = (text, label, kind) =>
    make("td", { "data-label": label, class: kind || "" }, shown(text));

  function variables(list) {
    return table(["Variable", "Value", "From"], list.map(([name, value, state, origin]) => [
      shown(name), cell(state || value, "value"), cell(origin, "from", "from"),
    ]));
  }

  function comparison(one, claims) {
    const says = [claims.iss, claims.aud, claims.sub];
    const names = ["issuer", "audience", one.flexible ? "expression" : "subject"];
    const marks = { same: "\u2713 same", differs: "\u2717 differs", unknown: "? unknown" };
    const fits = { same: "\u2713 holds", differs: "\u2717 does not hold" };
    const result = [make("h4", {}, shown(one.name) || "a credential without a name"), table(
      ["", "The token says", "The credential wants", ""],
      names.map((name, index) => {
        const mark = one.marks[index];
        const isExpression = index === 2 && one.flexible;
        return [
          name, cell(says[index] ?? "unknown", "token:"), cell(one.values[index], "wants:"),
          make("td", { class: "mark " + (mark === "unknown" ? "open" : mark) },
            (isExpression && fits[mark]) || marks[mark]),
        ];
      })
    )];
    if (one.note) result.push(make("p", { class: "hint" }, shown(one.note)));
    return result;
  }

  function command(text) {
    const button = make("button", { type: "button", class: "copy" }, "Copy");
    return make("div", { class: "command" },
      make("pre", { tabindex: "0" }, make("code", {}, shown(text))), button);
  }

  function chainOf(job, chain) {
    const result = [];
    const add = (title, ...children) => {
      if (title) result.push(make("h3", {}, title));
      result.push(...children);
    };
    const code = chain.code ? " " + chain.code : "";
    add("", make("p", { class: "verdict " + chain.answer },
      make("b", { "aria-hidden": "true" }, letters[chain.answer]),
      make("strong", {}, shown(words[chain.answer] + code)), ": " + shown(part(chain.reason))));
    if (chain.runs === "maybe") add("", make("p", { class: "hint" }, "Whether the job runs is unknown."));
    if (chain.command !== undefined) add("To make it work", command(part(chain.command)));
    if (job.s.length) {
      const outcomes = chain.secrets || [];
      add("Secrets", table(["Variable", "In the vault", ...(outcomes.length ? ["Verdict"] : [])],
        job.s.map(([variable, name], index) => [
          shown(variable), cell(name, "name"),
          outcomes[index] && cell(outcomes[index].join(" "), "", "from"),
        ])));
    }
    const list = chain.variables === undefined ? [] : part(chain.variables);
    if (list.length) add("Variables", variables(list));
    if (chain.token) {
      const claims = part(chain.claims);
      add("ID token", make("p", {}, shown(chain.token)), table(["Claim", "Value"],
        ["iss", "sub", "aud"].map((name) => [name, cell(claims[name] ?? "unknown", "")])));
      if (chain.client) {
        const all = chain.compared.map(part);
        add("Federated credentials of " + shown(chain.client),
          ...(all.length ? all.flatMap((one) => comparison(one, claims)) : [make("p", {}, "none")]));
      }
    }
    return result;
  }

  function open(row, column) {
    const job = data.jobs[row];
    const number = job.c[column];
    if (number === null || number === undefined) return;
    document.getElementById("chain-title").textContent =
      shown(job.n) + " @ " + shown(data.scenarios[column]);
    document.getElementById("chain-body").replaceChildren(...chainOf(job, part(number)));
    dialog.showModal();
    dialog.scrollTop = 0;
  }

  document.getElementById("chain-close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });

  // The matrix: one stop for the tab key, arrows within ------------------------------------------

  const matrix = document.getElementById("matrix");
  if (matrix) {
    const body = matrix.tBodies[0];
    let current = null;

    const target = (td) => td.firstElementChild?.localName === "button" ? td.firstElementChild : td;
    function activate(td) {
      if (current) target(current).tabIndex = -1;
      current = td;
      target(td).tabIndex = 0;
    }
    function step(rowStep, columnStep) {
      const tr = current.parentElement;
      const column = current.cellIndex + columnStep;
      let next = tr;
      if (rowStep) {
        do {
          next = rowStep > 0 ? next.nextElementSibling : next.previousElementSibling;
        } while (next && next.hidden);
      }
      const td = next?.cells[column];
      if (!td || td.localName === "th") return;
      activate(td);
      target(td).focus();
      td.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
    const steps = {
      ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
    };
    matrix.addEventListener("keydown", (event) => {
      if (!steps[event.key] || !current) return;
      event.preventDefault();
      step(...steps[event.key]);
    });
    matrix.addEventListener("focusin", (event) => {
      const td = event.target.closest("td");
      if (td && td !== current) activate(td);
    });
    matrix.addEventListener("click", (event) => {
      const td = event.target.closest("button") && event.target.closest("td");
      if (td) open(td.parentElement.sectionRowIndex, td.cellIndex - 1);
    });
    const first = matrix.querySelector("tbody button");
    if (first) activate(first.parentElement);

    // Filtering ------------------------------------------------------------------------------

    const form = document.getElementById("filter");
    const [byJob, byVault, byCode] = ["by-job", "by-vault", "by-code"]
      .map((id) => document.getElementById(id));
    const names = data.jobs.map((job) => job.n.toLowerCase());
    function filter() {
      revealAll();
      const name = byJob.value.trim().toLowerCase();
      const vault = byVault.value;
      const verdict = byCode.value;
      const code = verdict.startsWith("code ") ? verdict.slice(5) : null;
      let count = 0;
      [...body.rows].forEach((tr, index) => {
        const fits = names[index].includes(name) && (!vault && !verdict
          || data.jobs[index].c.some((number) => {
            if (number === null) return false;
            const chain = part(number);
            return (!vault || chain.vault === vault)
              && (!verdict || (code === null ? chain.answer === verdict : chain.code === code));
          }));
        tr.hidden = !fits;
        if (fits) count += 1;
      });
      document.getElementById("shown").textContent =
        count === data.jobs.length ? "" : count + " of " + data.jobs.length + " jobs";
      if (!current || current.parentElement.hidden) {
        const next = matrix.querySelector("tbody tr:not([hidden]) button");
        if (next) activate(next.parentElement);
      }
    }
    // The rows after the first ones come a few at a time, when there is nothing else to do.
    function makeCell(number) {
      if (number === null) {
        return make("td", { "aria-label": "does not run", tabindex: "-1" }, "\u2013");
      }
      const { answer, code, runs } = part(number);
      const maybe = runs === "maybe" ? "maybe" : null;
      const label = [words[answer], code, maybe].filter((word) => word).join(", ");
      return make("td", { class: answer },
        make("button", { "aria-label": label, tabindex: "-1" }, make("b", {}, letters[answer]),
          code && make("span", {}, shown(code)), maybe && make("small", {}, maybe)));
    }
    function reveal(count) {
      const start = body.rows.length;
      body.append(...data.jobs.slice(start, start + count).map((job) =>
        make("tr", {}, make("th", { scope: "row" }, shown(job.n)), ...job.c.map(makeCell))));
      return body.rows.length < data.jobs.length;
    }
    const revealAll = () => reveal(data.jobs.length);
    function revealMore() {
      if (reveal(60)) setTimeout(revealMore);
    }
    addEventListener("load", () => setTimeout(revealMore), { once: true });
    addEventListener("beforeprint", revealAll);

    form.hidden = false;
    form.addEventListener("input", filter);
    form.addEventListener("submit", (event) => event.preventDefault());
    // A reload keeps what was typed.
    if (byJob.value || byVault.value || byCode.value) filter();
  }

  // The graph: pointing at a box shows its ways --------------------------------------------------

  const graph = document.querySelector("svg.graph");
  if (graph) {
    const nodes = [...graph.querySelectorAll("[data-node]")];
    const edges = new Map();
    for (const edge of graph.querySelectorAll("[data-edge]")) {
      edges.set(edge.getAttribute("data-edge"), edge);
    }
    const number = (node) => Number(node.getAttribute("data-node"));
    function light(index) {
      for (const element of graph.querySelectorAll(".on")) element.classList.remove("on");
      graph.classList.toggle("lit", index !== null);
      if (index === null) return;
      for (const way of data.ways) {
        if (!way.includes(index)) continue;
        way.forEach((node, place) => {
          nodes[node].classList.add("on");
          if (place) edges.get(way[place - 1] + " " + node)?.classList.add("on");
        });
      }
    }
    const focused = () => {
      const node = document.activeElement?.closest?.("[data-node]");
      return node ? number(node) : null;
    };
    graph.addEventListener("pointerover", (event) => {
      const node = event.target.closest("[data-node]");
      light(node ? number(node) : focused());
    });
    graph.addEventListener("pointerleave", () => light(focused()));
    graph.addEventListener("focusin", () => light(focused()));
    graph.addEventListener("focusout", () => light(null));
    let active = nodes[0];
    if (active) active.setAttribute("tabindex", "0");
    function go(node) {
      if (!node) return;
      active.setAttribute("tabindex", "-1");
      active = node;
      node.setAttribute("tabindex", "0");
      node.focus();
      node.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
    const top = (node) => node.getBoundingClientRect().top;
    graph.addEventListener("keydown", (event) => {
      if (!event.key.startsWith("Arrow") || focused() === null) return;
      event.preventDefault();
      const here = number(active);
      if (event.key === "ArrowUp" || event.key === "ArrowDown") {
        const sorted = nodes.filter((node) => data.layers[number(node)] === data.layers[here])
          .sort((left, right) => top(left) - top(right));
        return go(sorted[sorted.indexOf(active) + (event.key === "ArrowDown" ? 1 : -1)]);
      }
      const side = event.key === "ArrowRight" ? 1 : -1;
      for (const way of data.ways) {
        const place = way.indexOf(here);
        const next = place < 0 ? undefined : way[place + side];
        if (next !== undefined) return go(nodes[next]);
      }
    });
  }

  performance.mark("akvlint-interactive");
})();

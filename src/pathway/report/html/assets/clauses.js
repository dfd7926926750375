/* Clauses: filters by text, light and department; a row a clause that opens into its years. */
const FIRST_CLAUSES = 20;
PAGE.sections.clauses = (box, data) => {
  const state = PAGE.clauses || (PAGE.clauses = { text: "", light: "", lead: "", binding: false, priced: false, open: new Set(), most: FIRST_CLAUSES, order: { at: null, down: false } });
  const table = make("div", { class: "scroll", tabindex: "0" });
  const count = make("p", { class: "count", role: "status" });

  const more = make("button", { type: "button", class: "more-rows", id: "clause-more", onclick: () => { state.most = Infinity; write(); } });
  PAGE.beforePrint.push(() => { state.most = Infinity; write(); });

  const textOf = (row) => [row.key, row.section, row.quote, tell(row.metric), row.lead, row.partners, ...row.more.map(tell)].join(" ");
  const fitting = (row) => (!state.light || row.light === state.light)
    && (!state.lead || `${row.lead};${row.partners}`.includes(state.lead))
    && (!state.binding || row.years.some((year) => tell(year[5])))
    && (!state.priced || row.years.some((year) => Math.abs(year[6] || 0) > 1e-9))
    && (!state.text || fits(textOf(row), state.text));

  const tight = (row) => row.tight || [null, "", null, null, "", "", null, ""];
  const values = (row) => {
    const t = tight(row);
    return [row.key, row.quote, t[0], tell(t[1]), t[2], t[3], tell(row.word), t[6], row.lead];
  };

  const yearTable = (row) => make("table", { class: "narrow" },
    make("thead", {}, make("tr", {}, data.years.map((head) => make("th", { scope: "col" }, tell(head))))),
    make("tbody", {}, row.years.map((year) => make("tr", {}, year.map((value, at) => {
      if (at === 0) return make("th", { scope: "row" }, String(value));
      if (at === 4) return make("td", {}, pill(tell(value)));
      return typeof value === "number" ? make("td", { class: "number" }, shown(value)) : make("td", {}, tell(value));
    })))));

  const details = (row) => make("dl", { class: "more" }, Object.values(data.details).flatMap((word, at) => {
    const text = tell(row.more[at]);
    return text ? [make("dt", {}, tell(word)), make("dd", {}, text)] : [];
  }));

  const entry = (row) => {
    const open = state.open.has(row.key);
    const toggle = () => { open ? state.open.delete(row.key) : state.open.add(row.key); write(); const again = table.querySelector(`[data-clause="${CSS.escape(row.key)}"]`); if (again) again.focus(); };
    const button = make("button", { type: "button", class: "expand", "aria-expanded": String(open), "data-clause": row.key,
      "aria-label": `${row.key} ${say(open ? "close" : "open")}`, title: say(open ? "close" : "open"), onclick: toggle }, open ? "−" : "+");
    const [key, quote, year, asked, result, gap, word, price, lead] = values(row);
    const number = (value, unit) => make("td", { class: "number" }, typeof value === "number" ? shown(value) : value, value === null ? "" : make("div", { class: "tag" }, unit));
    const main = make("tr", {}, make("td", { class: "expand-cell" }, button), make("th", { scope: "row", class: "key" }, key),
      make("td", { class: "wide" }, make("div", { class: "on-phone" }, pill(word)), quote, tell(row.metric) ? make("div", { class: "tag" }, tell(row.metric)) : ""),
      make("td", {}, year === null ? "" : String(year)), make("td", { class: "asked" }, asked), number(result, tell(row.unit)), number(gap, ""),
      make("td", {}, pill(word)), number(price, tell(tight(row)[7])), make("td", {}, lead));
    if (!open) return [main];
    return [main, make("tr", { class: "detail" }, make("td", { class: "expand-cell" }), make("td", { colspan: 9 }, details(row), row.years.length ? yearTable(row) : ""))];
  };

  const write = () => {
    const found = ordered(data.rows.filter(fitting), state.order, (row, at) => values(row)[at]);
    const heads = data.heads.map((head, at) => sorter(tell(head), at, state.order, (pressed) => { write(); refocus(table, pressed); }, [4, 5, 7].includes(at) ? "number" : ""));
    const part = found.slice(0, state.most);
    const body = part.length ? part.flatMap(entry) : [make("tr", {}, make("td", { colspan: 10 }, say("none")))];
    table.replaceChildren(make("table", { id: "clause-table" }, make("thead", {}, make("tr", {}, make("td", { class: "expand-cell" }), heads)), make("tbody", {}, body)));
    count.textContent = say("rows", { shown: part.length, all: found.length });
    more.hidden = part.length === found.length;
    more.textContent = say("more", { count: found.length - part.length });
  };
  const set = (name) => (value) => { state[name] = value; state.most = FIRST_CLAUSES; write(); };
  const any = [["", say("all")]];
  box.append(...notes(data.notes), make("div", { class: "filters" },
    finder(state.text, set("text"), "clause-text"),
    chooser(say("light"), any.concat(data.lights.map(([key, word]) => [key, tell(word)])), state.light, set("light"), "clause-light"),
    chooser(say("department"), any.concat(data.departments.map((name) => [name, name])), state.lead, set("lead"), "clause-lead"),
    ticker(say("binding_only"), state.binding, set("binding"), "clause-binding"),
    ticker(say("priced_only"), state.priced, set("priced"), "clause-priced"), count), table, more);
  write();
};

/* Tables that are sorted by their headings, with the keyboard as with the mouse. */

/** Order of two values: numbers by size, texts by the order of the language, blanks last. */
function compareValues(a, b) {
  const blank = (value) => value === null || value === undefined || value === "";
  if (blank(a) || blank(b)) return blank(a) - blank(b);
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), PAGE.lang === "zh" ? "zh-CN" : "en", { numeric: true });
}

/** A heading that sorts; `order` is {at, down} and is changed. */
function sorter(title, at, order, sorted, kind) {
  const mine = order.at === at;
  const sign = mine ? (order.down ? " ▼" : " ▲") : "";
  const press = () => { order.down = mine ? !order.down : false; order.at = at; sorted(at); };
  return make("th", { scope: "col", class: kind, "aria-sort": mine ? (order.down ? "descending" : "ascending") : "none" },
    make("button", { type: "button", title: say("sort"), "data-sort": at, onclick: press }, `${title}${sign}`),
    make("span", { class: "on-paper", "aria-hidden": "true" }, title));
}

/** Put the focus back on the heading that was pressed, after its table was written anew. */
function refocus(box, at) {
  const button = box.querySelector(`[data-sort="${at}"]`);
  if (button) button.focus();
}

/** Rows in the chosen order. */
function ordered(rows, order, valueOf) {
  if (order.at === null) return rows;
  const sign = order.down ? -1 : 1;
  return [...rows].sort((a, b) => sign * compareValues(valueOf(a, order.at), valueOf(b, order.at)));
}

/** A small table of heads {title, kind} and rows, sorted by its headings. */
function plainTable(table) {
  const order = { at: null, down: false };
  const box = make("div", { class: "scroll", tabindex: "0" });
  const write = () => {
    const heads = table.heads.map((head, at) => sorter(tell(head.title), at, order, (pressed) => { write(); refocus(box, pressed); }, head.kind === "number" ? "number" : ""));
    const rows = ordered(table.rows, order, (row, at) => tell(row[at]));
    const digits = table.heads.map((_, at) => digitsFor(table.rows.map((row) => row[at]).filter(Number.isFinite)));
    const cell = (value, at) => {
      const kind = table.heads[at].kind, places = table.own ? undefined : digits[at];
      if (kind === "year") return make("td", {}, value === null ? "" : String(value));
      if (typeof value === "number") return make("td", { class: "number" }, shown(value, places));
      return make("td", { class: kind === "number" ? "number" : "" }, pill(tell(value)));
    };
    box.replaceChildren(make("table", {}, make("thead", {}, make("tr", {}, heads)), make("tbody", {}, rows.map((row) => make("tr", {}, row.map(cell))))));
  };
  write();
  return [table.title ? make("h3", {}, tell(table.title)) : "", table.note ? make("p", { class: "note" }, tell(table.note)) : "", box];
}

/** A long list with filters: shows a part, and more on demand. */
function longTable({ heads, rows, filters, cell, state, step, id }) {
  const box = make("div", { class: "scroll", tabindex: "0" });
  const count = make("p", { class: "count", role: "status" });
  const more = make("button", { type: "button", class: "more-rows", onclick: () => { state.most += step; write(); } });
  const write = () => {
    const found = ordered(rows().filter(state.fits), state.order, cell.value);
    const part = found.slice(0, state.most);
    const titles = heads.map((head, at) => sorter(tell(head), at, state.order, (pressed) => { write(); refocus(box, pressed); }, ""));
    const body = part.length ? part.map(cell.row) : [make("tr", {}, make("td", { colspan: heads.length }, say("none")))];
    box.replaceChildren(make("table", { id }, make("thead", {}, make("tr", {}, titles)), make("tbody", {}, body)));
    count.textContent = say("rows", { shown: part.length.toLocaleString(), all: found.length.toLocaleString() });
    const left = found.length - part.length;
    more.hidden = left <= 0;
    more.textContent = say("more", { count: Math.min(step, left) });
  };
  write();
  return { write, parts: [make("div", { class: "filters" }, filters(write), count), box, more] };
}

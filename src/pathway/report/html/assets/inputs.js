/* Assumptions: every value used, found by text, table and confidence. */
PAGE.sections.inputs = (box, data) => {
  const UNIT = 4, SURE = 5;
  const state = PAGE.inputs || (PAGE.inputs = { text: "", table: "", sure: "", most: 15, order: { at: null, down: false } });
  const named = (text, at) => {
    const name = tell((data.named[at] || {})[text]);
    return name && name !== text ? `${name} ${text}` : text;
  };
  const value = (row, at) => (at === UNIT ? tell(data.units[row[at]]) : named(data.texts[row[at]], at));
  state.fits = (row) => (!state.table || value(row, 0) === state.table) && (!state.sure || value(row, SURE).startsWith(state.sure))
    && (!state.text || fits(row.map((_, at) => value(row, at)).join(" "), state.text));
  const kinds = (at) => [...new Set(data.rows.map((row) => value(row, at)))].filter((text) => text);
  const grades = [...new Set(kinds(SURE).map((text) => text.slice(0, 1)))].sort();
  const row = (one) => make("tr", {}, one.map((_, at) => make("td", { class: [6, 7].includes(at) ? "wide" : [3, 4, 5, 8].includes(at) ? "key" : "" }, sortable(value(one, at)))));
  const number = (text) => (text !== "" && !Number.isNaN(Number(text)) ? Number(text) : text);
  const sortable = (text) => (typeof number(text) === "number" ? String(Number(Number(text).toPrecision(7))) : text);
  const any = [["", say("all")]];
  const list = longTable({ heads: data.heads, rows: () => data.rows, state, step: 200, id: "input-table", cell: { row, value: (one, at) => number(value(one, at)) },
    filters: (write) => {
      const set = (name) => (chosen) => { state[name] = chosen; state.most = 15; write(); };
      return [finder(state.text, set("text"), "input-text"),
        chooser(say("sheet"), any.concat(kinds(0).map((name) => [name, name])), state.table, set("table"), "input-table-of"),
        chooser(say("confidence"), any.concat(grades.map((name) => [name, name])), state.sure, set("sure"), "input-sure")];
    } });
  box.append(...notes(data.notes), ...list.parts);
};

/* Audit: items of the second implementation and of the run, found by text and verdict. */
PAGE.sections.audit = (box, data) => {
  const state = PAGE.audit || (PAGE.audit = { group: "", verdict: "", most: 15, order: { at: null, down: false } });
  const value = (row, at) => tell(row[at]);
  state.fits = (row) => (!state.group || value(row, 0) === state.group) && (!state.verdict || value(row, 4) === state.verdict);
  const kinds = (at) => [...new Set(data.rows.map((row) => value(row, at)))].map((name) => [name, name]);
  const any = [["", say("all")]];
  if (![...any, ...kinds(0)].some(([key]) => key === state.group)) state.group = "";
  if (![...any, ...kinds(4)].some(([key]) => key === state.verdict)) state.verdict = "";
  const row = (one) => make("tr", {}, one.map((_, at) => make("td", { class: at === 1 ? "wide" : "" }, at === 4 ? pill(value(one, at)) : value(one, at))));
  const list = longTable({ heads: data.heads, rows: () => data.rows, state, step: 200, id: "audit-table",
    cell: { row, value: (one, at) => (at === 2 || at === 3 ? Number(one[at]) : value(one, at)) },
    filters: (write) => [
      chooser(say("group"), any.concat(kinds(0)), state.group, (chosen) => { state.group = chosen; state.most = 200; write(); }, "audit-group"),
      chooser(say("verdict"), any.concat(kinds(4)), state.verdict, (chosen) => { state.verdict = chosen; state.most = 200; write(); }, "audit-verdict")] });
  box.append(...notes(data.notes), ...list.parts);
};

/* Several runs: two of them side by side on one axis, and tables of all. */
PAGE.sections.side = (box, data, draws) => {
  const state = PAGE.side || (PAGE.side = { left: data.runs[0].key, right: data.runs[Math.min(1, data.runs.length - 1)].key, figure: data.titles[0][0] });
  const room = make("div", { class: "sides" });
  const table = make("div", {});
  const names = data.runs.map((run) => [run.key, tell(run.name)]);
  const of = (key) => data.runs.find((run) => run.key === key);

  /** Sums of the positive and of the negative parts of a year. */
  const ends = (chart) => chart.years.map((_, at) => {
    const values = chart.rows.map((row) => row.values[at] || 0);
    return [values.filter((x) => x < 0).reduce((a, b) => a + b, 0), values.filter((x) => x > 0).reduce((a, b) => a + b, 0)];
  }).flat();
  const write = () => {
    const sides = ["left", "right"].map((where) => [of(state[where]), of(state[where]).charts[state.figure]]);
    const all = sides.flatMap(([, chart]) => (chart ? ends(chart) : []));
    const range = [Math.min(0, ...all) * 1.05, Math.max(0, ...all) * 1.05];
    const later = [];
    room.replaceChildren(...sides.map(([run, chart], at) => make("div", { "data-side": at ? "right" : "left" }, make("h3", {}, tell(run.name)),
      chart ? figure(chart, later, { axis: { range } }) : make("p", { class: "note" }, say("nothing")))));
    table.replaceChildren(sides.every(([, chart]) => chart) ? differences(sides[0][1], sides[1][1]) : "");
    later.forEach((one) => one());
  };
  /** What the right side has more than the left, by row and year. */
  const differences = (left, right) => {
    const names = [...new Set([...left.rows, ...right.rows].map((row) => tell(row.name)))];
    const find = (chart, name) => (chart.rows.find((row) => tell(row.name) === name) || { values: [] }).values;
    const rows = names.map((name) => ({ name, values: left.years.map((year, at) => (find(right, name)[right.years.indexOf(year)] || 0) - (find(left, name)[at] || 0)) }));
    return make("div", {}, make("h3", {}, ofUnit(`${say("difference")} · ${tell(left.title)}`, tell(left.unit))), numbers({ ...left, rows }, true));
  };
  const set = (name) => (value) => { state[name] = value; write(); };
  box.append(...notes(data.notes), make("div", { class: "filters" },
    chooser(say("figure"), data.titles.map(([key, title]) => [key, tell(title)]), state.figure, set("figure"), "side-figure"),
    chooser(say("left"), names, state.left, set("left"), "side-left"), chooser(say("right"), names, state.right, set("right"), "side-right")),
  room, table, figure(data.path, draws));
  draws.push(write);
};

const TABLED = (box, data) => {
  box.append(...notes(data.notes));
  for (const table of data.tables) box.append(...plainTable(table).filter((part) => part !== ""));
};
PAGE.sections.figures = TABLED;
PAGE.sections.scenarios = (box, data, draws) => {
  PAGE.sections.side(box, data, draws);
  TABLED(box, { tables: data.tables });
};
PAGE.sections.lights = TABLED;

/** A long list of what differs, by run. */
const differing = (name) => (box, data) => {
  const state = PAGE[name] || (PAGE[name] = { run: "", text: "", most: 20, order: { at: null, down: false } });
  const value = (row, at) => tell(row[at]);
  const runs = [...new Set(data.rows.map((row) => value(row, 0)))];
  if (!runs.includes(state.run)) state.run = "";
  state.fits = (row) => (!state.run || value(row, 0) === state.run) && (!state.text || fits(row.map(tell).join(" "), state.text));
  const cell = (one, at) => {
    const number = data.heads[at].kind === "number";
    return make("td", { class: number ? "number" : "" }, number ? shown(one[at]) : String(value(one, at) ?? ""));
  };
  const row = (one) => make("tr", {}, one.map((_, at) => cell(one, at)));
  const list = longTable({ heads: data.heads.map((head) => head.title), rows: () => data.rows, state, step: 200, id: `${name}-table`, cell: { row, value },
    filters: (write) => [finder(state.text, (text) => { state.text = text; write(); }, `${name}-text`),
      chooser(say("run"), [["", say("all")], ...runs.map((run) => [run, run])], state.run, (run) => { state.run = run; write(); }, `${name}-run`)] });
  box.append(...list.parts);
};
PAGE.sections.changes = differing("changes");
PAGE.sections.differing = differing("differing");

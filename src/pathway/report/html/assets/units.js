/* Units as a Gantt chart: a row a unit, a cell a year, as high as what stands of its first size. */
PAGE.sections.units = (box, data) => {
  const state = PAGE.units || (PAGE.units = { group: data.groups.length ? data.groups[0][0] : "", region: "" });
  const room = make("div", { class: "scroll", tabindex: "0" });
  const stripes = `repeating-linear-gradient(45deg, ${data.colours.retrofit} 0 2px, ${data.colours.standing} 2px 7px)`;

  const cell = (row, at, size) => {
    const year = data.years[at], stands = row.stands[at] || 0, other = row.other[at] || 0;
    const events = row.events[String(year)] || [];
    const parts = [];
    if (stands > 1e-6) {
      const high = Math.max(6, (100 * stands) / size), share = Math.min(1, other / stands);
      parts.push(make("span", { class: "block", style: { height: `${high}%`, background: data.colours.standing } }));
      if (share > 0.005) parts.push(make("span", { class: "block", style: { height: `${high * share}%`, background: stripes } }));
    }
    const words = events.map(([kind, text]) => make("b", { style: { color: data.colours[kind], background: "rgba(255,255,255,.85)" } }, text));
    parts.push(make("span", { class: "text" }, words, stands > 1e-6 ? make("span", { style: { background: "rgba(255,255,255,.75)" } }, shown(stands, stands >= 100 ? 0 : 1)) : ""));
    return make("td", { class: "cell" }, parts);
  };

  const line = (row) => {
    const first = Math.max(...row.stands.map((value) => value || 0)) || 1;
    const life = [row.county, row.since && row.end ? `${row.since}–${row.end}` : "", tell(row.unit)].filter((text) => text);
    return make("tr", {}, make("th", { scope: "row", class: "unit" }, tell(row.name), make("div", { class: "tag" }, life.join(" · "))), data.years.map((_, at) => cell(row, at, Math.max(first, sizeBefore(row)))));
  };
  /** What stood before the first year: what stands after it and what left in it. */
  const sizeBefore = (row) => {
    const gone = (row.events[String(data.years[0])] || []).filter(([kind]) => kind !== "retrofit");
    const left = gone.reduce((sum, [, text]) => sum + Math.abs(Number(text.replace(/[^\d.]/g, "")) || 0), 0);
    return (row.stands[0] || 0) + left;
  };

  const write = () => {
    const heads = [make("th", { scope: "col" }, tell(data.head)), ...data.years.map((year) => make("th", { scope: "col", class: "year" }, String(year)))];
    const rows = data.rows.filter((row) => row.group === state.group && (!state.region || row.region === state.region));
    if (!rows.length) { room.replaceChildren(make("p", { class: "note" }, say("nothing"))); return; }
    room.replaceChildren(make("table", { class: "gantt", id: "unit-table" }, make("thead", {}, make("tr", {}, heads)), make("tbody", {}, rows.map(line))));
  };
  /** A region without units of the group shows another group of its own. */
  const moved = () => {
    const own = data.rows.filter((row) => !state.region || row.region === state.region);
    if (own.length && !own.some((row) => row.group === state.group)) state.group = own[0].group;
    document.getElementById("unit-group").value = state.group;
    write();
  };
  if (!data.rows.length) { box.append(make("p", { class: "note" }, say("nothing"))); return; }
  const looks = { standing: data.colours.standing, retrofit: stripes };
  box.append(...notes(data.notes),
    make("div", { class: "filters" }, chooser(say("group"), data.groups.map(([key, word]) => [key, tell(word)]), state.group, (value) => { state.group = value; write(); }, "unit-group"),
      data.regions ? regionChooser(data.regions, state, moved, "unit-region") : ""),
    make("ul", { class: "legend" }, data.legend.map(([kind, word]) => make("li", {}, looks[kind] ? make("i", { style: { background: looks[kind] } }) : "", tell(word)))), room);
  write();
};

/* Shifts: services of a sector, as shares or amounts of the ways that serve them. */
PAGE.sections.shift = (box, data, draws) => {
  if (!data.charts.length) { box.append(make("p", { class: "note" }, say("nothing"))); return; }
  const state = PAGE.shift || (PAGE.shift = { sector: data.sectors[0][0], way: "share" });
  const room = make("div", {});
  const write = () => {
    const mine = data.charts.filter((chart) => chart.sector === state.sector);
    const later = [];
    const turned = mine.map((chart) => (state.way === "share" ? shares(chart) : chart));
    room.replaceChildren(gallery(turned, later, state.way === "share" ? { axis: { range: [0, 100] } } : {}));
    later.forEach((one) => one());
  };
  box.append(...notes(data.notes), make("div", { class: "filters" },
    chooser(say("sector"), data.sectors.map(([key, word]) => [key, tell(word)]), state.sector, (value) => { state.sector = value; write(); }, "shift-sector"),
    chooser(say("shown_as"), [["share", say("share")], ["amount", say("amount")]], state.way, (value) => { state.way = value; write(); }, "shift-way")), room);
  draws.push(write);
};

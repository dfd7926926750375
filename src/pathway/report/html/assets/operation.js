/* Hours of typical and extreme days: supply stacked, charge and export below nought, load a line. */

/** What a group gives and what it takes, as stepped areas above and below nought. */
function areas(group, at, place, values) {
  const name = plain(tell(group.name)), look = pattern(patternAt(group.key, at), group.colour);
  const sides = [["up", values.map((value) => Math.max(0, value))], ["down", values.map((value) => Math.min(0, value))]].filter(([, side]) => side.some((value) => value !== 0));
  return sides.map(([stackgroup, side], number) => ({ type: "scatter", mode: "lines", x: [...place, place.length], y: [...side, side[side.length - 1]], name, stackgroup,
    legendgroup: group.key, showlegend: number === 0, line: { shape: "hv", width: 0, color: group.colour }, fillcolor: group.colour,
    fillpattern: { ...look.pattern, fgopacity: 0.7 }, customdata: values, hovertemplate: number ? undefined : `%{customdata:,.4~r}<extra>${name}</extra>`, hoverinfo: number ? "skip" : undefined }));
}

PAGE.sections.operation = (box, data, draws) => {
  if (!data.days) { box.append(make("p", { class: "note" }, say("nothing"))); return; }
  const middle = data.first[Math.min(1, data.first.length - 1)];
  const state = PAGE.operation || (PAGE.operation = { year: String(middle), day: "" });
  const plot = make("div", { class: "plot tall", role: "img", id: "hours", "aria-label": say("chart_of", { title: say("hours_title") }) });

  const write = () => {
    const days = data.days.filter((day) => !state.day || day.key === state.day).filter((day) => data.hours[state.year][day.key]);
    const parts = days.map((day) => data.hours[state.year][day.key]);
    const steps = parts.length ? parts[0][0].length : 0;
    const labels = days.flatMap((day) => Array.from({ length: steps }, (_, hour) => `${tell(day.name).slice(0, 5)} ${String(hour).padStart(2, "0")}`));
    const place = labels.map((_, at) => at);
    const columns = data.groups.flatMap((group, at) => areas(group, at, place, parts.flatMap((part) => part[at])));
    const load = { type: "scatter", mode: "lines", x: place.map((at) => at + 0.5), y: parts.flatMap((part) => part[data.groups.length]), name: plain(say("load")), line: { color: data.load, width: 2.5 },
      text: labels, hovertemplate: `%{y:,.4~r}<extra>${plain(say("load"))}</extra>` };
    const every = days.length > 1 ? steps : Math.max(1, Math.round(steps / 8));
    const ticks = place.filter((at) => at % every === 0);
    const look = layout(tell(data.unit), { height: 460, shapes: days.slice(1).map((_, at) => ({ type: "line", xref: "x", yref: "paper", x0: (at + 1) * steps, x1: (at + 1) * steps, y0: 0, y1: 1, line: { color: "#7f7f7f", width: 1, dash: "dot" } })),
      xaxis: { tickvals: ticks, ticktext: ticks.map((at) => plain(days.length > 1 ? tell(days[Math.floor(at / steps)].name).replace(/[（(].*/, "") : labels[at].slice(-2))), automargin: true, tickfont: { size: 11 }, range: [0, place.length], title: { text: days.length > 1 ? "" : plain(say("hour")) }, ticklabelposition: "outside right" },
    });
    plot.dataset.height = 460;
    Plotly.react(plot, [...columns, load], look, config());
  };
  const years = data.years.map((year) => [year, year]);
  const days = [["", say("all_days")], ...data.days.map((day) => [day.key, tell(day.name)])];
  box.append(make("div", { class: "filters" },
    chooser(say("year"), years, state.year, (value) => { state.year = value; write(); }, "hour-year"),
    chooser(say("day"), days, state.day, (value) => { state.day = value; write(); }, "hour-day")),
    make("p", { class: "note no-print" }, say("zoom")), make("figure", { class: "chart" }, make("figcaption", { id: "hours-title" }, ofUnit(say("hours_title"), tell(data.unit))), plot));
  draws.push(write);
};

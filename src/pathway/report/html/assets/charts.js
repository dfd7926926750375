/* Charts by year and by hour. Every series has a pattern, dash or marker of its own beside its
   colour, and a table of its numbers below it. */
const PATTERNS = ["", "/", "x", "-", "\\", ".", "|", "+"];
const MARKERS = ["circle", "square", "diamond", "triangle-up", "cross", "x", "triangle-down", "star"];

/** A text for plotly, which reads some markup: as text. */
function plain(text) {
  return String(text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/** Pattern of each group, the same in every chart. */
const KNOWN = new Map();
for (const chart of (DATA.sections.energy || { charts: [] }).charts) chart.rows.forEach((row) => patternAt(row.key, 0));
function patternAt(key, at) {
  if (!key) return at;
  if (!KNOWN.has(key)) KNOWN.set(key, KNOWN.size);
  return KNOWN.get(key);
}

function pattern(at, colour) {
  const shape = PATTERNS[at % PATTERNS.length];
  return { color: colour, line: { color: "#ffffff", width: 0.6 },
    pattern: { shape, fillmode: "overlay", fgcolor: "#ffffff", fgopacity: 0.8, size: 7, solidity: 0.2 } };
}

function layout(unit, more) {
  return Object.assign({
    autosize: true, margin: { l: 62, r: 14, t: 26, b: 34 }, bargap: 0.28, hovermode: "x unified",
    font: { family: getComputedStyle(document.body).fontFamily, size: 12, color: "#222b36" },
    legend: { orientation: "h", y: -0.15, yanchor: "top", x: 0, traceorder: "normal", font: { size: 11 } },
    xaxis: { type: "category", tickfont: { size: 11 }, fixedrange: false, automargin: true },
    yaxis: { title: { text: plain(unit), standoff: 6 }, gridcolor: "#e3e6ea", zerolinecolor: "#7f7f7f", automargin: true, separatethousands: true, tickformat: ",~r" },
    paper_bgcolor: "#fff", plot_bgcolor: "#fff", barmode: "relative", hoverlabel: { font: { size: 12 } },
    uniformtext: { mode: "hide", minsize: 7 },
  }, more || {});
}

function config() {
  return { responsive: true, displaylogo: false, locale: "en", modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d"],
    toImageButtonOptions: { format: "png", scale: 2 } };
}

/** Letters in the bars and before their names: on paper, where patterns would cost megabytes. */
function lettered(box, on) {
  const bars = box.data.map((trace, at) => at).filter((at) => box.data[at].type === "bar");
  if (!bars.length) return;
  const letter = (at) => String.fromCharCode(97 + (at % 26));
  const bare = (at) => (box.names || (box.names = {}))[at] || (box.names[at] = box.data[at].name);
  Plotly.restyle(box, {
    text: bars.map((at) => (on ? box.data[at].x.map(() => letter(at)) : "")), textposition: on ? "inside" : "none", insidetextanchor: "middle", textangle: 0,
    name: bars.map((at) => (on ? `${letter(at)} ${bare(at)}` : bare(at))),
    "marker.pattern.shape": bars.map((at) => (on ? "" : box.shapes[at])),
  }, bars);
}

/** Shares of each year's sum, for charts that show shares [%]. */
function shares(chart) {
  const sums = chart.years.map((_, at) => chart.rows.reduce((sum, row) => sum + (row.values[at] || 0), 0));
  const rows = chart.rows.map((row) => ({ ...row,
    values: row.values.map((value, at) => (value === null || !sums[at] ? null : (100 * value) / sums[at])) }));
  return { ...chart, unit: "%", rows };
}

function traces(chart) {
  const years = chart.years.map(String);
  return chart.rows.map((row, at) => {
    const name = plain(tell(row.name));
    const hovertemplate = `%{y:,.4~r}<extra>${name}</extra>`;
    if (chart.kind === "stack") return { type: "bar", x: years, y: row.values, name, hovertemplate, marker: pattern(patternAt(row.key, at), row.colour) };
    return { type: "scatter", mode: "lines+markers", x: years, y: row.values, name, hovertemplate,
      line: { color: row.colour, width: at ? 2 : 3, dash: row.dash || ["solid", "dash", "dot", "dashdot"][at % 4] },
      marker: { symbol: MARKERS[at % MARKERS.length], size: 7, color: row.colour } };
  });
}

/** The peak as a mark with its words. */
function peakMark(chart) {
  if (!chart.peak) return {};
  const stacked = chart.kind === "stack";
  const at = chart.years.indexOf(chart.peak.year);
  const top = stacked ? chart.rows.reduce((sum, row) => sum + Math.max(0, row.values[at] || 0), 0) : chart.peak.level;
  return { annotations: [{ x: at, y: top, text: plain(`◆ ${tell(chart.peak.text)}`), showarrow: true, arrowhead: 2,
    arrowcolor: chart.peak.colour, ax: 0, ay: -26, font: { color: chart.peak.colour, size: 12 }, bgcolor: "rgba(255,255,255,.85)", yanchor: "bottom" }] };
}

/** Bounds of the axis of lines that all stay far above nought, so that differences are seen. */
function near(chart) {
  const known = chart.rows.flatMap((row) => row.values).filter(Number.isFinite);
  const least = Math.min(...known), most = Math.max(...known);
  if (chart.kind !== "lines" || !(least > 0) || most > 2 * least) return {};
  const room = Math.max(most - least, 0.02 * most);
  return { range: [least - 0.6 * room, most + 0.6 * room] };
}

/** Height that leaves room for the legend [px]. */
function heightOf(chart, box) {
  const wide = box.clientWidth || 700;
  const length = chart.rows.reduce((sum, row) => sum + 46 + 11 * String(tell(row.name)).length * (PAGE.lang === "zh" ? 1 : 0.62), 0);
  return 300 + 21 * Math.min(12, Math.ceil(length / Math.max(200, wide - 80)));
}

/** Draw a chart into a box. */
function draw(box, chart, more) {
  const extra = Object.assign({ height: heightOf(chart, box) }, peakMark(chart), more || {});
  const look = layout(tell(chart.unit), extra);
  Object.assign(look.yaxis, near(chart), (more && more.axis) || {});
  delete look.axis;
  box.dataset.height = look.height;
  const drawn = traces(chart);
  box.shapes = drawn.map((trace) => trace.marker.pattern && trace.marker.pattern.shape);
  Plotly.react(box, drawn, look, config());
}

/** A chart with its caption and its numbers. */
function figure(chart, draws, options) {
  const box = make("div", { class: "plot", role: "img", "aria-label": say("chart_of", { title: ofUnit(tell(chart.title), tell(chart.unit)) }) });
  draws.push(() => draw(box, chart, options));
  return make("figure", { class: "chart" }, make("figcaption", {}, ofUnit(tell(chart.title), tell(chart.unit))), box, numbers(chart));
}

/** The numbers of a chart, as a table that opens. */
function numbers(chart, open) {
  const heads = make("tr", {}, make("th", { scope: "col" }, say("item")), chart.years.map((year) => make("th", { scope: "col", class: "number" }, String(year))));
  const row = (name, values, kind) => make("tr", { class: kind }, make("th", { scope: "row" }, name),
    values.map((value) => make("td", { class: "number" }, shown(value, digitsFor(values)))));
  const rows = chart.rows.map((one) => row(tell(one.name), one.values, ""));
  if (chart.kind === "stack" && chart.rows.length > 1) {
    const sums = chart.years.map((_, at) => chart.rows.reduce((sum, one) => sum + (one.values[at] || 0), 0));
    rows.push(row(say("total"), sums, "total"));
  }
  return make("details", { open: Boolean(open) }, make("summary", {}, say("table")),
    make("div", { class: "scroll", tabindex: "0" }, make("table", {}, make("thead", {}, heads), make("tbody", {}, rows))));
}

/** Charts side by side, drawn once they stand in the page. */
function gallery(charts, draws, options) {
  return make("div", { class: "charts" }, charts.map((chart) => figure(chart, draws, options)));
}

/* Sections that are charts and tables alone, the language, print, and the first drawing. */
const charted = (name) => (box, data, draws) => {
  box.append(...notes(data.notes));
  if (!data.charts.length) { box.append(make("p", { class: "note" }, say("nothing"))); return; }
  if (!data.regions) { box.append(gallery(data.charts, draws)); return; }
  const state = PAGE[name] || (PAGE[name] = { region: "" });
  const room = make("div", {});
  const show = () => {
    const later = [];
    room.querySelectorAll(".js-plotly-plot").forEach((plot) => Plotly.purge(plot));
    room.replaceChildren(gallery(state.region ? data.parts[state.region] : data.charts, later));
    later.forEach((one) => one());
  };
  box.append(make("div", { class: "filters" }, regionChooser(data.regions, state, show, `${name}-region`)), room);
  draws.push(show);
};
for (const key of ["emissions", "energy", "money"]) PAGE.sections[key] = charted(key);

PAGE.sections.peak = (box, data, draws) => {
  box.append(make("ul", { class: "told" }, data.told.map(([icon, text]) => make("li", {}, make("b", {}, tell(icon)), tell(text)))));
  box.append(gallery(data.charts, draws));
  for (const table of data.tables) box.append(...plainTable(table).filter((part) => part !== ""));
  box.append(...notes(data.notes));
};

/** Write every section anew, in the chosen language. */
function write() {
  PAGE.beforePrint.length = 0;
  for (const box of document.querySelectorAll("[data-section]")) {
    const data = DATA.sections[box.dataset.section], section = PAGE.sections[box.dataset.section];
    box.querySelectorAll(".js-plotly-plot").forEach((plot) => Plotly.purge(plot));
    const draws = [];
    box.replaceChildren();
    section(box, data, draws);
    draws.forEach((one) => one());
  }
}

/** Switch the language of the page. */
function speak(lang) {
  PAGE.lang = lang;
  const root = document.documentElement;
  root.dataset.lang = lang;
  root.lang = lang === "zh" ? "zh-CN" : "en";
  document.title = document.querySelector(`h1 .${lang}`)?.textContent || document.querySelector("h1").textContent;
  for (const button of document.querySelectorAll("[data-set-lang]")) button.setAttribute("aria-pressed", String(button.dataset.setLang === lang));
  write();
}

/** Charts as wide as the paper before printing, and as wide as the window after it. */
const PAPER = 690;
function fit(width) {
  for (const plot of document.querySelectorAll(".js-plotly-plot")) {
    lettered(plot, Boolean(width));
    Plotly.relayout(plot, width ? { autosize: false, width, height: Math.min(Number(plot.dataset.height), 400) } : { autosize: true, width: null, height: Number(plot.dataset.height) });
  }
}
window.addEventListener("beforeprint", () => { PAGE.beforePrint.forEach((one) => one()); fit(PAPER); });
window.addEventListener("afterprint", () => fit(null));

/** Mark the section in sight in the contents. */
function follow() {
  const links = new Map([...document.querySelectorAll(".contents a")].map((link) => [link.hash.slice(1), link]));
  const watch = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      links.forEach((link) => link.removeAttribute("aria-current"));
      links.get(entry.target.id)?.setAttribute("aria-current", "true");
    }
  }, { rootMargin: "-15% 0px -75% 0px" });
  document.querySelectorAll("main > section").forEach((section) => watch.observe(section));
}

for (const button of document.querySelectorAll("[data-set-lang]")) button.addEventListener("click", () => speak(button.dataset.setLang));
document.querySelector("[data-print]").addEventListener("click", () => window.print());
write();
follow();
document.documentElement.dataset.ready = "yes";

"use strict";
/* Data, language, and small helpers. Texts of the workbook only ever become text, never markup. */
const DATA = JSON.parse(document.getElementById("data").textContent);
const PAGE = { lang: document.documentElement.dataset.lang, sections: {}, beforePrint: [] };

/** A text in the chosen language: pairs have one for each. */
function tell(value) {
  if (value === null || value === undefined) return "";
  return typeof value === "object" && "zh" in value ? value[PAGE.lang] : value;
}

/** A word of the catalogue, with gaps filled. */
function say(key, facts) {
  let text = tell(DATA.words[key]);
  for (const [name, value] of Object.entries(facts || {})) text = text.replace(`{${name}}`, value);
  return text;
}

/** An element with attributes and children; strings become text. */
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "style") Object.assign(element.style, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== "") element.append(child);
  }
  return element;
}

/** Decimals that show the largest of some numbers in about four figures. */
function digitsFor(values) {
  const largest = Math.max(0, ...values.filter(Number.isFinite).map(Math.abs));
  if (largest >= 1000) return 0;
  if (largest >= 100) return 1;
  if (largest >= 1 || largest === 0) return 2;
  return Math.min(6, 2 - Math.floor(Math.log10(largest)));
}

/** A number as text; a dash for nought, nothing for a blank. */
function shown(value, digits) {
  if (!Number.isFinite(value)) return "";
  if (Math.abs(value) < 1e-9) return "–";
  const places = digits === undefined ? digitsFor([value]) : digits;
  const text = value.toLocaleString("en-US", { minimumFractionDigits: places, maximumFractionDigits: places });
  return text.replace("-", "−");
}

/** A title with its unit in brackets. */
function ofUnit(title, unit) {
  if (!unit) return title;
  return PAGE.lang === "zh" ? `${title}（${unit}）` : `${title} (${unit})`;
}

/** A light: icon and words on its colours. */
function pill(text) {
  const look = DATA.look.lights[String(text).slice(0, 1)];
  if (!look) return text;
  return make("span", { class: "pill", style: { color: look[0], backgroundColor: look[1] } }, text);
}

/** A labelled list to choose from; `options` are [value, text]. */
function chooser(label, options, value, changed, id) {
  const list = make("select", { id, onchange: (event) => changed(event.target.value) },
    options.map(([key, text]) => make("option", { value: key, selected: String(key) === String(value) }, String(text))));
  return make("label", {}, label, list);
}

/** A list of the parts of the region, and all of it; `state.region` is what is chosen. */
function regionChooser(regions, state, changed, id) {
  const every = [["", say("all_regions")], ...regions.map(([key, name]) => [key, tell(name)])];
  return chooser(say("region"), every, state.region, (value) => { state.region = value; changed(); }, id);
}

/** A labelled field for text to be found. */
function finder(value, changed, id) {
  const field = make("input", { type: "search", id, autocomplete: "off", oninput: (event) => changed(event.target.value) });
  field.value = value;
  return make("label", {}, say("search"), field);
}

/** A labelled box to be ticked. */
function ticker(label, value, changed, id) {
  const box = make("input", { type: "checkbox", id, onchange: (event) => changed(event.target.checked) });
  box.checked = value;
  return make("label", { class: "check" }, box, label);
}

/** Whether every word that is looked for stands in a text. */
function fits(text, wanted) {
  const low = text.toLowerCase();
  return wanted.toLowerCase().split(/\s+/).every((word) => low.includes(word));
}

function notes(list) {
  return (list || []).map((note) => make("p", { class: "note" }, tell(note)));
}

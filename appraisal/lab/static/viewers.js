// One match side by side, whatever its medium. No colour says how anything should be judged.
import { el, svg, visible } from "./dom.js";
import { overlay } from "./pictures.js";
import { players, score, inStep } from "./scores.js";

const SHADES = ["#4a5568", "#a0aec0", "#718096", "#2d3748", "#cbd5e0", "#1a202c"];

export function together(left, right) {
  const placed = new Map(); // where the program put a side: the browser tells of that as if a person had scrolled
  const follow = (from, to) => () => {
    const [top, across] = placed.get(from) ?? [];
    if (Math.abs(from.scrollTop - top) < 1 && Math.abs(from.scrollLeft - across) < 1) return;
    placed.delete(from);
    const reach = from.scrollHeight - from.clientHeight;
    to.scrollTop = reach > 0 ? (from.scrollTop / reach) * (to.scrollHeight - to.clientHeight) : 0;
    to.scrollLeft = from.scrollLeft;
    placed.set(to, [to.scrollTop, to.scrollLeft]);
  };
  left.addEventListener("scroll", follow(left, right), { passive: true });
  right.addEventListener("scroll", follow(right, left), { passive: true });
}

// A carriage return before a line feed is part of the line's end, not something to be spelt out.
const ended = (text, next) => (text.endsWith("\r") && (!next || next.startsWith("\n")) ? text.slice(0, -1) : text).replaceAll("\r\n", "\n");
const runs = (list) => list.map((run, at) => el("span", { class: `run ${run.role}` }, ended(run.text, list[at + 1]?.text)));

function excerpts(exhibit) {
  const made = [exhibit.left, exhibit.right].map((one) =>
    el("div", { class: "sheet text", tabindex: "0" }, el("div", { class: "where" }, one.place || one.file),
      el("div", { class: "prose" }, runs(one.runs))));
  together(...made);
  return el("div", { class: "pair" }, made);
}

function listing(exhibit) {
  const made = ["left", "right"].map((side) =>
    el("div", { class: "sheet code", tabindex: "0" }, el("div", { class: "where" }, exhibit[`${side}_place`]),
      el("table", { class: "lines" }, el("tbody", {}, exhibit[side].map(([number, list]) =>
        el("tr", { class: list.some((run) => run.role !== "same") ? "" : "all-same" },
          el("th", { scope: "row" }, number), el("td", {}, runs(list))))))));
  together(...made);
  return el("div", { class: "pair" }, made);
}

function plot(exhibit) {
  const [x0, x1] = exhibit.x_range;
  const [y0, y1] = exhibit.y_range;
  const at = ([x, y]) => [((x - x0) / (x1 - x0)) * 800, 400 - ((y - y0) / (y1 - y0)) * 400];
  const marks = exhibit.marks.map((mark) => {
    const colour = SHADES[mark.series % SHADES.length];
    if (mark.points) return svg("polyline", { points: mark.points.map((p) => at(p).join(",")).join(" "), fill: "none", stroke: colour });
    const [left, bottom] = at([mark.x, mark.y]);
    const [right, top] = at([mark.x + mark.width, mark.y + mark.height]);
    return svg("rect", { x: left, y: Math.min(top, bottom), width: Math.max(1, right - left), height: Math.max(1, Math.abs(bottom - top)), fill: colour });
  });
  return el("figure", { class: "sheet plot" },
    svg("svg", { viewBox: "-10 -10 820 420", width: 820, height: 420 }, svg("rect", { x: 0, y: 0, width: 800, height: 400, fill: "none", stroke: "#718096" }), marks),
    el("figcaption", {}, [exhibit.x_label, exhibit.y_label, ...exhibit.series].filter(Boolean).join(" · ")));
}

const grid = (exhibit) => el("table", { class: "grid" },
  el("thead", {}, el("tr", {}, exhibit.head.map((name) => el("th", {}, name)))),
  el("tbody", {}, exhibit.rows.map((row) => el("tr", {}, row.map((cell) => el("td", {}, cell))))));

const DRAWN = { AlignedText: excerpts, Listing: listing, Overlay: overlay, Score: score, Plot: plot, Table: grid };

// A stretch in the words of its unit, in the numbers of the record; lines and notes, as reports do, from 1 with the last one that belongs to it.
export function stretch(unit, start, stop, say) {
  const number = unit === "address" ? (value) => `0x${value.toString(16).toUpperCase()}` : String;
  const first = unit === "note" ? start + 1 : start;
  const last = unit === "line" && stop > start ? stop - 1 : unit === "note" ? Math.max(first, stop) : stop;
  return say(`unit.${unit}`, number(first), number(last));
}

function spoken(span, say) {
  if (span.unit === "file") return span.file;
  if (span.unit === "pixel") return `${span.file} · ${say("unit.pixel", span.polygon.map((p) => p.join(", ")).join(") ("))}`;
  return `${span.file} · ${stretch(span.unit, span.start, span.stop, say)}${span.view ? ` · ${span.view}` : ""}`;
}

// Whether anything but what is the same on both sides stands in an excerpt.
function differs(exhibit) {
  const listed = (side) => (exhibit.is === "Listing" ? exhibit[side].flatMap(([, list]) => list) : exhibit[side].runs);
  if (exhibit.is !== "Listing" && exhibit.is !== "AlignedText") return true;
  const told = ["left", "right"].map((side) => listed(side).filter((run) => run.role !== "same" && run.role !== "context" && run.text.trim()));
  const [mine, theirs] = told.map((list) => list.map((run) => run.text.trim()).join("\n"));
  return mine !== theirs; // what is folded away and stands on both sides alike is no difference
}

// The match whole: numbered, its places as handed in, what the method saw, its details.
export function matchView(told, say, options = {}) {
  const draw = DRAWN[told.exhibit.is] || (() => el("p", {}, visible(JSON.stringify(told.exhibit).slice(0, 2000))));
  const places = ["left", "right"].map((side) => el("ul", { class: "places" }, told.places[side].map((place) =>
    el("li", {}, spoken(place.span, say), place.words[say.language] ? ` (${place.words[say.language]})` : "")),
    told.more[side] > told.places[side].length ? el("li", {}, say("more-places", told.more[side])) : null));
  const details = told.details[say.language];
  const drawing = draw(told.exhibit, say, { ...options, changed: told.changed[say.language], together });
  const same = options.differences && !differs(told.exhibit);
  const played = players(told.media, say);
  inStep(drawing, played, told.media);
  return el("article", { class: `match${options.differences ? " differences" : ""}` },
    el("h2", {}, say("match-number", told.number), el("code", {}, told.id)),
    same ? el("p", { class: "notice no-difference" }, say("no-difference")) : drawing,
    played,
    el("div", { class: "pair" }, places),
    details.length ? el("details", {}, el("summary", {}, say("details")), el("dl", { class: "facts" }, details.map(([name, value]) =>
      [el("dt", {}, name), el("dd", {}, value)]))) : null);
}

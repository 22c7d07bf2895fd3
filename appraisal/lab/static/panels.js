// What stands beside the match browser: samples, unmatched parts, the court's view, the panel's steps.
import { el, show, percent, table, choice } from "./dom.js";
import { matchView } from "./viewers.js";

export function samplePanel(page) {
  const { say } = page;
  const body = el("div", {});
  const size = el("input", { type: "number", min: 1, value: Math.min(50, page.matches.all.length), class: "sample-size" });
  const rule = el("input", { type: "text", maxlength: 300, class: "sample-rule", placeholder: say("sample-rule") });
  const told = (listed) => {
    page.matches.sample = listed.length ? listed[listed.length - 1].ids : null;
    page.matches.controls();
    show(body, listed.length ? listed.map((one) => el("div", { class: "sample" },
      el("p", {}, say("sample-told", one.size, one.total, one.read, one.accepted)),
      el("p", { class: "interval" }, one.interval ? say("interval", percent(one.interval[0]), percent(one.interval[1]), one.level * 100) : say("interval-later", one.size - one.read)),
      one.before ? el("p", { class: "notice" }, say("sample-late", one.before)) : null,
      el("p", { class: "note" }, `${one.rule} · ${say("seed")} ${one.seed.slice(0, 16)}…`))) : el("p", {}, say("no-sample")));
  };
  page.ask("samples", { record: page.record }).then(told, page.failed);
  return el("div", {}, el("p", { class: "note" }, say("sample-note")),
    el("div", { class: "tools" }, size, rule, el("button", { type: "button", class: "draw-sample", onclick: () =>
      page.ask("draw", { record: page.record, size: Number(size.value), rule: rule.value }).then(told, page.failed) }, say("draw-sample"))), body);
}

export function unmatchedPanel(page) {
  const { say } = page;
  const body = el("div", {});
  const side = choice([["left", say("work-left")], ["right", say("work-right")]], {}, "left");
  const look = () => page.ask("unmatched", { record: page.record, side: side.value, size: 10 }).then((told) => {
    const seen = new Map();
    show(body, el("p", {}, say("unmatched-told", told.drawn.length, told.total)), told.drawn.map((place) =>
      el("div", { class: "sheet" }, el("div", { class: "where" }, `${place.file}${place.start === null ? "" : ` ${place.start}–${place.stop} · ${say("line", place.line)}`}`),
        el("div", { class: "prose" }, place.text || say("no-text")),
        choice([["", say("not-looked")], ["nothing", say("nothing-found")], ["overlooked", say("overlooked")]], { class: "seen", onchange: (event) => {
          if (event.target.value) seen.set(place, event.target.value);
          else seen.delete(place);
        } }, ""))),
    el("button", { type: "button", class: "file-check", onclick: () => page.ask("spot_check", { record: page.record, side: side.value, seed: told.seed,
      places: [...seen].map(([place, found]) => ({ file: place.file, start: place.start, stop: place.stop, seen: found })) })
      .then((made) => page.tell(say("filed", made.entry)), page.failed) }, say("file-check")));
  }, page.failed);
  return el("div", {}, el("p", { class: "note" }, say("unmatched-note")), el("div", { class: "tools" }, side, el("button", { type: "button", class: "look", onclick: look }, say("draw-places"))), body);
}

export function courtPanel(page) {
  const { say } = page;
  const body = el("div", { class: "court" });
  const number = el("input", { type: "text", maxlength: 64, value: page.court || page.matches.current?.number || 1, class: "court-number", oninput: () => { page.court = number.value; }, "aria-label": say("court-note") });
  return el("div", {}, el("p", { class: "note" }, say("court-note")), el("div", { class: "tools" }, number, el("button", { type: "button", class: "court-show", onclick: () => {
    show(body, el("p", {}, say("working")));
    page.ask("court", { record: page.record, number: number.value.trim() }).then((told) => show(body,
      el("p", { class: "notice recomputed" }, told.recomputed.same_record ? say("recomputed-same", told.recomputed.seconds) : told.recomputed.same_match ? say("recomputed-match", told.recomputed.seconds) : say("recomputed-other", told.recomputed.seconds)),
      el("p", { class: "where" }, `${told.comparator} · SHA-256 ${told.sha256}`), matchView(told, say)), (error) => { show(body); page.failed(error); });
  } }, say("court-show")), el("button", { type: "button", onclick: () => window.print() }, say("print"))), body);
}

// All verdicts on one match that may be seen, one entry of a log each; asked for when it is opened.
export function matchHistory(page, one) {
  const { say } = page;
  const body = el("div", {});
  const load = (event) => {
    if (!event.target.open) return;
    page.ask("history", { record: page.record, match: one.id }).then((listed) => show(body, listed.length ? table([say("entry"), say("expert"), say("on"), say("verdict"), say("reason"), say("note-head")],
      listed.map((row) => [`${row.log} ${row.seq}`, row.by, row.on, `${say(`verdict.${row.verdict}`)}${row.sealed ? ` · ${say("under-seal")}` : ""}`, row.reason ? say(`reason.${row.reason}`) : "", row.note])) : el("p", {}, say("no-history"))), page.failed);
  };
  return el("details", { class: "history", ontoggle: load }, el("summary", {}, say("history")), body);
}

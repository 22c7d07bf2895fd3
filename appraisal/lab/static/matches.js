// The match browser: all matches of one record, sorted, filtered, searched, grouped; a verdict by one key.
import { el, choice, show } from "./dom.js";
import { Rows } from "./list.js";
import { stretch } from "./viewers.js";

export const KEYS = { 0: "unreviewed", 1: "accepted", 2: "rejected", 3: "excluded", 4: "doubtful" };
const SORTS = ["number", "longest", "left", "right", "kind", "verdict"];

export class Matches {
  // `say`: words; `on.shown(match)`, `on.judge(ids, verdict)`, `on.changed()`: what the page does.
  constructor(say, on) {
    this.say = say;
    this.on = on;
    this.all = [];
    this.seen = [];
    this.at = -1;
    this.own = {};
    this.panel = {};
    this.sample = null;
    this.want = { sort: "number", verdict: "", kind: "", search: "", group: false, sample: false };
    this.list = new Rows(58, (index) => this.row(index), { role: "listbox", "aria-label": say("matches") });
    this.list.node.addEventListener("click", (event) => {
      const row = event.target.closest("[data-index]");
      if (row) this.select(Number(row.dataset.index));
    });
    this.count = el("span", { class: "count", role: "status" });
    this.node = el("section", { class: "matches" });
  }

  load(told, keep) {
    const at = Object.fromEntries(told.fields.map((name, index) => [name, index]));
    this.told = told;
    this.own = told.own;
    this.panel = told.panel;
    this.all = told.rows.map((row) => {
      const one = Object.fromEntries(told.fields.map((name) => [name, row[at[name]]]));
      one.leftFile = told.files.left[one.left];
      one.rightFile = told.files.right[one.right];
      one.leftUnit = told.units.left[one.left];
      one.rightUnit = told.units.right[one.right];
      one.kindName = told.kinds[one.kind];
      one.kindWord = told.kindWords[one.kindName] || one.kindName;
      one.size = one.leftStop === null ? 0 : one.leftStop - one.leftStart;
      one.words = `${one.number} ${one.id} ${one.leftFile} ${one.rightFile} ${one.kindWord} ${one.text} ${one.details} ${one.place.join(" ")}`.toLowerCase();
      return one;
    });
    this.byId = new Map(this.all.map((one) => [one.id, one]));
    this.groups = new Map();
    for (const one of this.all) this.groups.set(one.group, [...(this.groups.get(one.group) || []), one]);
    Object.assign(this.want, { kind: "", sample: false }, keep?.want);
    this.controls();
    this.apply(keep?.match);
  }

  // Until another record is there: nothing to see, nothing to judge.
  clear() {
    Object.assign(this, { all: [], seen: [], at: -1, own: {}, panel: {}, sample: null, byId: new Map() });
    delete this.node.dataset.record;
    this.list.reset(0);
    show(this.count, this.say("working"));
  }

  controls() {
    const { say, want } = this;
    const told = (name) => (event) => {
      want[name] = event.target.type === "checkbox" ? event.target.checked : event.target.value;
      this.apply();
    };
    const verdicts = [["", say("any-verdict")], ...Object.values(KEYS).map((v) => [v, say(`verdict.${v}`)])];
    this.search = el("input", { type: "search", placeholder: say("search"), value: want.search, class: "search", oninput: told("search") });
    show(this.node,
      el("div", { class: "tools" }, this.search,
        choice(SORTS.map((name) => [name, say(`sort.${name}`)]), { class: "sort", title: say("sort"), onchange: told("sort") }, want.sort),
        choice(verdicts, { class: "by-verdict", title: say("filter"), onchange: told("verdict") }, want.verdict),
        choice([["", say("any-kind")], ...this.told.kinds.map((k) => [k, this.told.kindWords[k] || k])], { class: "by-kind", title: say("kind"), onchange: told("kind") }, want.kind),
        el("label", {}, el("input", { type: "checkbox", class: "group", checked: want.group, onchange: told("group") }), say("group")),
        this.sample ? el("label", {}, el("input", { type: "checkbox", class: "sampled", checked: want.sample, onchange: told("sample") }), say("sampled-only")) : null,
        this.count),
      this.list.node);
  }

  verdict(one) {
    return this.own[one.id]?.[0] || "unreviewed";
  }

  apply(match) {
    const { want, say } = this;
    const before = match || this.current?.id;
    const words = want.search.toLowerCase().split(/\s+/).filter(Boolean);
    const sampled = want.sample && this.sample ? new Set(this.sample) : null;
    let seen = this.all.filter((one) => (!want.verdict || this.verdict(one) === want.verdict) && (!want.kind || one.kindName === want.kind)
      && (!sampled || sampled.has(one.id)) && words.every((word) => one.words.includes(word)));
    if (want.group) {
      const first = new Set();
      seen = seen.filter((one) => !first.has(one.group) && first.add(one.group));
    }
    const order = {
      longest: (a, b) => b.size - a.size,
      left: (a, b) => a.left - b.left || a.leftStart - b.leftStart,
      right: (a, b) => a.right - b.right || a.rightStart - b.rightStart,
      kind: (a, b) => a.kind - b.kind,
      verdict: (a, b) => this.verdict(a).localeCompare(this.verdict(b)),
    }[want.sort];
    if (order) seen.sort((a, b) => order(a, b) || a.number - b.number);
    else if (sampled) {
      const place = new Map(this.sample.map((id, at) => [id, at]));
      seen.sort((a, b) => place.get(a.id) - place.get(b.id));
    }
    this.seen = seen;
    this.counted();
    this.list.reset(seen.length);
    const at = seen.findIndex((one) => one.id === before);
    this.select(at >= 0 ? at : Math.min(0, seen.length - 1), true);
  }

  counted() {
    const read = this.all.filter((one) => this.verdict(one) !== "unreviewed").length;
    const alone = this.want.group && this.groups.size === this.all.length ? ` · ${this.say("none-same")}` : "";
    show(this.count, el("span", {}, this.say("counted", this.seen.length, this.all.length, read)), alone);
  }

  get current() {
    return this.seen[this.at];
  }

  // What a verdict is given to: the match, or all that are identical to it.
  chosen() {
    if (!this.current) return [];
    return this.want.group ? this.groups.get(this.current.group).map((one) => one.id) : [this.current.id];
  }

  row(index) {
    const one = this.seen[index];
    const mine = this.own[one.id];
    const verdict = this.verdict(one);
    const others = Object.entries(this.panel[one.id] || {});
    const same = this.groups.get(one.group).length;
    return el("div", { role: "option", class: index === this.at ? "chosen" : "", "data-index": String(index), "aria-selected": String(index === this.at) },
      el("div", { class: `mark ${verdict}`, title: this.say(`verdict.${verdict}`) }, this.say(`short.${verdict}`)),
      el("div", { class: "told" },
        el("div", { class: "line" }, el("b", {}, `№ ${one.number}`), ` ${one.kindWord}`, one.more ? ` · ${this.say("places", one.more)}` : "", same > 1 ? ` · ${this.say("same", same)}` : "",
          others.length ? ` · ${others.map(([who, v]) => `${who}${this.say(`short.${v[0]}`)}`).join(" ")}` : ""),
        el("div", { class: "line files" }, ["left", "right"].map((side) => `${one[`${side}File`]}${one[`${side}Start`] === null ? "" : ` ${stretch(one[`${side}Unit`], one[`${side}Start`], one[`${side}Stop`], this.say)}`}`).join(" ↔ ")),
        el("div", { class: "line words" }, one.text || one.details, mine?.[2] ? ` ✎ ${mine[2]}` : "")));
  }

  select(index, again = false) {
    if (index < 0 || index >= this.seen.length) {
      if (again) { this.at = -1; this.on.shown(null); }
      return;
    }
    const same = index === this.at && !again;
    this.at = index;
    this.list.reveal(index);
    this.list.refresh();
    if (!same) this.on.shown(this.current);
  }

  step(by) {
    this.select(Math.min(this.seen.length - 1, Math.max(0, this.at + by)));
  }

  // The next match nobody but the machine has spoken on; false when there is none.
  unread() {
    for (let n = 1; n <= this.seen.length; n += 1) {
      const at = (this.at + n) % this.seen.length;
      if (this.verdict(this.seen[at]) === "unreviewed") { this.select(at); return true; }
    }
    return false;
  }

  judged(own) {
    Object.assign(this.own, own);
    this.counted();
    this.list.refresh();
  }
}

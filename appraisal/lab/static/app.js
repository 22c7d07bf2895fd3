// The workbench: a record, its matches, one of them side by side, and what follows from judging them.
import { el, show, choice } from "./dom.js";
import { Waiting } from "./waiting.js";
import { Matches, KEYS } from "./matches.js";
import { matchView } from "./viewers.js";
import { twoPages } from "./pages.js";
import { waterfall, coverage, opposingTable } from "./figures.js";
import { guidedPanel } from "./guided.js";
import { samplePanel, unmatchedPanel, courtPanel, matchHistory } from "./panels.js";
import { stagePanel } from "./stages.js";

const TABS = ["match", "pages", "figures", "sample", "unmatched", "guided", "court", "opposing", "panel"];
// What is written in somebody's name says in whose: another person may have entered in another window meanwhile.
const WRITES = new Set(["judge", "draw", "exclude", "spot_check", "step", "report", "submit", "open_verdicts", "say", "issue"]);
const SHOWING = new Set(["match", "pages"]); // where the chosen match is on the screen, and so is judged
const PAUSE = 350; // milliseconds without a verdict after which figures are counted anew

function speaker(language) {
  const say = (key, ...given) => given.reduce((text, one, at) => text.replaceAll(`{${at}}`, String(one)), WORDS[say.language][key] ?? key);
  say.language = language;
  return say;
}

class Workbench {
  constructor(root, ask, options) {
    Object.assign(this, { root, options, tab: "match", reason: "", differences: false, undone: [], waiting: new Waiting() });
    this.failed = (error) => this.tell((this.say.language === "zh" && error.zh) || error.message, true);
    this.ask = (action, given = {}) => {
      if (action === "remember") return ask(action, { ...given, as: this.state.expert }); // for itself: nobody waits for it
      if (WRITES.has(action)) this.tell(""); // what was said before is not said of this one
      return this.waiting.of(ask(action, WRITES.has(action) ? { ...given, as: this.state.expert } : given));
    };
  }

  async begin() {
    this.draft = { fields: {}, evidence: {} }; // of guided comparison: what this person has written and not recorded
    this.told = await this.ask("open");
    this.state = this.told.state;
    this.say = speaker(this.options.language || this.told.remembered.language || this.told.language);
    this.layout();
    const asked = this.told.remembered.record;
    const first = this.told.records.find((one) => one.key === asked) || this.told.records.find((one) => one.matches) || this.told.records[0];
    if (first) await this.open(first.key, this.told.remembered);
    else this.tell(this.say("no-records"));
  }

  layout() {
    const { say, told } = this;
    this.root.lang = say.language === "zh" ? "zh-CN" : "en";
    this.root.dataset.expert = this.state.expert;
    this.status = el("div", { class: "status", role: "status" });
    this.waiting.say = say;
    this.view = el("div", { class: "view", tabindex: "0" });
    this.matches = new Matches(say, { shown: (one) => this.shown(one) });
    this.tabs = el("nav", { class: "tabs", role: "tablist" }, TABS.map((name) =>
      el("button", { type: "button", role: "tab", class: `tab-${name}`, "aria-selected": String(name === this.tab), onclick: () => { this.tell(""); if (!this.stands(name)) this.turn(name); } }, say(`tab.${name}`))));
    const names = (one) => `${one.comparator} · ${one.left} – ${one.right}${this.state.hidden ? "" : ` (${one.matches})`}${one.status === "ok" ? "" : ` ${say(`status.${one.status}`)}`}`;
    this.records = choice(told.records.map((one) => [one.key, names(one)]), { class: "records", title: say("record"), onchange: (event) => { this.tell(""); this.open(event.target.value); } }, this.record);
    const other = say.language === "zh" ? "en" : "zh";
    show(this.root,
      el("header", { class: "top" },
        el("div", { class: "title" }, el("b", {}, told.number), ` ${told.title}`), this.records, this.who(),
        this.options.notebooks ? el("button", { type: "button", onclick: () => window.open(this.options.notebooks, "_blank", "noopener") }, say("notebooks")) : null,
        el("button", { type: "button", class: "print", onclick: () => window.print() }, say("print")),
        el("button", { type: "button", class: "language", onclick: () => this.speak(other) }, WORDS[other]["language-name"])),
      this.state.opposing ? el("p", { class: "notice" }, say("opposing-mode", say(`who.${this.state.opposing}`))) : null,
      this.state.sealed ? el("p", { class: "notice sealed" }, say("sealed-mode")) : null,
      el("div", { class: "body" }, this.matches.node, el("section", { class: "work" }, this.tabs, this.verdictBar(), this.view)),
      el("footer", { class: "foot" }, this.waiting.node, this.status));
    if (!this.listening) {
      this.listening = true;
      (this.options.cell ? this.root : this.root.ownerDocument).addEventListener("keydown", (event) => this.key(event));
      this.root.addEventListener("change", (event) => { if (event.target.tagName === "SELECT") event.target.blur(); }); // keys judge again
    }
  }

  who() {
    const { say, told, state } = this;
    const names = [...new Set([...Object.keys(state.stages), ...told.experts, ...told.known, state.reviewer, state.signatory, state.expert].filter(Boolean))];
    const pick = choice([["", say("who-are-you")], ...names.map((name) => [name, name])], { class: "expert" }, state.expert);
    const secret = el("input", { type: "password", class: "passphrase", placeholder: say("passphrase"), autocomplete: "off" });
    const enter = el("button", { type: "button", class: "enter", onclick: () =>
      this.ask("enter", { expert: pick.value, passphrase: secret.value }).then(() => {
        this.options = { ...this.options, language: this.say.language };
        return this.begin(); // where that person stopped
      }).catch(async (error) => {
        this.state = await this.ask("state"); // nobody works here now
        await this.reload();
        this.failed(error);
      }).catch(this.failed) }, say("enter"));
    return el("div", { class: "who" }, pick, secret, enter, el("span", { class: "signs" }, state.expert ? say(state.signs ? "signs" : "signs-not") : ""));
  }

  verdictBar() {
    const { say, told } = this;
    this.note = el("input", { type: "text", class: "note-field", maxlength: 500, placeholder: say("note") });
    this.reasons = choice([["", say("reason")], ...told.reasons.map((r, at) => [r, `${at + 1} ${say(`reason.${r}`)}`])], { class: "reasons", onchange: (event) => { this.reason = event.target.value; } }, this.reason);
    const buttons = this.state.opposing
      ? [["out", () => this.oppose(true, this.reason)], ["back", () => this.oppose(false)]].map(([name, act]) => el("button", { type: "button", class: `party-${name}`, onclick: act }, say(`party-${name}`)))
      : Object.entries(KEYS).map(([key, verdict]) => el("button", { type: "button", class: `verdict ${verdict}`, disabled: !this.state.may_judge, onclick: () => this.judge(verdict, this.reason) }, el("kbd", {}, key), say(`verdict.${verdict}`)));
    this.bar = el("div", { class: "verdicts" }, buttons, this.reasons, this.note,
      el("label", {}, el("input", { type: "checkbox", class: "only-differences", checked: this.differences, onchange: (event) => { this.differences = event.target.checked; this.turn(this.tab); } }), say("differences-only")));
    return this.bar;
  }

  speak(language) {
    this.say = speaker(language);
    this.remember({ language });
    this.reload();
  }

  // Draw all anew where it stood: another language, another person, another stage of the panel.
  async reload() {
    const keep = { match: this.matches.current?.id, want: this.matches.want };
    this.layout();
    if (this.record) await this.open(this.record, keep);
  }

  async open(key, keep = {}) {
    const asked = {};
    this.opening = asked;
    this.record = key;
    this.matches.clear(); // from the moment of choosing nothing of the record before is shown, judged or stepped to
    this.turn(this.tab);
    try {
      const [told, samples, opposed] = await Promise.all([this.ask("matches", { record: key, language: this.say.language }),
        this.ask("samples", { record: key }), this.state.opposing ? this.ask("opposed") : {}]);
      if (this.opening !== asked) return; // another record was chosen meanwhile
      this.opening = null;
      this.record = told.record;
      this.records.value = told.record;
      this.opposed = opposed;
      this.matches.sample = samples.length ? samples[samples.length - 1].ids : null;
      this.matches.load(told, keep);
      if (!SHOWING.has(this.tab) && this.tab !== "court") this.turn(this.tab); // those are turned to by the match
      this.matches.node.dataset.record = told.record;
    } catch (error) {
      if (this.opening === asked) this.opening = null;
      this.refused(error);
    }
  }

  // Nothing came to be shown: said where it would stand, too.
  refused(error) {
    this.failed(error);
    this.fault = this.status.textContent;
    show(this.view, el("p", { class: "notice" }, this.fault));
  }

  shown(one) {
    this.remember();
    this.unchoose();
    if (SHOWING.has(this.tab) || this.tab === "court") this.turn(this.tab);
    this.note.value = one ? this.matches.own[one.id]?.[2] || "" : "";
  }

  // The match is shown already: drawn anew it would lose what is being marked on it.
  stands(name) {
    return name === "match" && name === this.tab && !this.opening && !!this.drawn && this.drawn === this.matches.current?.id;
  }

  async turn(name) {
    this.tab = name;
    this.tabs.querySelectorAll("button").forEach((button, at) => button.setAttribute("aria-selected", String(TABS[at] === name)));
    this.bar.hidden = !SHOWING.has(name) && !this.state.opposing;
    const { say } = this;
    const one = this.matches.current;
    const asked = {};
    this.asked = asked;
    const seen = (whole) => { if (this.asked === asked) this.drawn = whole ? one.id : null; };
    const put = (...nodes) => { if (this.asked !== asked) return; seen(name === "match" && one); this.fault = ""; show(this.view, ...nodes); };
    if (this.opening) return put(el("p", { class: "note" }, say("working")));
    if (SHOWING.has(name) && one && this.drawn !== one.id) show(this.view, el("p", { class: "note" }, say("working"))); // never one match under another's row
    try {
      if (name === "match") {
        if (!one) return put(el("p", {}, say("no-match")));
        const told = await this.ask("exhibit", { record: this.record, match: one.id });
        const others = Object.entries(this.matches.panel[one.id] || {});
        return put(matchView(told, say, { differences: this.differences, region: this.state.opposing ? null : (side, ring) => this.exclude(side, { polygon: ring }),
            stretch: this.state.opposing ? null : (side, ends) => this.exclude(side, { stretch: ends }) }),
          this.state.opposing ? null : this.placesOut(told), matchHistory(this, one),
          others.length ? el("ul", { class: "dissent" }, others.map(([who, v]) => el("li", {}, `${who}: ${say(`verdict.${v[0]}`)} ${v[1] ? say(`reason.${v[1]}`) : ""} ${v[2]}`))) : null);
      }
      if (name === "pages") {
        if (!one) return put(el("p", {}, say("no-match")));
        const [left, right] = await Promise.all([["left", one.leftFile], ["right", one.rightFile]].map(([side, file]) => this.ask("page", { record: this.record, side, file })));
        put(left && right ? twoPages(left, right, one.number, say) : el("p", {}, say("no-pages")));
        return seen([left, right].every((page) => page?.marks.some((mark) => mark[2] === one.number)));
      }
      if (name === "figures") return this.count();
      if (name === "opposing") {
        put(el("p", {}, say("working")));
        return put(opposingTable(await this.ask("opposing", { record: this.record }), say));
      }
      return put({ sample: samplePanel, unmatched: unmatchedPanel, guided: guidedPanel, court: courtPanel, panel: stagePanel }[name](this));
    } catch (error) { return this.asked === asked ? this.refused(error) : undefined; }
  }

  // The place of a match taken out of one work, from the next run on.
  placesOut(told) {
    const { say } = this;
    return el("div", { class: "tools" }, ["left", "right"].map((side) =>
      el("button", { type: "button", class: `exclude-${side}`, disabled: !this.state.expert, onclick: () => this.exclude(side) }, say(`exclude-${side}`, told.places[side][0].span.file))));
  }

  async count() {
    const { say } = this;
    const asked = this.asked;
    if (!this.view.querySelector(".waterfall")) show(this.view, el("p", {}, say("working")));
    const told = await this.ask("figures", { record: this.record, language: say.language });
    if (this.asked !== asked || this.tab !== "figures") return;
    show(this.view, waterfall(told, say), told.hidden ? null : coverage(this.matches, say));
  }

  comparator() {
    return this.told.records.find((one) => one.key === this.record)?.comparator || "";
  }

  // Figures follow a verdict, once the expert has paused.
  later() {
    clearTimeout(this.recount);
    this.recount = setTimeout(() => {
      if (this.tab === "figures") this.count().catch(this.failed);
      if (this.tab === "opposing") this.turn("opposing");
    }, PAUSE);
  }

  // Why no match can be judged now; empty when one can.
  hindered() {
    const { say, matches } = this;
    if (this.opening) return say("record-opening");
    if (!matches.current) return say("nothing-to-judge");
    if (!SHOWING.has(this.tab)) return say("not-on-screen");
    if (this.drawn !== matches.current.id) return this.fault || say("not-shown-yet");
    return this.judging ? say("still-writing") : "";
  }

  // A reason is chosen once for each exclusion: none that was chosen for another match is taken for this one.
  choose(kind) {
    this.choosing = kind;
    this.bar.classList.add("choosing");
    this.tell(this.say("choose-reason"));
  }

  unchoose(used = false) {
    if (this.choosing && !used) this.tell("");
    this.choosing = false;
    this.bar.classList.remove("choosing");
  }

  spent() {
    this.reason = "";
    this.reasons.value = "";
  }

  async judge(verdict, reason = "") {
    const { say, matches, record } = this;
    const hindered = this.hindered();
    if (hindered) { this.tell(hindered, true); return; }
    if (verdict === "excluded" && !reason) { this.choose("panel"); return; }
    const one = matches.current;
    const ids = matches.chosen();
    const numbers = ids.map((id) => matches.byId.get(id).number).slice(0, 12).join(", ");
    const before = ids.map((id) => [id, matches.own[id] || ["unreviewed", "", ""]]);
    this.judging = true;
    try {
      const told = await this.ask("judge", { record, matches: ids, verdict, reason: verdict === "excluded" ? reason : "", note: this.note.value });
      this.undone.push([record, before]);
      this.tell(say("judged", numbers, say(`verdict.${verdict}`), told.log, told.entry));
      if (this.record !== record || this.matches !== matches) return; // another record was chosen meanwhile
      this.spent();
      matches.judged(told.own);
      this.later();
      if (matches.current === one) matches.step(1);
    } catch (error) { this.failed(error); } finally { this.judging = false; }
  }

  // The last verdict taken back: what stood before is written again, as another entry.
  async undo() {
    const { say, matches } = this;
    if (this.opening || this.judging) { this.tell(say(this.opening ? "record-opening" : "still-writing"), true); return; }
    const at = this.undone.findLastIndex(([record]) => record === this.record);
    if (at < 0) { this.tell(say("nothing-to-undo")); return; }
    const [, before] = this.undone[at];
    const kinds = new Map();
    for (const [id, [verdict, reason, note]] of before) {
      const key = JSON.stringify([verdict, reason, note]);
      kinds.set(key, [...(kinds.get(key) || []), id]);
    }
    try {
      let told = null;
      for (const [key, ids] of kinds) {
        const [verdict, reason, note] = JSON.parse(key);
        told = await this.ask("judge", { record: this.record, matches: ids, verdict, reason, note });
        matches.judged(told.own);
      }
      this.undone.splice(at, 1);
      const back = matches.seen.findIndex((one) => one.id === before[0][0]);
      if (back >= 0) matches.select(back, true);
      this.tell(say("taken-back", before.map(([id]) => matches.byId.get(id).number).slice(0, 12).join(", "), told.log, told.entry));
      this.later();
    } catch (error) { this.failed(error); }
  }

  async oppose(out, reason = "") {
    const { say, matches } = this;
    if (this.opening || !matches.current) { this.tell(say(this.opening ? "record-opening" : "nothing-to-judge"), true); return; }
    if (out && !reason) { this.choose("party"); return; }
    try {
      this.opposed = await this.ask("oppose", { record: this.record, matches: matches.chosen(), reason: out ? reason : "" });
      this.spent();
      this.tell(say("opposed", Object.keys(this.opposed).length));
      this.later();
      matches.step(1);
    } catch (error) { this.failed(error); }
  }

  async exclude(side, drawn = {}) {
    const { say } = this;
    if (!this.reason) { this.tell(say("choose-reason-first"), true); return false; }
    try {
      const told = await this.ask("exclude", { record: this.record, match: this.matches.current.id, side, reason: this.reason, note: this.note.value, ...drawn });
      this.spent();
      this.tell(say(told.after_results ? "excluded-late" : "excluded", told.label, told.span.file));
      return true;
    } catch (error) { this.failed(error); }
    return false;
  }

  key(event) {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type !== "checkbox";
    if (event.key === "Escape" && typing) { event.target.blur(); return; }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !this.root.isConnected) return;
    if (this.choosing) {
      const reason = this.told.reasons[Number(event.key) - 1];
      const party = this.choosing === "party";
      this.unchoose(Boolean(reason));
      event.preventDefault();
      if (reason) (party ? this.oppose(true, reason) : this.judge("excluded", reason));
      return;
    }
    const acts = { j: () => this.matches.step(1), ArrowDown: () => this.matches.step(1), k: () => this.matches.step(-1), ArrowUp: () => this.matches.step(-1),
      PageDown: () => this.matches.step(10), PageUp: () => this.matches.step(-10), Home: () => this.matches.select(0), End: () => this.matches.select(this.matches.seen.length - 1),
      u: () => { if (!this.matches.unread()) this.tell(this.say(this.opening ? "record-opening" : "nothing-unread"), true); }, z: () => this.undo(), n: () => this.note.focus(), "/": () => this.matches.search.focus(), f: () => this.turn("figures"), m: () => this.turn("match"),
      d: () => { this.differences = !this.differences; this.bar.querySelector(".only-differences").checked = this.differences; this.turn(this.tab); } };
    if (event.key in KEYS && !this.state.opposing) acts[event.key] = () => this.judge(KEYS[event.key]);
    if (event.key === "x" && this.state.opposing) acts.x = () => this.oppose(true);
    if (!Object.hasOwn(acts, event.key)) return;
    event.preventDefault();
    acts[event.key]();
  }

  remember(more = {}) {
    clearTimeout(this.remembering);
    this.place = { ...this.place, ...more, language: this.say.language, record: this.record, match: this.matches.current?.id, want: this.matches.want };
    this.remembering = setTimeout(() => this.ask("remember", { place: this.place }).catch(this.failed), 600);
  }

  tell(text, wrong = false) {
    this.status.classList.toggle("wrong", wrong);
    show(this.status, text);
  }
}

export function start(root, ask, options = {}) {
  const page = new Workbench(root, ask, options);
  page.begin().catch((error) => show(root, el("p", { class: "status wrong" }, error.message)));
  return page;
}

// For a notebook cell: the same page, over the kernel's own channel.
export function render({ model, el: cell }) {
  const waiting = new Map();
  let count = 0;
  const heard = (told) => {
    const promise = waiting.get(told.id);
    waiting.delete(told.id);
    if (promise) (told.error === undefined ? promise[0](told.answer) : promise[1](Object.assign(new Error(told.error), { zh: told.zh })));
  };
  model.on("msg:custom", heard);
  const ask = (action, given = {}) => new Promise((done, failed) => {
    count += 1;
    waiting.set(count, [done, failed]);
    model.send({ id: count, action, given });
  });
  const root = document.createElement("div");
  root.className = "lab in-cell";
  root.dataset.lmSuppressShortcuts = "true"; // what is typed here is no command of JupyterLab, what is typed elsewhere no verdict
  cell.append(root);
  start(root, ask, { cell: true });
  return () => { model.off("msg:custom", heard); root.remove(); };
}

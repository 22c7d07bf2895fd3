// Abstraction, filtration, comparison, guided; access and chronology as a timeline. Each point with its evidence.
import { el, svg, show, choice, table } from "./dom.js";

const SOURCES = ["match", "file", "document", "entry", "outside"];
const FILTERS = ["idea", "fact", "customary", "common-source", "third-party", "licensed", "public-domain", "quotation", "dictated-by-function", "limited-expression", "tool-generated"];
const OUTCOMES = ["same", "alike", "different", "one-sided"];
const ABOUT = ["creation", "publication", "registration", "licence", "contact", "access", "development", "release", "other"];

const field = (name, word, more = {}) => el("input", { type: "text", class: name, maxlength: 4000, placeholder: word, "aria-label": word, ...more });
const area = (name, word) => el("textarea", { rows: 2, class: name, maxlength: 4000, placeholder: word, "aria-label": word });
const button = (name, word, act) => el("button", { type: "button", class: name, onclick: act }, word);
const plain = (one) => ({ source: one.source, what: one.what, note: one.note });

function evidenceWords(one, say) {
  const where = one.source === "outside" ? "" : `${say(`source.${one.source}`)} `;
  const what = one.number ? `${one.comparator} № ${one.number} · ${say(`verdict.${one.verdict}`)}` : one.what;
  return `${where}${what}${one.gone ? ` · ${say("evidence-gone")}` : ""}${one.note ? ` · ${one.note}` : ""}`;
}

// Pieces of evidence being put together: the match that is shown by one button, all others in words.
class Evidences {
  constructor(page, name) {
    const { say } = page;
    this.list = [];
    this.kept = (list) => { page.draft.evidence[name] = list; };
    this.say = say;
    this.shown = el("ul", { class: `${name}-evidence` });
    const source = choice(SOURCES.map((one) => [one, say(`source.${one}`)]), { class: `${name}-evidence-source` }, "outside");
    const what = field(`${name}-evidence-what`, say("evidence-what"));
    const note = field(`${name}-evidence-note`, say("evidence-note"));
    this.node = el("div", {}, el("div", { class: "tools" }, button(`${name}-evidence-this`, say("evidence-this"), () => {
      const one = page.matches.current;
      if (one) this.add({ source: "match", what: `${page.record.slice(0, 16)} ${one.id}`, note: note.value, number: one.number, comparator: page.comparator(), verdict: page.matches.verdict(one) });
    }), source, what, note, button(`${name}-evidence-add`, say("evidence-add"), () => {
      if (!what.value.trim()) return;
      this.add({ source: source.value, what: what.value.trim(), note: note.value.trim() });
      what.value = "";
      note.value = "";
    })), this.shown);
    this.set(page.draft.evidence[name] || []);
  }

  add(one) {
    this.set([...this.list, one]);
  }

  set(list) {
    this.list = list;
    this.kept(list);
    show(this.shown, list.map((one) => el("li", {}, evidenceWords(one, this.say), " ", button("drop", "×", () => this.set(this.list.filter((other) => other !== one))))));
  }

  told() {
    return this.list.map(plain);
  }
}

export function guidedPanel(page) {
  const { say } = page;
  const writing = !page.state.opposing;
  const pair = page.told.records.find((one) => one.key === page.record);
  const labels = pair ? [...new Set([pair.left, pair.right])] : [];
  const body = el("div", { class: "guided" });
  // What is written and not recorded yet stays: when another part is recorded, when the match is looked at meanwhile.
  const fields = () => [...body.querySelectorAll("input, select, textarea")];
  const keep = () => fields().forEach((one) => { page.draft.fields[one.className] = one.value; });
  body.addEventListener("input", (event) => { page.draft.fields[event.target.className] = event.target.value; });
  const draw = (told) => {
    show(body, levels(told), elements(told), ledger(told), chronology(told));
    for (const one of fields()) {
      const kept = page.draft.fields[one.className];
      if (kept !== undefined && (one.tagName !== "SELECT" || [...one.options].some((option) => option.value === kept))) one.value = kept;
    }
  };
  const put = (kind, given) => page.ask("say", { kind, body: given }).then((told) => {
    if (!given.withdrawn) {
      const own = kind === "element" ? /^(element|said)-/ : new RegExp(`^${kind}-`);
      for (const name of Object.keys(page.draft.fields)) if (own.test(name)) delete page.draft.fields[name];
      delete page.draft.evidence[kind];
    }
    page.tell(say("filed-guided"));
    draw(told);
  }, page.failed);

  function levels(told) {
    const order = el("input", { type: "number", min: 1, max: 99, class: "level-order", value: String(told.levels.length + 1) });
    const name = field("level-name", say("level-name"));
    const about = field("level-about", say("level-about"));
    const note = field("level-note", say("turned-why"));
    return [el("h3", {}, say("levels")), el("p", { class: "note" }, say("levels-note")),
      told.levels.length ? table([say("level-order"), say("level-name"), say("level-about"), ""], told.levels.map((one) => [one.order, one.name, one.about,
        writing ? button("withdraw-level", say("withdraw"), () => put("level", { ...one, withdrawn: true, note: note.value.trim() })) : ""])) : null,
      writing ? el("div", { class: "tools" }, order, name, about, note, button("level-add", say("level-add"), () => put("level", { order: Number(order.value), name: name.value.trim(), about: about.value.trim(), note: note.value.trim() }))) : null];
  }

  function elements(told) {
    const finding = (one) => (one.filtered ? say("filtered-as", say(`filter.${one.filtered}`)) : say(`outcome.${one.outcome}`));
    const form = writing && told.levels.length ? elementForm(told) : null;
    const card = (one) => el("div", { class: "sheet element" }, el("b", {}, one.name), ` · ${finding(one)} · ${one.by} · ${one.entry}`,
      el("div", { class: "pair" }, one.expressions.map(([label, said]) => el("div", { class: "prose" }, `${label}：${said}`))),
      one.why ? el("p", {}, `${say("why")}：${one.why}`) : null, one.differences ? el("p", {}, `${say("differences")}：${one.differences}`) : null, one.note ? el("p", {}, `${say("turned-why")}：${one.note}`) : null,
      el("ul", { class: "places" }, one.evidence.map((each) => el("li", {}, evidenceWords(each, say)))),
      writing && one.by === page.state.expert ? el("div", { class: "tools" }, button("change-element", say("change"), () => form.set(one)),
        button("withdraw-element", say("withdraw"), () => put("element", bare(one, { withdrawn: true, note: form.note() })))) : null);
    return [el("h3", {}, say("elements")), form?.node, told.levels.map((level) => [el("h3", {}, `${level.order} ${level.name}`),
      told.elements.filter((one) => one.level === level.name).map(card)]),
    told.unsupported.length ? el("p", { class: "notice unsupported" }, say("unsupported", told.unsupported.map(([name, number, verdict]) => `${name}（№ ${number} ${say(`verdict.${verdict}`)}）`).join("，"))) : null];
  }

  const bare = (one, more) => ({ level: one.level, name: one.name, expressions: one.expressions, filtered: one.filtered, why: one.why, outcome: one.outcome, differences: one.differences, evidence: one.evidence.map(plain), ...more });

  function elementForm(told) {
    const level = choice(told.levels.map((one) => [one.name, `${one.order} ${one.name}`]), { class: "element-level" }, told.levels[0].name);
    const name = field("element-name", say("element-name"));
    const said = labels.map((label) => area(`said-${label}`, say("said-by", label)));
    const finding = choice([["", say("finding")], ...OUTCOMES.map((one) => [`outcome ${one}`, say(`outcome.${one}`)]), ...FILTERS.map((one) => [`filtered ${one}`, say("filtered-as", say(`filter.${one}`))])], { class: "element-finding" }, "");
    const why = field("element-why", say("why"));
    const note = field("element-note", say("turned-why"));
    const differences = area("element-differences", say("differences"));
    const evidence = new Evidences(page, "element");
    const node = el("div", { class: "sheet" }, el("div", { class: "tools" }, level, name, finding, why, note), el("div", { class: "pair" }, said), differences, evidence.node,
      button("element-add", say("element-add"), () => {
        const [kind, word] = finding.value.split(" ");
        put("element", { level: level.value, name: name.value.trim(), expressions: labels.map((label, at) => [label, said[at].value.trim()]).filter(([, words]) => words),
          filtered: kind === "filtered" ? word : null, outcome: kind === "outcome" ? word : null, why: why.value.trim(), differences: differences.value.trim(), evidence: evidence.told(), note: note.value.trim() });
      }));
    const set = (one) => {
      level.value = one.level;
      name.value = one.name;
      labels.forEach((label, at) => { said[at].value = one.expressions.find(([who]) => who === label)?.[1] || ""; });
      finding.value = one.filtered ? `filtered ${one.filtered}` : `outcome ${one.outcome}`;
      why.value = one.why;
      differences.value = one.differences;
      evidence.set(one.evidence);
      keep();
      node.scrollIntoView();
    };
    return { node, set, note: () => note.value.trim() };
  }

  function ledger(told) {
    const kinds = ["elements", "filtered", ...OUTCOMES, "divided"];
    const reason = (list) => list.split(", ").map((one) => (one ? say(`filter.${one}`) : "–")).join("，");
    return [el("h3", {}, say("ledger")), told.ledger.length ? table([say("ledger-of"), say("reason"), say("ledger-count")], told.ledger.map((row) => [say(`ledger.${row.of}`), reason(row.reason), row.count]), { class: "grid ledger" }) : el("p", {}, say("ledger-none")),
      told.levels.length ? [el("h3", {}, say("remaining")), el("p", { class: "note" }, say("remaining-note")), table([say("level-name"), ...kinds.map((one) => say(`tally.${one}`))], Object.entries(told.tally).map(([level, row]) => [level, ...kinds.map((one) => row[one])]))] : null];
  }

  function chronology(told) {
    const when = field("event-when", say("event-when"));
    const until = field("event-until", say("event-until"));
    const about = choice(ABOUT.map((one) => [one, say(`about.${one}`)]), { class: "event-about" }, "creation");
    const label = choice([["", say("event-no-work")], ...labels.map((one) => [one, one])], { class: "event-label" }, "");
    const what = field("event-what", say("event-what"));
    const by = field("event-told", say("event-told"));
    const disputed = field("event-disputed", say("event-disputed"));
    const evidence = new Evidences(page, "event");
    const again = (one, more) => ({ what: one.what, when: one.when, until: one.until, about: one.about, label: one.label, told: one.told, disputed: one.disputed, evidence: one.evidence.map(plain), ...more });
    return [el("h3", {}, say("chronology")), el("p", { class: "note" }, say("chronology-note")),
      told.events.length ? [timeline(told.events, labels, say), table(["", say("event-when"), say("event-what"), say("event-told"), say("evidence"), ""], told.events.map((one, at) => [at + 1,
        one.until ? `${one.when} – ${one.until}` : one.when, `${say(`about.${one.about}`)} · ${one.what}${one.label ? ` · ${one.label}` : ""}`,
        `${one.told || "–"}${one.disputed ? ` · ${say("event-disputed")}：${one.disputed}` : ""}`, el("ul", {}, one.evidence.map((each) => el("li", {}, evidenceWords(each, say)))),
        writing && one.by === page.state.expert ? button("withdraw-event", say("withdraw"), () => put("event", again(one, { withdrawn: true }))) : one.by]), { class: "grid events" })] : null,
      writing ? el("div", { class: "sheet" }, el("div", { class: "tools" }, when, until, about, label, what, by, disputed), evidence.node, button("event-add", say("event-add"), () => put("event", {
        what: what.value.trim(), when: when.value.trim(), until: until.value.trim(), about: about.value, label: label.value, told: by.value.trim(), disputed: disputed.value.trim(), evidence: evidence.told() }))) : null];
  }

  page.ask("guided").then(draw, page.failed);
  return body;
}

// Events on one axis of time, a lane for each work and one for those of none; a bar is as long as the time is uncertain.
function timeline(events, labels, say) {
  const day = (iso) => Date.parse(`${iso}T00:00:00Z`) / 86400000;
  const lanes = [...labels, ""];
  const low = Math.min(...events.map((one) => day(one.from)));
  const wide = Math.max(1, Math.max(...events.map((one) => day(one.to))) - low + 1);
  const at = (value) => 90 + ((value - low) / wide) * 690;
  const first = events[0].from;
  const last = events.reduce((most, one) => (one.to > most ? one.to : most), first);
  return el("figure", { class: "sheet timeline" }, svg("svg", { viewBox: `0 0 800 ${lanes.length * 40 + 30}`, width: 800, height: lanes.length * 40 + 30 },
    lanes.map((label, n) => [svg("text", { x: 4, y: n * 40 + 27, "font-size": 13 }, label || say("event-no-work")), svg("line", { x1: 90, x2: 790, y1: n * 40 + 30, y2: n * 40 + 30, stroke: "#a0aec0" })]),
    events.map((one, number) => {
      const y = Math.max(0, lanes.indexOf(labels.includes(one.label) ? one.label : "")) * 40;
      return [svg("rect", { x: at(day(one.from)), y: y + 22, width: Math.max(4, at(day(one.to) + 1) - at(day(one.from))), height: 8, fill: "#4a5568", "fill-opacity": 0.6 }, svg("title", {}, one.what)),
        svg("text", { x: at(day(one.from)), y: y + 17, "font-size": 12 }, number + 1)];
    }),
    svg("text", { x: 90, y: lanes.length * 40 + 20, "font-size": 12 }, first), svg("text", { x: 790, y: lanes.length * 40 + 20, "font-size": 12, "text-anchor": "end" }, last)));
}

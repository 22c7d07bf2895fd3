// What the panel does together: hand in, open, deliberate, review, report, gates, issue.
import { el, show, choice, table } from "./dom.js";

export function stagePanel(page) {
  const { say, state } = page;
  const act = (action, given, after) => page.ask(action, given).then((told) => { after(told); }, page.failed);
  const renewed = (said) => async (told) => {
    page.state = told;
    await page.reload();
    page.tell(say(said));
  };
  // What is not read is said before nothing can be added: of each record how many of how many.
  const submit = () => page.ask("unread").then((listed) => {
    const left = listed.reduce((sum, one) => sum + one.unread, 0);
    const rows = listed.filter((one) => one.unread).map((one) => say("unread-of", `${one.comparator} · ${one.left} – ${one.right}`, one.unread, one.total));
    const said = left ? say("submit-unread", left, listed.reduce((sum, one) => sum + one.total, 0), rows.slice(0, 12).join("\n") + (rows.length > 12 ? "\n…" : "")) : "";
    if (window.confirm(said + say("submit-sure"))) act("submit", {}, renewed("submitted"));
  }, page.failed);
  const stages = Object.entries(state.stages);
  const everyone = stages.every(([, stage]) => stage !== "judging");
  const note = el("textarea", { rows: 3, class: "step-note", placeholder: say("step-note") });
  const step = (kind) => el("button", { type: "button", class: `step-${kind}`, onclick: () =>
    act("step", { kind, what: say(`step-what.${kind}`), note: note.value }, (told) => page.tell(say("filed", told.entry))) }, say(`do.${kind}`));
  return el("div", {},
    stages.length ? table([say("expert"), say("stage")], stages.map(([who, stage]) => [who, say(`stage.${stage}`)])) : el("p", {}, say("no-panel")),
    el("p", {}, `${say("reviewer")} ${state.reviewer || "–"} · ${say("signatory")} ${state.signatory || "–"}`),
    el("div", { class: "tools" },
      state.stage === "judging" ? el("button", { type: "button", class: "submit", onclick: submit }, say("submit")) : null,
      state.stage === "submitted" && everyone ? el("button", { type: "button", class: "open-verdicts", onclick: () => act("open_verdicts", {}, renewed("opened")) }, say("open-verdicts")) : null),
    page.state.opposing ? null : el("div", {}, note, el("div", { class: "tools" }, step("deliberation"), step("review"), step("issue"),
      el("button", { type: "button", class: "make-report", onclick: () => { page.tell(say("working")); act("report", {}, (paths) => page.tell(paths.join("  "))); } }, say("make-report")))),
    page.state.opposing ? null : [agreementPart(page), issuePart(page)]);
}

// For the panel alone: how verdicts given apart agree.
function agreementPart(page) {
  const { say, state } = page;
  if (state.sealed || Object.keys(state.stages).length < 2) return null;
  const body = el("div", {});
  return el("details", { class: "agreement", ontoggle: (event) => {
    if (!event.target.open) return;
    page.ask("agreement").then((rows) => show(body, el("p", { class: "note" }, say("agreement-note")), table([say("expert"), say("expert"), say("agreement-both"), say("agreement-same"), say("agreement-differ")],
      rows.map((row) => [row.one, row.other, row.both, row.same, row.differ.map(([a, b, n]) => `${say(`verdict.${a}`)} / ${say(`verdict.${b}`)} ${n}`).join("；")]))), page.failed);
  } }, el("summary", {}, say("agreement")), body);
}

function issuePart(page) {
  const { say } = page;
  const body = el("div", {});
  const fill = () => page.ask("papers").then((listed) => {
    const paper = choice(listed.map(([name, zh, en, fits]) => [name, `${say.language === "zh" ? zh : en}${fits ? "" : ` · ${say("unfit")}`}`]), { class: "paper" }, listed[0]?.[0]);
    const serial = el("input", { type: "text", maxlength: 40, class: "serial", placeholder: say("serial"), "aria-label": say("serial") });
    const found = el("div", { class: "gates" });
    show(body, el("div", { class: "tools" }, paper, el("button", { type: "button", class: "ask-gates", onclick: () => {
      page.tell(say("working"));
      page.ask("gates", { paper: paper.value }).then((gaps) => {
        page.tell(say("gates-open", gaps.filter((gap) => gap.open).length));
        show(found, gaps.map((gap) => el("div", { class: `gap ${gap.open ? "open" : ""}` }, el("b", {}, `[${gap.gate}] `), gap.said[say.language], gap.open ? null : ` · ${say("gate-passed", gap.by, gap.passed)}`,
          gap.mend[say.language] ? el("p", { class: "note" }, `→ ${gap.mend[say.language]}`) : null)));
      }, page.failed);
    } }, say("ask-gates")), serial, el("button", { type: "button", class: "issue-report", onclick: () => {
      page.tell(say("working"));
      page.ask("issue", { paper: paper.value, serial: serial.value }).then((paths) => page.tell(say("issued", paths.join("  "))), page.failed);
    } }, say("issue-report"))), found);
  }, page.failed);
  return el("details", { class: "issuing", ontoggle: (event) => { if (event.target.open) fill(); } }, el("summary", {}, say("issuing")), body);
}

// Before and after: what machines counted, and what is left as experts judge. Where in both works matches lie.
import { el, svg, percent, table } from "./dom.js";

export function waterfall(told, say) {
  if (told.hidden) return el("p", { class: "notice hidden-figures" }, say("figures-hidden"));
  if (!told.steps.length) return el("p", {}, say("no-figures"));
  const bars = (share) => (share === null ? "–" : svg("svg", { class: "bar", viewBox: "0 0 100 10", width: 160, height: 12, preserveAspectRatio: "none" },
    svg("rect", { x: 0, y: 0, width: 100, height: 10, fill: "none", stroke: "#718096", "stroke-width": 0.5 }),
    svg("rect", { x: 0, y: 0, width: share * 100, height: 10, fill: "#4a5568" })));
  const rows = told.steps.map((one) => [say(`step.${one.step}`), one.matches,
    el("span", { class: `left-${one.step}` }, percent(one.left)), bars(one.left), el("span", { class: `right-${one.step}` }, percent(one.right)), bars(one.right)]);
  const counts = Object.entries(told.counts).map(([verdict, count]) => `${say(`verdict.${verdict}`)} ${verdict === "unreviewed" ? told.unread : count}`);
  return el("div", { class: "waterfall" },
    el("p", { class: "note" }, say("figures-note")),
    table([say("step"), say("matches"), say("share-left"), "", say("share-right"), ""], rows),
    told.late ? el("p", { class: "notice" }, say("late", told.late)) : null,
    el("p", { class: "counts" }, counts.join(" · ")),
    el("h3", {}, say("values")),
    table([say("value"), say("machine"), say("accepted-only")], told.values.map((one) => [one.words, one.all, one.accepted])));
}

const TONES = { unreviewed: "#d7dce3", accepted: "#2d3748", doubtful: "#7b8694" }; // set aside: hatched

// Strips of the files that hold most matches; lighter and darker say judged or not, never how it will end.
export function coverage(matches, say, most = 24) {
  const made = ["left", "right"].map((side) => {
    const files = new Map();
    for (const one of matches.all) {
      if (one[`${side}Start`] === null) continue;
      files.set(one[side], [...(files.get(one[side]) || []), one]);
    }
    const listed = [...files].sort((a, b) => b[1].length - a[1].length || a[0] - b[0]).slice(0, most);
    return el("div", { class: "strips" }, el("h3", {}, say(`work-${side}`)), listed.map(([file, list]) => {
      const name = matches.told.files[side][file];
      const length = matches.told.lengths[side][file] || Math.max(...list.map((one) => one[`${side}Stop`]));
      const canvas = el("canvas", { width: 600, height: 14, title: name });
      paint(canvas, list, side, length, matches);
      return el("div", { class: "strip" }, el("span", { class: "where" }, `${name} (${list.length})`), canvas);
    }), files.size > most ? el("p", { class: "note" }, say("more-files", files.size - most)) : null);
  });
  return el("div", { class: "pair coverage" }, made);
}

function paint(canvas, list, side, length, matches) {
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, 600, 14);
  const put = (one) => {
    const from = (one[`${side}Start`] / length) * 600;
    const wide = Math.max(1, ((one[`${side}Stop`] - one[`${side}Start`]) / length) * 600);
    const verdict = matches.verdict(one);
    if (TONES[verdict]) {
      pen.fillStyle = TONES[verdict];
      pen.fillRect(from, 0, wide, 14);
      return;
    }
    pen.clearRect(from, 0, wide, 14);
    pen.strokeStyle = "#718096";
    pen.beginPath();
    for (let x = Math.floor(from / 4) * 4; x < from + wide; x += 4) {
      pen.moveTo(x, 14);
      pen.lineTo(x + 4, 0);
    }
    pen.stroke();
  };
  const rank = { unreviewed: 0, rejected: 1, excluded: 1, doubtful: 2, accepted: 3 };
  [...list].sort((a, b) => rank[matches.verdict(a)] - rank[matches.verdict(b)]).forEach(put);
}

export function opposingTable(told, say) {
  if (told.hidden) return el("p", { class: "notice hidden-figures" }, say("figures-hidden"));
  return el("div", {}, el("p", { class: "note" }, say("opposing-note")),
    table([say("who"), say("excluded-count"), say("reasons"), say("share-left"), say("share-right")], told.rows.map((row) => [
      say(`who.${row.who}`), row.excluded, Object.entries(row.reasons).map(([reason, count]) => `${say(`reason.${reason}`)} ${count}`).join("；"),
      el("span", { class: `left-${row.who}` }, percent(row.left)), el("span", { class: `right-${row.who}` }, percent(row.right))])));
}

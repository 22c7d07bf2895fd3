// Two passages as notes people read: on two staves in one key, and in numbered notation (简谱), as reports print them.
// Columns, not time: notes that correspond stand one above the other with the number of their pair.
import { el, svg } from "./dom.js";

const [SPACE, COLUMN, MARGIN, STAFF, DIGITS] = [4.6, 21, 38, 58, 24]; // units of the drawing
const ROW = 40; // columns of one row
const BOTTOM = 30; // step of the lowest line, E4: 7 · octave + letter, C is 0
const LENGTHS = [8, 6, 4, 3, 2, 1.5, 1, 0.75, 0.5, 0.375, 0.25, 0.1875, 0.125];
const DOTTED = new Set([6, 3, 1.5, 0.75, 0.375, 0.1875]);
const SIGNS = { "-2": "♭♭", "-1": "♭", 0: "♮", 1: "♯", 2: "♯♯" };
const TONICS = ["♭C", "♭G", "♭D", "♭A", "♭E", "♭B", "F", "C", "G", "D", "A", "E", "B", "♯F", "♯C"]; // from 7 flats to 7 sharps
const CLEF = [[0.1, -1.9], [-0.35, -2.1], [-0.5, -1.7], [-0.2, -1.5], [0.15, -1.8], [0.2, -1.2], [-0.05, 0.6], [-0.2, 2.2], [0.05, 3.2], [0.35, 3.4], [0.45, 2.8],
  [0.2, 1.9], [-0.5, 1], [-0.9, 0.2], [-0.75, -0.6], [0, -1], [0.75, -0.6], [0.8, 0.1], [0.35, 0.55], [-0.2, 0.4], [-0.35, -0.1], [0, -0.4]];
const modulo = (a, b) => ((a % b) + b) % b;

// A pitch as it is written in a major key or its relative minor: staff step, sign before it, degree, leaving of the scale, octave.
export function spelled(pitch, fifths) {
  let place = modulo(pitch * 7, 12);
  place += 12 * Math.floor((fifths + 7 - place) / 12);
  const letter = modulo(place * 4, 7);
  const alter = Math.floor((place + 1) / 7);
  const octave = Math.floor((pitch - alter - [0, 2, 4, 5, 7, 9, 11][letter]) / 12) - 1;
  const low = fifths - 1; // of the seven places that the scale has
  const bend = Math.floor((place - (low + modulo(place - low, 7))) / 7);
  const tonic = modulo(fifths * 4, 7);
  const step = 7 * octave + letter;
  return { step, sign: bend ? SIGNS[alter] || "" : "", degree: modulo(letter - tonic, 7) + 1, bend, octave: Math.floor((step - tonic) / 7) };
}

// Pairs one above the other; between two pairs the notes of one side alone, and those that stand opposite.
export function columns(left, right) {
  const at = new Map(right.map((note, n) => [note.number, n]));
  const made = [];
  let lone = [];
  let reached = 0;
  const flush = (others) => {
    for (let n = 0; n < Math.max(lone.length, others.length); n += 1) made.push([lone[n], others[n]]);
    lone = [];
  };
  for (const note of left) {
    const place = note.number && at.has(note.number) ? at.get(note.number) : -1;
    if (place < reached) {
      lone.push(note);
      continue;
    }
    flush(right.slice(reached, place));
    made.push([note, right[place]]);
    reached = place + 1;
  }
  flush(right.slice(reached));
  return made;
}

const near = (duration) => LENGTHS.reduce((best, one) => {
  const far = (length) => Math.abs(Math.log2(Math.max(duration, 0.02) / length));
  return far(one) < far(best) ? one : best;
});
const flags = (long) => [1, 0.5, 0.25].filter((limit) => long < limit).length;
const line = (x1, y1, x2, y2, stroke, wide = 0.6) => svg("line", { x1, y1, x2, y2, stroke, "stroke-width": wide });
const words = (x, y, text, size, anchor = "start", fill = "#111") => svg("text", { x, y, "font-size": size, "text-anchor": anchor, fill }, text);
const shade = (note) => (note.role === "same" ? "#111" : "#718096");
const framed = (x, y, width, height) => svg("rect", { x, y, width, height, fill: "none", stroke: "#4a5568", "stroke-width": 0.7, "stroke-dasharray": "2 1.5" });

// Octaves by which a line is written higher, so that its middle lies on the staff.
function lift(notes, fifths, shift) {
  const steps = notes.map((note) => spelled(Math.round(note.pitch) + shift, fifths).step).sort((a, b) => a - b);
  return steps.length ? -Math.round((steps[Math.floor(steps.length / 2)] - BOTTOM - 4) / 7) : 0;
}

function head(note, pitch, x, base, up) {
  const step = pitch.step + 7 * up - BOTTOM;
  const y = base - (step * SPACE) / 2;
  const long = near(note.duration);
  const made = [];
  for (let ledger = -2; ledger >= step; ledger -= 2) made.push(line(x - 5, base - (ledger * SPACE) / 2, x + 5, base - (ledger * SPACE) / 2, "#718096"));
  for (let ledger = 10; ledger <= step; ledger += 2) made.push(line(x - 5, base - (ledger * SPACE) / 2, x + 5, base - (ledger * SPACE) / 2, "#718096"));
  const round = Array.from({ length: 14 }, (_, n) => [3.1 * Math.cos((n * Math.PI) / 7), 2.2 * Math.sin((n * Math.PI) / 7)])
    .map(([a, b]) => [x + a * Math.cos(-0.35) - b * Math.sin(-0.35), y + a * Math.sin(-0.35) + b * Math.cos(-0.35)].map((v) => v.toFixed(2)).join(","));
  made.push(svg("polygon", { points: round.join(" "), fill: long >= 2 ? "#fff" : shade(note), stroke: shade(note), "stroke-width": 0.9 }));
  if (note.role !== "same") made.push(framed(x - 5.5, y - 5, 11, 10)); // print tells it from the others
  if (pitch.sign) made.push(words(x - 4, y + 2.5, pitch.sign, 7, "end"));
  if (DOTTED.has(long)) made.push(svg("rect", { x: x + 5, y: y - 1.6, width: 1.3, height: 1.3, fill: shade(note) }));
  if (long >= 4) return made;
  const [edge, end] = step < 4 ? [x + 2.8, y - 15] : [x - 2.8, y + 15];
  made.push(line(edge, y, edge, end, shade(note), 0.7));
  for (let flag = 0; flag < flags(long); flag += 1) {
    const at = end + (step < 4 ? flag * 3.2 : -flag * 3.2);
    made.push(line(edge, at, edge + 4.5, at + (step < 4 ? 4.5 : -4.5), shade(note), 0.9));
  }
  return made;
}

function staff(notes, top, fifths, shift, up, size, first) {
  const base = top + 16 + 4 * SPACE; // the lowest line
  const made = [0, 1, 2, 3, 4].map((n) => line(18, base - n * SPACE, MARGIN + size * COLUMN, base - n * SPACE, "#718096", 0.5));
  made.push(svg("polyline", { points: CLEF.map(([x, y]) => `${27 + x * SPACE},${base - SPACE - y * SPACE}`).join(" "), fill: "none", stroke: "#111", "stroke-width": 0.9 }));
  if (up) made.push(words(20, base + 12, `${Math.abs(up) === 1 ? "8" : "15"}${up > 0 ? "vb" : "va"}`, 6));
  let bar = "";
  notes.forEach((note, at) => {
    if (!note) return;
    const x = MARGIN + at * COLUMN + 9;
    const here = note.bar.split(":")[0];
    if (here !== bar) made.push(line(x - 9, base, x - 9, base - 4 * SPACE, "#4a5568"), words(x - 8, base - 4 * SPACE - 3, here, 5.5));
    bar = here;
    made.push(head(note, spelled(Math.round(note.pitch) + shift, fifths), x, base, up));
    if (note.number && first) made.push(words(x, base + 19, note.number, 6, "middle"));
    if (note.lyric) made.push(words(x, base + (first ? 26 : 19), note.lyric.slice(0, 3), 6.5, "middle"));
  });
  return made;
}

function digits(notes, top, fifths, shift, up) {
  const made = [];
  let bar = "";
  notes.forEach((note, at) => {
    if (!note) return;
    const [x, y] = [MARGIN + at * COLUMN + 7, top + 13];
    const here = note.bar.split(":")[0];
    if (here !== bar) made.push(line(x - 6, y - 9, x - 6, y + 3, "#4a5568"));
    bar = here;
    const pitch = spelled(Math.round(note.pitch) + shift, fifths);
    const long = near(note.duration);
    if (pitch.bend) made.push(words(x - 0.5, y - 3, SIGNS[Math.max(-2, Math.min(2, pitch.bend))], 5.5, "end", shade(note)));
    made.push(words(x, y, `${pitch.degree}${DOTTED.has(long) && long < 3 ? "·" : ""}`, 10, "start", shade(note)));
    if (note.role !== "same") made.push(framed(x - 1.5, y - 10, 9.5, 12));
    for (let dash = 0; dash < Math.min(3, long >= 2 ? Math.floor(long) - 1 : 0); dash += 1) made.push(line(x + 7.5 + dash * 3, y - 3.5, x + 9.5 + dash * 3, y - 3.5, shade(note), 0.8));
    for (let n = 0; n < flags(long); n += 1) made.push(line(x, y + 2.5 + 2 * n, x + 6, y + 2.5 + 2 * n, shade(note)));
    const octave = pitch.octave + up - 4 - (modulo(fifths * 4, 7) > 4 ? 1 : 0);
    for (let dot = 0; dot < Math.min(3, Math.abs(octave)); dot += 1) {
      made.push(svg("rect", { x: x + 2.2, y: octave > 0 ? y - 11.5 - 2.5 * dot : y + 4 + 2 * flags(long) + 2.5 * dot, width: 1.4, height: 1.4, fill: shade(note) }));
    }
  });
  return made;
}

// All rows; null where the method names no key in which both could be written.
export function notation(exhibit, say) {
  if (exhibit.fifths === null || exhibit.fifths === undefined) return null;
  const { fifths } = exhibit;
  const every = columns(exhibit.left, exhibit.right);
  const ups = ["left", "right"].map((side, n) => lift(exhibit[side], fifths, n ? -exhibit.shift : 0));
  const rows = [];
  for (let at = 0; at < every.length; at += ROW) rows.push(every.slice(at, at + ROW));
  const high = 2 * STAFF + 2 * DIGITS + 8;
  return el("figure", { class: "sheet notation", tabindex: "0" }, el("figcaption", {}, say("common-key", TONICS[fifths + 7], `${exhibit.shift > 0 ? "" : "+"}${-exhibit.shift}`)),
    rows.map((row) => svg("svg", { width: (MARGIN + row.length * COLUMN + 10) * 1.4, height: high * 1.4, viewBox: `0 0 ${MARGIN + row.length * COLUMN + 10} ${high}` },
      [0, 1].map((n) => {
        const notes = row.map((pair) => pair[n]);
        const shift = n ? -exhibit.shift : 0;
        const word = say(n ? "right" : "left");
        return [words(0, n * STAFF + 30, word, 7), staff(notes, n * STAFF, fifths, shift, ups[n], row.length, !n),
          words(0, 2 * STAFF + n * DIGITS + 12, word, 7), digits(notes, 2 * STAFF + n * DIGITS, fifths, shift, ups[n])];
      }))));
}

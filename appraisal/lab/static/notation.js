// Two passages as notes people read: on two staves in one key, and in numbered notation (简谱), as reports print them.
// Columns, not time: notes that correspond stand one above the other with the number of their pair.
import { el, svg } from "./dom.js";

const [SPACE, COLUMN, MARGIN, LYRIC] = [4.6, 21, 38, 6.5]; // units of the drawing; size of syllables
const SIGN = 4.6; // units that a sign of the key takes
const ROW = 860; // units of one row, about 40 columns
const SUNG = 52; // units that a syllable takes at the most
const SECONDS = /^\d+(\.\d+)? s$/; // the place of a note that was heard in a recording
const BOTTOM = 30; // step of the lowest line, E4: 7 · octave + letter, C is 0
const LENGTHS = [8, 6, 4, 3, 2, 1.5, 1, 0.75, 0.5, 0.375, 0.25, 0.1875, 0.125];
const DOTTED = new Set([6, 3, 1.5, 0.75, 0.375, 0.1875]);
const SIGNS = { "-2": "♭♭", "-1": "♭", 0: "♮", 1: "♯", 2: "♯♯" };
const TONICS = ["♭C", "♭G", "♭D", "♭A", "♭E", "♭B", "F", "C", "G", "D", "A", "E", "B", "♯F", "♯C"]; // from 7 flats to 7 sharps
const CLEF = [[0.1, -1.9], [-0.35, -2.1], [-0.5, -1.7], [-0.2, -1.5], [0.15, -1.8], [0.2, -1.2], [-0.05, 0.6], [-0.2, 2.2], [0.05, 3.2], [0.35, 3.4], [0.45, 2.8],
  [0.2, 1.9], [-0.5, 1], [-0.9, 0.2], [-0.75, -0.6], [0, -1], [0.75, -0.6], [0.8, 0.1], [0.35, 0.55], [-0.2, 0.4], [-0.35, -0.1], [0, -0.4]];
const NATURALS = [0, 2, 4, 5, 7, 9, 11];
const [SHARPS, FLATS] = [[8, 5, 9, 6, 3, 7, 4], [4, 7, 3, 6, 2, 5, 1]]; // steps above the lowest line of a treble staff
const modulo = (a, b) => ((a % b) + b) % b;

// Step of the tonic that is 1 without dots: the first from middle C on, MIDI 60 to 71.
export function home(fifths) {
  const letter = modulo(fifths * 4, 7);
  return 28 + letter + (NATURALS[letter] + Math.floor((fifths + 1) / 7) < 0 ? 7 : 0);
}

// A pitch as it is written in a major key or its relative minor: staff step, semitones from its letter, degree, leaving
// of the scale, dots above (below 0: beneath) its number. As ``reports/exhibits/pitches.py`` has it.
export function spelled(pitch, fifths, written = null) {
  let place = modulo(pitch * 7, 12);
  place += 12 * Math.floor((fifths + 7 - place) / 12);
  if (written !== null && modulo(written - place, 12) === 0 && written >= -15 && written <= 19) place = written; // as the work has it
  const letter = modulo(place * 4, 7);
  const alter = Math.floor((place + 1) / 7);
  const octave = Math.floor((pitch - alter - NATURALS[letter]) / 12) - 1;
  const low = fifths - 1; // of the seven places that the scale has
  const bend = Math.floor((place - (low + modulo(place - low, 7))) / 7);
  const step = 7 * octave + letter;
  return { step, alter, degree: modulo(letter - fifths * 4, 7) + 1, bend, dots: Math.floor((step - home(fifths)) / 7) };
}

// What stands before each note on the staff and before its number, of notes with their bars: a sign where it leaves the
// scale, and where an earlier note of the bar at the same height had another one.
export function accidentals(notes) {
  let [bar, held] = [null, new Map()];
  return notes.map(([note, here]) => {
    if (here !== bar) [bar, held] = [here, new Map()];
    const told = note.bend || (held.get(note.step) ?? note).alter !== note.alter;
    held.set(note.step, note);
    return told ? [SIGNS[note.alter] || "", SIGNS[note.bend] || ""] : ["", ""];
  });
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
const dashes = (note) => Math.min(3, near(note.duration) >= 2 ? Math.floor(near(note.duration)) - 1 : 0);
const line = (x1, y1, x2, y2, stroke, wide = 0.6) => svg("line", { x1, y1, x2, y2, stroke, "stroke-width": wide });
const words = (x, y, text, size, anchor = "start", fill = "#111") => svg("text", { x, y, "font-size": size, "text-anchor": anchor, fill }, text);
const shade = (note) => (note.role === "same" ? "#111" : "#718096");
const framed = (x, y, width, height) => svg("rect", { x, y, width, height, fill: "none", stroke: "#4a5568", "stroke-width": 0.7, "stroke-dasharray": "2 1.5" });

// About how wide a syllable is; cut where it is wider than a column may be.
const extent = (text) => [...text].reduce((sum, letter) => sum + (letter > "\u2e7f" ? LYRIC : 0.6 * LYRIC), 0);
function sung(note) {
  let text = [...note.lyric].slice(0, 60).join("");
  while (extent(text) > SUNG) text = `${[...text].slice(0, -2).join("")}…`;
  return text;
}
const wide = (pair) => Math.max(COLUMN, ...pair.filter(Boolean).flatMap((note) => [extent(sung(note)) + 4, 21 + 2 * dashes(note)]));

// Notes of a recording have seconds for places: neither bars nor lengths that anybody wrote.
export const heard = (notes) => notes.some((note) => SECONDS.test(note.bar));
const barOf = (note) => note.bar.split(":")[0];
const beginsBar = (every, at) => {
  const note = at < every.length ? every[at][0] : null;
  if (!note || !note.bar.includes(":")) return false;
  const before = every.slice(0, at).findLast((pair) => pair[0])?.[0];
  return before !== undefined && barOf(before) !== barOf(note);
};

// Columns in rows; one ends before a bar of the left work where its last third has such.
export function rowsOf(every, margin = MARGIN) {
  const made = [];
  for (let at = 0; at < every.length;) {
    let [stop, used] = [at, margin];
    while (stop < every.length && (stop === at || used + wide(every[stop]) <= ROW)) {
      used += wide(every[stop]);
      stop += 1;
    }
    if (stop < every.length) {
      const least = at + 1 + Math.floor(((stop - at) * 2) / 3);
      for (let n = stop; n >= least; n -= 1) if (beginsBar(every, n)) { stop = n; break; }
    }
    made.push(every.slice(at, stop));
    at = stop;
  }
  return made;
}

// Units before the first column: clef and signature, with room for a sign of the first note.
const marginOf = (fifths) => MARGIN + (fifths ? SIGN * Math.abs(fifths) + 7 : 0);

// Octaves by which staves have a line higher than it sounds, where its middle lies more than an octave from theirs.
function lift(notes, fifths, shift) {
  const steps = notes.map((note) => spelled(Math.round(note.pitch) + shift, fifths).step).sort((a, b) => a - b);
  const away = steps.length ? steps[Math.floor(steps.length / 2)] - BOTTOM - 4 : 0;
  return Math.abs(away) > 7 ? -Math.sign(away) * Math.round(Math.abs(away) / 7) : 0;
}

// Of one side the middle of each note's column, and where the row ends.
function placed(row, side) {
  let x = marginOf(side.fifths);
  const notes = [];
  for (const pair of row) {
    if (pair[side.number]) notes.push([x + wide(pair) / 2 - 1.5, pair[side.number]]);
    x += wide(pair);
  }
  return [notes, x];
}

const pitchOf = (note, side) => spelled(Math.round(note.pitch) + side.shift, side.fifths, note.fifth ?? null);
const stepOf = (note, side) => pitchOf(note, side).step + 7 * side.up - BOTTOM;
const stemmed = (note, side) => !side.heard && near(note.duration) < 4;

// Above and below the lowest line: what a staff takes with its notes, ledger lines, stems and frames.
function reach(notes, side) {
  let [above, below] = [4 * SPACE + 2, 6];
  for (const [, note] of notes) {
    const y = (stepOf(note, side) * SPACE) / 2;
    const [up, down] = !stemmed(note, side) ? [5.5, 5.5] : stepOf(note, side) < 4 ? [16, 5.5] : [5.5, 16];
    above = Math.max(above, y + up);
    below = Math.max(below, -y + down);
  }
  return [above, below];
}

// Where a bar begins (of a recording, the row), what stands there, and whether a line is drawn before it.
function marks(notes, side) {
  if (side.heard) return notes.slice(0, 1).map(([x, note]) => [x, note.bar, false]);
  return notes.map(([x, note], at) => [x, barOf(note), at > 0, at === 0 || barOf(notes[at - 1][1]) !== barOf(note)])
    .filter(([, said, , begins]) => begins && said);
}

function head(note, side, x, base) {
  const step = stepOf(note, side);
  const y = base - (step * SPACE) / 2;
  const long = near(note.duration);
  const made = [];
  for (let ledger = -2; ledger >= step; ledger -= 2) made.push(line(x - 5, base - (ledger * SPACE) / 2, x + 5, base - (ledger * SPACE) / 2, "#718096"));
  for (let ledger = 10; ledger <= step; ledger += 2) made.push(line(x - 5, base - (ledger * SPACE) / 2, x + 5, base - (ledger * SPACE) / 2, "#718096"));
  const round = Array.from({ length: 14 }, (_, n) => [3.1 * Math.cos((n * Math.PI) / 7), 2.2 * Math.sin((n * Math.PI) / 7)])
    .map(([a, b]) => [x + a * Math.cos(-0.35) - b * Math.sin(-0.35), y + a * Math.sin(-0.35) + b * Math.cos(-0.35)].map((v) => v.toFixed(2)).join(","));
  made.push(svg("polygon", { points: round.join(" "), fill: long >= 2 && !side.heard ? "#fff" : shade(note), stroke: shade(note), "stroke-width": 0.9 }));
  if (note.role !== "same") made.push(framed(x - 5.5, y - 5, 11, 10)); // print tells it from the others
  const [sign] = side.signs.get(note);
  if (sign) made.push(words(x - 4, y + 2.5, sign, 7, "end"));
  if (DOTTED.has(long) && !side.heard) made.push(svg("rect", { x: x + 5, y: y - 1.6, width: 1.3, height: 1.3, fill: shade(note) }));
  if (!stemmed(note, side)) return made;
  const [edge, end] = step < 4 ? [x + 2.8, y - 15] : [x - 2.8, y + 15];
  made.push(line(edge, y, edge, end, shade(note), 0.7));
  for (let flag = 0; flag < flags(long); flag += 1) {
    const at = end + (step < 4 ? flag * 3.2 : -flag * 3.2);
    made.push(line(edge, at, edge + 4.5, at + (step < 4 ? 4.5 : -4.5), shade(note), 0.9));
  }
  return made;
}

// Syllables in a row of their own below y, where there are any; and its lower edge.
function lyrics(notes, y) {
  const held = notes.filter(([, note]) => note.lyric);
  return [held.map(([x, note]) => words(x, y + 8, sung(note), LYRIC, "middle")), y + (held.length ? 9.5 : 0)];
}

// 8 for one octave, 15 for two: above the clef where notes sound higher than written, else below it.
const clefMark = (side) => String(7 * Math.abs(side.up) + 1);

function staff([notes, stop], top, side, word) {
  const [above, below] = reach(notes, side);
  const base = top + 9 + above; // the lowest line
  const made = [0, 1, 2, 3, 4].map((n) => line(18, base - n * SPACE, stop, base - n * SPACE, "#718096", 0.5));
  made.push(svg("polyline", { points: CLEF.map(([x, y]) => `${27 + x * SPACE},${base - SPACE - y * SPACE}`).join(" "), fill: "none", stroke: "#111", "stroke-width": 0.9 }));
  (side.fifths > 0 ? SHARPS.slice(0, side.fifths) : FLATS.slice(0, -side.fifths)).forEach((step, n) => {
    made.push(words(34 + SIGN * n, base - (step * SPACE) / 2 + 2.5, side.fifths > 0 ? "♯" : "♭", 7));
  });
  if (side.up) made.push(words(27, side.up < 0 ? base - 4.4 * SPACE - 2 : base + 12, clefMark(side), 6, "middle"));
  made.push(words(0, base - 2 * SPACE + 2.5, word, 7));
  for (const [x, said, drawn] of marks(notes, side)) {
    if (drawn) made.push(line(x - 9, base, x - 9, base - 4 * SPACE, "#4a5568"));
    made.push(words(x - 8, base - above - 2, said, 5.5));
  }
  made.push(notes.map(([x, note]) => head(note, side, x, base)));
  let y = base + below;
  if (!side.number && notes.some(([, note]) => note.number)) {
    y += 6.5;
    const under = y;
    made.push(notes.filter(([, note]) => note.number).map(([x, note]) => words(x, under, note.number, 6, "middle")));
  }
  const [under, edge] = lyrics(notes, y);
  return [[made, under], edge + 3];
}

function digits([notes], top, side, word) {
  const octaves = notes.map(([, note]) => pitchOf(note, side).dots);
  const y = top + 13 + 2.5 * Math.max(0, ...octaves);
  let lowest = y + 4;
  const made = [words(0, y, word, 7), marks(notes, side).filter(([, , drawn]) => drawn).map(([x]) => line(x - 8, y - 9, x - 8, y + 3, "#4a5568"))];
  notes.forEach(([middle, note], at) => {
    const x = middle - 2;
    const pitch = pitchOf(note, side);
    const long = near(note.duration);
    const under = side.heard ? 0 : flags(long);
    const aside = note.role === "same" ? 0 : 1.5; // beside the frame
    const [, sign] = side.signs.get(note);
    if (sign) made.push(words(x - 0.5 - aside, y - 3, sign, 5.5, "end", shade(note)));
    made.push(words(x, y, `${pitch.degree}${!side.heard && DOTTED.has(long) && long < 3 ? "·" : ""}`, 10, "start", shade(note)));
    if (note.role !== "same") made.push(framed(x - 1.5, y - 10, 9.5, 12));
    for (let dash = 0; !side.heard && dash < dashes(note); dash += 1) made.push(line(x + 7.5 + aside + dash * 3, y - 3.5, x + 9.5 + aside + dash * 3, y - 3.5, shade(note), 0.8));
    for (let n = 0; n < under; n += 1) made.push(line(x, y + 2.5 + 2 * n, x + 6, y + 2.5 + 2 * n, shade(note)));
    const octave = octaves[at];
    for (let dot = 0; dot < Math.abs(octave); dot += 1) {
      made.push(svg("rect", { x: x + 2.2, y: octave > 0 ? y - 11.5 - 2.5 * dot : y + 4 + 2 * under + 2.5 * dot, width: 1.4, height: 1.4, fill: shade(note) }));
    }
    lowest = Math.max(lowest, y + 4 + 2 * under + 2.5 * Math.max(0, -octave));
  });
  const [below, edge] = lyrics(notes.map(([x, note]) => [x + 1, note]), lowest);
  return [[made, below], edge + 3];
}

// All rows; null where the method names no key in which both could be written.
export function notation(exhibit, say) {
  if (exhibit.fifths === null || exhibit.fifths === undefined) return null;
  const { fifths } = exhibit;
  const sides = ["left", "right"].map((name, number) => {
    const shift = number ? -exhibit.shift : 0;
    const side = { name, number, fifths, shift, up: lift(exhibit[name], fifths, shift), heard: heard(exhibit[name]) };
    const signs = accidentals(exhibit[name].map((note) => [pitchOf(note, side), side.heard ? "" : barOf(note)]));
    return { ...side, signs: new Map(exhibit[name].map((note, n) => [note, signs[n]])) };
  });
  const told = [say("octave-rule", `${TONICS[fifths + 7]}${Math.floor(home(fifths) / 7)}`)];
  for (const side of sides) {
    const away = Math.abs(side.up);
    if (side.heard) told.push(say(`heard-${side.name}`));
    if (away) told.push(say(`written-${side.up < 0 ? "low" : "high"}-${side.name}`, away === 1 ? say("octave-one") : say("octave-many", away), clefMark(side)));
  }
  const drawn = rowsOf(columns(exhibit.left, exhibit.right), marginOf(fifths)).map((row) => {
    let y = 0;
    const shapes = [staff, digits].flatMap((draw) => sides.map((side) => {
      const [made, edge] = draw(placed(row, side), y, side, say(side.name));
      y = edge;
      return made;
    }));
    const across = placed(row, sides[0])[1] + 10;
    return svg("svg", { width: across * 1.4, height: (y + 4) * 1.4, viewBox: `0 0 ${across} ${y + 4}` }, shapes);
  });
  return el("figure", { class: "sheet notation", tabindex: "0" }, el("figcaption", {}, say("common-key", TONICS[fifths + 7], `${exhibit.shift > 0 ? "" : "+"}${-exhibit.shift}`)),
    told.map((one) => el("p", { class: "note" }, one)), drawn);
}

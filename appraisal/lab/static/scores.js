// Scores as piano rolls on one axis of time, stretches drawn by mouse; recordings of both sides, played in step with them.
import { el, svg, address } from "./dom.js";
import { notation } from "./notation.js";

const NOTE = 7; // pixels of a semitone

export function score(exhibit, say, options = {}) {
  const notes = [...exhibit.left, ...exhibit.right];
  if (!notes.length) return el("p", {}, "–");
  const end = Math.max(...notes.map((n) => n.onset + n.duration));
  const low = Math.min(...notes.map((n) => n.pitch)) - 2;
  const high = Math.max(...notes.map((n) => n.pitch)) + 3;
  const wide = Math.max(600, end * 40);
  const tall = (high - low) * NOTE;
  let drawing = false;
  const hint = el("span", { class: "hint" });
  const rolls = {};
  const roll = (side) => {
    const own = exhibit[side];
    const from = Math.min(...own.map((n) => n.onset));
    const to = Math.max(...own.map((n) => n.onset + n.duration));
    const cursor = svg("line", { class: "cursor", x1: 0, x2: 0, y1: 0, y2: tall, stroke: "#111", "stroke-width": 2, "stroke-dasharray": "4 2" });
    cursor.style.visibility = "hidden";
    const drawn = svg("svg", { class: "notes", width: wide, height: tall, viewBox: `0 0 ${wide} ${tall}` },
      own.map((n) => svg("rect", {
        x: (n.onset / end) * wide, y: (high - n.pitch - 1) * NOTE, width: Math.max(2, (n.duration / end) * wide - 1),
        height: NOTE - 1, fill: n.role === "same" ? "#2d3748" : "none", stroke: "#2d3748",
      })), cursor);
    // Where a recording stands, as a share of the match: nothing is drawn before and after it.
    rolls[side] = (share) => {
      cursor.style.visibility = share >= 0 && share <= 1 ? "visible" : "hidden";
      const x = ((from + share * (to - from)) / end) * wide;
      cursor.setAttribute("x1", x);
      cursor.setAttribute("x2", x);
    };
    if (options.stretch) stretched(drawn, () => drawing, wide, tall, (a, b) => options.stretch(side, [(a / wide) * end, (b / wide) * end]));
    return el("div", { class: "sheet roll", tabindex: "0" }, el("div", { class: "where" }, exhibit[`${side}_place`]), drawn);
  };
  const made = [roll("left"), roll("right")];
  options.together?.(...made);
  const node = el("div", {}, options.stretch ? el("div", { class: "tools" }, el("label", {}, el("input", { type: "checkbox", class: "draw-stretch", onchange: (event) => {
    drawing = event.target.checked;
    hint.textContent = drawing ? say("stretch-hint") : "";
  } }), say("draw-stretch")), hint) : null, el("div", { class: "pair" }, made), notation(exhibit, say));
  node.rolls = rolls;
  return node;
}

function stretched(node, on, wide, tall, made) {
  let from = null;
  let box = null;
  const at = (event) => {
    const seen = node.getBoundingClientRect();
    return Math.min(wide, Math.max(0, ((event.clientX - seen.left) / seen.width) * wide));
  };
  node.addEventListener("pointerdown", (event) => {
    if (!on()) return;
    event.preventDefault();
    node.setPointerCapture(event.pointerId);
    from = at(event);
    node.querySelectorAll(".drawn").forEach((old) => old.remove());
    box = svg("rect", { class: "drawn", y: 0, height: tall, fill: "#111", "fill-opacity": 0.15, stroke: "#111" });
    node.append(box);
  });
  node.addEventListener("pointermove", (event) => {
    if (from === null) return;
    box.setAttribute("x", Math.min(from, at(event)));
    box.setAttribute("width", Math.abs(at(event) - from));
  });
  node.addEventListener("pointerup", (event) => {
    if (from === null) return;
    const [a, b] = [Math.min(from, at(event)), Math.max(from, at(event))];
    from = null;
    const drawn = box;
    if (b - a < 3) drawn.remove();
    else made(a, b).then((filed) => { if (!filed) drawn.remove(); });
  });
}

// Recordings of both sides, each from its own place, started and stopped together.
export function players(media, say) {
  const sides = ["left", "right"].filter((side) => media && media[side]?.bytes);
  const silent = ["left", "right"].filter((side) => media && media[side]?.silent).map((side) => el("p", { class: "note silent" }, say(`silent.${media[side].silent}`, say(`work-${side}`))));
  if (!sides.length) return silent.length ? el("div", { class: "players" }, silent) : null;
  const made = sides.map((side) => {
    const told = media[side];
    const player = el(told.type.startsWith("video") ? "video" : "audio", { controls: true });
    player.src = address(told.bytes, told.type);
    player.addEventListener("loadedmetadata", () => { player.currentTime = told.start; });
    player.addEventListener("timeupdate", () => { if (told.stop !== null && player.currentTime > told.stop) player.pause(); });
    return player;
  });
  const playing = () => made.some((player) => !player.paused);
  const both = el("button", { type: "button", class: "play-both", onclick: () => {
    const stop = playing();
    made.forEach((player, at) => {
      if (stop) { player.pause(); return; }
      player.currentTime = media[sides[at]].start;
      player.play().catch(() => {}); // stopped again before it had begun
    });
  } }, say("play-both"));
  const node = el("div", { class: "players" }, both, made, silent);
  node.players = Object.fromEntries(sides.map((side, at) => [side, made[at]]));
  return node;
}

// The line on each roll goes where the recording of that side is: its stretch of the match is as long as the roll's notes.
export function inStep(drawing, played, media) {
  if (!drawing.rolls || !played?.players) return;
  for (const [side, player] of Object.entries(played.players)) {
    const go = () => {
      const start = media[side].start;
      const stop = media[side].stop ?? player.duration;
      if (stop > start) drawing.rolls[side]((player.currentTime - start) / (stop - start));
      if (!player.paused && player.isConnected) requestAnimationFrame(go);
    };
    ["play", "seeked", "timeupdate"].forEach((name) => player.addEventListener(name, go));
  }
}

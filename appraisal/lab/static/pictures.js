// Pictures: beside each other, one over the other, in turn; regions drawn by mouse.
import { el, svg, address } from "./dom.js";

function frame(picture, drawing) {
  const image = el("img", { alt: picture.alt || picture.file, width: picture.width, height: picture.height });
  image.src = address(picture.png, "image/png");
  image.draggable = false;
  const outline = svg("svg", { class: "outline", viewBox: `0 0 ${picture.width} ${picture.height}`, preserveAspectRatio: "none" },
    picture.polygons.flatMap((ring) => [{ stroke: "#fff", "stroke-width": 3 }, { stroke: "#111", "stroke-width": 1.5, "stroke-dasharray": "6 4" }].map(
      (line) => svg("polygon", { points: ring.map((p) => p.join(",")).join(" "), fill: "none", ...line })))); // white beneath: seen on dark pictures too
  const node = el("div", { class: "picture" }, image, outline);
  if (drawing) drawn(node, outline, picture, drawing);
  return node;
}

// A box drawn with the mouse, given in the picture's own pixels.
function drawn(node, outline, picture, drawing) {
  let from = null;
  let box = null;
  const at = (event) => {
    const seen = outline.getBoundingClientRect();
    const inside = (value, size) => Math.min(size, Math.max(0, value));
    return [inside(((event.clientX - seen.left) / seen.width) * picture.width, picture.width),
      inside(((event.clientY - seen.top) / seen.height) * picture.height, picture.height)];
  };
  node.addEventListener("pointerdown", (event) => {
    if (!drawing.on()) return;
    event.preventDefault();
    node.setPointerCapture(event.pointerId);
    from = at(event);
    outline.querySelectorAll(".drawn").forEach((old) => old.remove());
    box = svg("g", { class: "drawn" }, svg("rect", { fill: "#111", "fill-opacity": 0.15, stroke: "#fff", "stroke-width": 4 }), svg("rect", { fill: "none", stroke: "#111", "stroke-width": 1.5, "stroke-dasharray": "6 4" })); // white beneath: seen on dark pictures too
    outline.append(box);
  });
  node.addEventListener("pointermove", (event) => {
    if (!from) return;
    const [x, y] = at(event);
    const told = { x: Math.min(x, from[0]), y: Math.min(y, from[1]), width: Math.abs(x - from[0]), height: Math.abs(y - from[1]) };
    for (const rect of box.children) Object.entries(told).forEach(([name, value]) => rect.setAttribute(name, value));
  });
  node.addEventListener("pointerup", (event) => {
    if (!from) return;
    const [x, y] = at(event);
    const [a, b] = from;
    from = null;
    const made = box;
    if (Math.abs(x - a) < 3 || Math.abs(y - b) < 3) { made.remove(); return; }
    drawing.made([[Math.min(a, x), Math.min(b, y)], [Math.max(a, x), Math.min(b, y)], [Math.max(a, x), Math.max(b, y)], [Math.min(a, x), Math.max(b, y)]]).then((filed) => { if (!filed) made.remove(); }); // what was refused does not stand there as if it were
  });
}

export function overlay(exhibit, say, options = {}) {
  let drawing = false;
  const hint = el("span", { class: "hint" });
  const pen = (side) => options.region && { on: () => drawing, made: (ring) => options.region(side, ring) };
  const beside = el("div", { class: "pair" }, ["left", "right"].map((side) =>
    el("div", { class: "sheet" }, el("div", { class: "where" }, exhibit[side].file), frame(exhibit[side], pen(side)))));
  const tools = el("div", { class: "tools" });
  const body = el("div", {}, beside);
  const facts = el("dl", { class: "facts" }, (options.changed || exhibit.transformation).map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
  if (options.region) {
    tools.append(el("label", {}, el("input", { type: "checkbox", class: "draw-region", onchange: (event) => { drawing = event.target.checked; hint.textContent = drawing ? say("draw-hint") : ""; } }), say("draw-region")), hint);
  }
  if (exhibit.aligned) {
    const over = frame(exhibit.aligned);
    over.classList.add("over");
    const stack = el("div", { class: "stack sheet" }, frame(exhibit.left), over);
    let timer = 0;
    const strength = el("input", { type: "range", min: 0, max: 100, value: 50, oninput: (event) => { over.style.opacity = event.target.value / 100; } });
    over.style.opacity = 0.5;
    const blink = el("input", { type: "checkbox", onchange: (event) => {
      clearInterval(timer);
      over.style.visibility = "visible";
      if (!event.target.checked) return;
      over.style.opacity = 1;
      timer = setInterval(() => {
        if (!over.isConnected) clearInterval(timer);
        over.style.visibility = over.style.visibility === "hidden" ? "visible" : "hidden";
      }, 600);
    } });
    const mode = el("input", { type: "checkbox", class: "lay-over", onchange: (event) => body.replaceChildren(event.target.checked ? stack : beside) });
    tools.append(el("label", {}, mode, say("lay-over")), el("label", {}, say("strength"), strength), el("label", {}, blink, say("blink")));
  }
  // Frames that a screen shows in turn are left out: the tools above do that with the whole pictures.
  const further = (exhibit.further || []).filter(([name]) => !name.startsWith("frame-")).map( // the tools above show both in turn
   ([name, picture]) =>
    el("div", { class: "sheet" }, el("div", { class: "where" }, say(name === "agreement" ? "picture-agreement" : name)), frame(picture)));
  return el("div", {}, tools, body, further.length ? el("div", { class: "pair further" }, further) : null, facts);
}

// Elements made of text nodes and attributes alone: what works say is never read as markup.

const ODD = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
const SVG = "http://www.w3.org/2000/svg";
const SAFE = new Set([
  "class", "title", "role", "tabindex", "type", "value", "placeholder", "for", "id", "name", "lang", "min", "max",
  "step", "checked", "disabled", "selected", "rows", "maxlength", "colspan", "scope", "autocomplete", "width", "height",
  "viewBox", "x", "y", "x1", "x2", "y1", "y2", "d", "points", "fill", "stroke", "stroke-width", "stroke-dasharray",
  "preserveAspectRatio", "text-anchor", "font-size", "fill-opacity", "controls", "alt",
]);

// Characters that show nothing or turn the line around, spelt out: ⟦U+202E⟧.
export function visible(text) {
  return String(text).replace(ODD, (c) => `⟦U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}⟧`);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (SAFE.has(name) || /^(data|aria)-[a-z]+$/.test(name)) node.setAttribute(name, value === true ? "" : value);
    else throw new Error(`attribute ${name} is not used here`);
  }
  for (const child of children.flat(9)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(visible(child)));
  }
  return node;
}

export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

export function show(node, ...children) {
  node.replaceChildren();
  return fill(node, {}, children);
}

// Bytes that came as base64, as an address within this page.
export function address(base64, type) {
  const raw = atob(base64);
  const bytes = new Uint8Array(raw.length);
  for (let at = 0; at < raw.length; at += 1) bytes[at] = raw.charCodeAt(at);
  return URL.createObjectURL(new Blob([bytes], { type }));
}

export function percent(share) {
  return share === null || share === undefined ? "–" : `${(share * 100).toFixed(2)} %`;
}

export function choice(options, attributes, chosen) {
  const made = el("select", attributes);
  for (const [value, text] of options) made.append(el("option", { value, selected: value === chosen }, text));
  return made;
}

export function table(head, rows, attributes = {}) {
  return el(
    "table",
    { class: "grid", ...attributes },
    el("thead", {}, el("tr", {}, head.map((name) => el("th", { scope: "col" }, name)))),
    el("tbody", {}, rows.map((row) => el("tr", {}, row.map((cell) => el("td", {}, cell))))),
  );
}

// Two whole files as pages that move together: the place beside what is read on one side stays in sight on the other.
import { el, show } from "./dom.js";
import { Rows } from "./list.js";

const WIDE = 76; // halves of a Chinese character in one row: two pages at 150 % fit a screen of common width
const HIGH = 27; // pixels of a row at 100 %

const broad = (c) => (c > 0x2e7f ? 2 : 1);

// The rows of a text: [start, stop, number of the line or 0 where it goes on], in code points.
export function laidOut(points, wide) {
  const rows = [];
  let start = 0;
  let line = 1;
  let number = 1;
  let used = 0;
  for (let at = 0; at < points.length; at += 1) {
    if (points[at] === 10) {
      rows.push([start, at, number]);
      start = at + 1;
      line += 1;
      number = line;
      used = 0;
      continue;
    }
    used += points[at] === 9 ? 4 : broad(points[at]);
    if (used >= wide) {
      rows.push([start, at + 1, number]);
      start = at + 1;
      number = 0;
      used = 0;
    }
  }
  rows.push([start, points.length, number]);
  return rows;
}

function rowAt(rows, offset) {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (rows[middle][0] <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

class Page {
  constructor(told, zoom, chosen) {
    this.told = told;
    this.points = Array.from(told.text, (c) => c.codePointAt(0));
    this.rows = laidOut(this.points, WIDE);
    this.list = new Rows(HIGH * zoom, (at) => this.draw(at), { class: "rows page", "aria-label": told.file });
    this.list.node.style.fontSize = `${zoom}em`;
    this.chosen = chosen;
    this.list.reset(this.rows.length);
  }

  draw(at) {
    const [start, stop, number] = this.rows[at];
    const cuts = new Set([start, stop]);
    const over = this.told.marks.filter(([from, to]) => from < stop && to > start);
    for (const [from, to] of over) {
      cuts.add(Math.max(start, from));
      cuts.add(Math.min(stop, to));
    }
    const edges = [...cuts].sort((a, b) => a - b);
    const pieces = edges.slice(0, -1).map((from, n) => {
      const to = edges[n + 1];
      const mine = over.filter((mark) => mark[0] <= from && mark[1] >= to);
      const text = String.fromCodePoint(...this.points.slice(from, to)).replace(/\r$/, "");
      const name = mine.some((mark) => mark[2] === this.chosen) ? "run chosen" : mine.length ? "run same" : "run";
      return el("span", { class: name, title: mine.map((mark) => mark[2]).slice(0, 20).join(", ") }, text);
    });
    return el("div", {}, el("span", { class: "line-number" }, number || ""), pieces);
  }

  offset() {
    return this.rows[Math.min(this.rows.length - 1, Math.max(0, Math.floor(this.list.first)))][0];
  }

  // Where the other file stands beside an offset of this one: inside a match exactly, between two by the nearest before.
  beside(offset, file) {
    let best = null;
    for (const mark of this.told.marks) {
      if (mark[3] !== file) continue;
      if (mark[0] > offset && best) break;
      best = mark;
    }
    if (!best) return null;
    const [from, to, , , far, end] = best;
    if (offset <= from) return Math.max(0, far - (from - offset));
    return offset >= to ? end + (offset - to) : far + ((offset - from) * (end - far)) / Math.max(1, to - from);
  }

  go(offset, middle) {
    this.list.reveal(rowAt(this.rows, offset), middle);
  }
}

export function twoPages(left, right, chosen, say) {
  const node = el("div", { class: "two-pages" });
  const draw = (zoom) => {
    const pages = [new Page(left, zoom, chosen), new Page(right, zoom, chosen)];
    pages.forEach((page, at) => {
      page.list.node.addEventListener("scroll", () => {
        if (!page.list.moved() || !moving.checked) return;
        const other = pages[1 - at];
        const to = page.beside(page.offset(), other.told.file);
        if (to !== null) other.list.place(rowAt(other.rows, to));
      }, { passive: true });
    });
    const moving = el("input", { type: "checkbox", checked: true });
    const size = el("button", { type: "button", onclick: () => draw(zoom === 1.5 ? 1 : 1.5) }, zoom === 1.5 ? "100 %" : "150 %");
    show(node, el("div", { class: "tools" }, size, el("label", {}, moving, say("move-together"))),
      el("div", { class: "pair" }, pages.map((page) => el("div", { class: "sheet" }, el("div", { class: "where" }, page.told.file), page.list.node))));
    requestAnimationFrame(() => pages.forEach((page) => {
      const mark = page.told.marks.find((one) => one[2] === chosen);
      if (mark) page.go(mark[0], true);
    }));
  };
  draw(1.5);
  return node;
}

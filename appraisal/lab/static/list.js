// A list of which only the rows in view exist: ten thousand matches scroll as ten do.
import { el } from "./dom.js";

const BEYOND = 6; // rows made above and below what is seen
const TALLEST = 8000000; // pixels; browsers lay out no more, so taller lists are scaled

export class Rows {
  constructor(height, draw, attributes = {}) {
    this.height = height;
    this.draw = draw;
    this.count = 0;
    this.space = el("div", { class: "rows-space" });
    this.node = el("div", { class: "rows", tabindex: "0", ...attributes }, this.space);
    this.made = new Map();
    this.placed = null; // where the program last put the list, until a person moves it
    this.node.addEventListener("scroll", () => this.paint(), { passive: true });
    new ResizeObserver(() => this.paint()).observe(this.node);
  }

  get scale() {
    return Math.max(1, (this.count * this.height) / TALLEST);
  }

  get first() {
    return (this.node.scrollTop * this.scale) / this.height;
  }

  reset(count) {
    this.count = count;
    this.space.style.height = `${Math.min(TALLEST, count * this.height)}px`;
    this.refresh();
  }

  refresh() {
    this.made.forEach((row) => row.remove());
    this.made.clear();
    this.paint();
  }

  paint() {
    const top = this.node.scrollTop;
    const seen = Math.ceil(this.node.clientHeight / this.height);
    const at = Math.floor(this.first);
    const from = Math.max(0, at - BEYOND);
    const to = Math.min(this.count, at + seen + BEYOND);
    for (const [index, row] of this.made) {
      if (index < from || index >= to) {
        row.remove();
        this.made.delete(index);
      }
    }
    for (let index = from; index < to; index += 1) {
      let row = this.made.get(index);
      if (!row) {
        row = this.draw(index);
        row.classList.add("row");
        row.style.height = `${this.height}px`;
        this.made.set(index, row);
        this.space.append(row);
      }
      row.style.transform = `translateY(${top + (index - this.first) * this.height}px)`;
    }
  }

  reveal(index, middle = false) {
    const seen = this.node.clientHeight / this.height;
    if (!middle && index >= this.first && index + 1 <= this.first + seen) return;
    const to = middle || index < this.first ? index - (middle ? seen / 2 : 0) : index + 1 - seen;
    this.place(to);
  }

  // The browser tells of this later, as if a person had scrolled: `moved` knows the difference.
  place(row) {
    this.node.scrollTop = (Math.max(0, row) * this.height) / this.scale;
    this.placed = this.node.scrollTop;
    this.paint();
  }

  moved() {
    const same = this.placed !== null && Math.abs(this.node.scrollTop - this.placed) < 1;
    if (!same) this.placed = null;
    return !same;
  }
}

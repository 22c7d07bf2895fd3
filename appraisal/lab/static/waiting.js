// What is not answered soon is said to be waited for, and since when: nothing is pending in silence.
import { el } from "./dom.js";

const PATIENCE = 600; // milliseconds without an answer after which the page says that it waits

export class Waiting {
  constructor() {
    this.node = el("div", { class: "pending", role: "status" });
    this.asked = new Set(); // when each was asked
    this.say = (key) => key;
  }

  async of(answer) {
    const one = { since: Date.now() };
    this.asked.add(one);
    this.ticking ||= setInterval(() => this.told(), PATIENCE);
    try {
      return await answer;
    } finally {
      this.asked.delete(one);
      this.told();
    }
  }

  told() {
    if (!this.asked.size) this.ticking = clearInterval(this.ticking);
    const longest = Math.max(0, ...[...this.asked].map((one) => Date.now() - one.since));
    this.node.textContent = longest < PATIENCE ? "" : this.say("waiting", Math.round(longest / 1000));
  }
}

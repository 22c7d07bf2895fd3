"use strict";
// Two passages on one clock: both are started at one moment of the audio clock, so they stay in step to the sample.
const told = JSON.parse(document.getElementById("told").textContent);
const { words, passages } = told;
const root = document.querySelector("main");
const WIDE = 1200;
const TALL = 84;

function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

const clock = (seconds) => `${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(2).padStart(5, "0")}`;
let sound = null; // the audio clock; a browser gives one when somebody has clicked
let sides = []; // of the passage shown: samples, rate, seconds that it lasts on the common clock
let playing = null; // sources, gains, when they began and where
let place = 0; // seconds from the beginning of the passage
let mode = "both";
let shown = 0;

const choice = el("select", { class: "passage", onchange: () => show(Number(choice.value)) },
  ...passages.map((one, at) => el("option", { value: at }, `${one.title} · ${one.verdict}`)));
const play = el("button", { type: "button", class: "play", onclick: () => (playing ? halt() : begin()) }, words.play);
const modes = [["left", "only-left"], ["right", "only-right"], ["both", "both"]].map(([name, word]) =>
  el("button", { type: "button", class: `mode-${name}`, "aria-pressed": String(name === mode), onclick: () => choose(name) }, words[word]));
const strips = [0, 1].map((side) => {
  const canvas = el("canvas", { width: WIDE, height: TALL, tabindex: "0", role: "img",
    onclick: (event) => seek((event.offsetX / canvas.clientWidth) * length()),
    onkeydown: (event) => {
      const step = { ArrowLeft: -0.5, ArrowRight: 0.5 }[event.key];
      if (step !== undefined) { event.preventDefault(); seek(place + step); }
      if (event.key === " ") { event.preventDefault(); play.click(); }
    } });
  const name = el("span", {});
  const time = el("time", { class: `time-${side ? "right" : "left"}` });
  return { canvas, name, time, node: el("div", {}, el("p", { class: "name" }, time, name), canvas) };
});
const note = el("p", { class: "step" });
const facts = el("dl", {});
root.append(choice, el("div", { class: "tools" }, play, ...modes), ...strips.map((one) => one.node), note, facts);

const bytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)).buffer;
const length = () => Math.max(0.01, ...sides.map((side) => side.seconds));

async function show(at) {
  halt();
  place = 0;
  shown = at;
  sides = [];
  root.dataset.ready = "";
  const one = passages[at];
  const pair = one.flac.length === 2;
  note.textContent = one.note ? one.note : !pair ? words["in-step"] : one.pace ? words.paced : words.alone;
  facts.replaceChildren(...one.facts.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))));
  strips.forEach((strip, side) => { strip.name.textContent = `${words[side ? "right" : "left"]}  ${one.names[side]}`; });
  try {
    const decoder = new OfflineAudioContext(2, 1, 48000);
    const buffers = await Promise.all(one.flac.map((flac) => decoder.decodeAudioData(bytes(flac))));
    if (shown !== at) return;
    const rate = pair && one.pace ? buffers[1].duration / buffers[0].duration : 1;
    sides = [0, 1].map((side) => {
      const buffer = pair ? buffers[side] : buffers[0];
      const samples = buffer.getChannelData(pair ? 0 : side);
      const own = side ? rate : 1;
      return { samples, hertz: buffer.sampleRate, rate: own, seconds: buffer.duration / own };
    });
    root.dataset.ready = String(at);
  } catch (error) {
    note.textContent = words.failed;
  }
  draw();
}

function choose(name) {
  mode = name;
  modes.forEach((button, at) => button.setAttribute("aria-pressed", String(["left", "right", "both"][at] === name)));
  if (playing) playing.lines.forEach(tuned);
}

// How loud a side is and in which ear: alone in both ears, or each in its own.
function tuned({ gain, pan }, side) {
  const heard = mode === "both" || mode === (side ? "right" : "left");
  gain.gain.value = heard ? 1 : 0;
  pan.pan.value = mode !== "both" ? 0 : side ? 1 : -1;
  root.dataset[side ? "right" : "left"] = heard ? String(pan.pan.value) : "off";
}

function begin() {
  if (!sides.length) return;
  sound = sound || new AudioContext();
  sound.resume();
  if (place >= length() - 0.02) place = 0;
  const when = sound.currentTime + 0.06;
  const lines = sides.map((side) => {
    const buffer = sound.createBuffer(1, side.samples.length, side.hertz);
    buffer.copyToChannel(side.samples, 0);
    const source = new AudioBufferSourceNode(sound, { buffer, playbackRate: side.rate });
    const gain = new GainNode(sound);
    const pan = new StereoPannerNode(sound);
    source.connect(gain).connect(pan).connect(sound.destination);
    if (place * side.rate < buffer.duration) source.start(when, place * side.rate);
    return { source, gain, pan, started: place * side.rate < buffer.duration };
  });
  // By a timer: browsers draw no frames for a player that is scrolled out of sight, and its sound plays on.
  playing = { lines, when, from: place, tick: setInterval(follow, 30) };
  lines.forEach(tuned);
  play.textContent = words.stop;
  root.dataset.state = "playing";
}

function follow() {
  place = playing.from + Math.max(0, sound.currentTime - playing.when);
  if (place >= length()) {
    place = length();
    halt();
  }
  draw();
}

function halt() {
  if (playing) {
    clearInterval(playing.tick);
    playing.lines.forEach((line) => { if (line.started) line.source.stop(); });
  }
  playing = null;
  play.textContent = words.play;
  root.dataset.state = "still";
}

function seek(to) {
  const on = playing !== null;
  halt();
  place = Math.min(length(), Math.max(0, to));
  draw();
  if (on) begin();
}

function draw() {
  const one = passages[shown];
  strips.forEach((strip, number) => {
    const pen = strip.canvas.getContext("2d");
    pen.clearRect(0, 0, WIDE, TALL);
    const side = sides[number];
    const at = side ? Math.min(place, side.seconds) / side.seconds : 0;
    strip.time.textContent = clock(one.starts[number] + at * one.lengths[number]);
    if (!side) return;
    pen.fillStyle = "#444";
    const across = (side.seconds / length()) * WIDE;
    const step = side.samples.length / across;
    for (let x = 0; x < across; x += 1) {
      let [low, high] = [0, 0];
      for (let n = Math.floor(x * step); n < Math.min(side.samples.length, (x + 1) * step); n += 1) {
        low = Math.min(low, side.samples[n]);
        high = Math.max(high, side.samples[n]);
      }
      pen.fillRect(x, (TALL / 2) * (1 - high), 1, Math.max(1, (TALL / 2) * (high - low)));
    }
    pen.fillStyle = "#000";
    pen.fillRect((place / length()) * WIDE - 1, 0, 2, TALL);
  });
  root.dataset.place = place.toFixed(3);
}

choice.hidden = passages.length < 2;
show(0);

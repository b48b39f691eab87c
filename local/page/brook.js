// @ts-check
// The water at the top: its height is the events of each of the last 60 seconds, its flow is time.
import { byId } from "./element.js";
import { toNumberText } from "./format.js";

/** Seconds across, and one more that waits beyond the right edge to flow in. The SVG's viewBox is as wide. */
const seconds = 61;

/** The rate is said as the mean of so many seconds: a single one jumps too much to be read. */
const rateSeconds = 5;

/** Below this many events a second the water does not fill its bed, so that one event is a ripple and not a wave. */
const fullMin = 6;

export function startBrook() {
  const svg = byId("brook");
  const [far, near] = svg.querySelectorAll("path");
  const rate = byId("rate");
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  /** Events in each second, oldest first. */
  const counts = Array.from({ length: seconds }, () => 0);
  /** The server's count of events so far; null before it said one. @type {number | null} */
  let total = null;
  /** Events since the second began. */
  let arrived = 0;
  /** What fills the bed; follows the highest count slowly, so that the water does not jump. */
  let full = fullMin;
  let second = 0;

  function tick() {
    counts.shift();
    counts.push(arrived);
    arrived = 0;
    second++;
    full += (Math.max(fullMin, ...counts) - full) * 0.4;
    rate.textContent = toNumberText(toMean(counts.slice(-rateSeconds)));
    draw();
  }

  function draw() {
    const swell = counts.map((_, i) => toMean(counts.slice(Math.max(0, i - 3), i + 4)) * 1.5);
    far?.setAttribute("d", toSurface(swell.map((count, i) => toDepth(count / full, second + i, 5))));
    near?.setAttribute("d", toSurface(counts.map((count, i) => toDepth(count / full, second + i, 3))));
    if (still.matches) return;
    svg.animate([{ transform: "none" }, { transform: `translateX(${-100 / seconds}%)` }], {
      duration: 1000,
      fill: "forwards",
    });
  }

  draw();
  setInterval(tick, 1000);

  return {
    /** Takes the server's count of events since it started. @param {number} now */
    total(now) {
      // A smaller count is another server: its events so far are not of this second.
      if (total !== null && now > total) arrived += now - total;
      total = now;
    },
  };
}

/** @param {number[]} values */
function toMean(values) {
  return Math.round((10 * values.reduce((sum, value) => sum + value, 0)) / values.length) / 10;
}

/**
 * The depth of the water from 0 to 100. Never dry: a slow swell of its own keeps the surface alive.
 *
 * @param {number} share @param {number} at the second, so that the swell flows with the water @param {number} period
 */
function toDepth(share, at, period) {
  return Math.min(96, 16 + 5 * Math.sin((2 * Math.PI * at) / (period * 3)) + 72 * share);
}

/** A smooth line through the depths, closed along the bed. @param {number[]} depths */
function toSurface(depths) {
  const y = depths.map((depth) => Math.round(1000 - 10 * depth) / 10);
  let path = `M0 100V${y[0]}`;
  for (let i = 1; i < y.length - 1; i++) {
    path += `Q${i} ${y[i]} ${i + 0.5} ${((y[i] ?? 0) + (y[i + 1] ?? 0)) / 2}`;
  }
  return `${path}L${y.length} ${y.at(-1)}V100Z`;
}

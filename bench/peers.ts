// What was measured of other SDKs, quoted: no run measures it again.

/** Where, when and how exactly: lines to print wherever the figures are. */
export const peersMeasured = [
  "Peers: Chromium 156 headless, Debian 12, 2 shared cores, loopback; sizes are exact, counts are of single runs",
  "unless said, times are indicative; 2026-11-22. Bytes: minimal init + track import, esbuild, minified, es2020,",
  "brotli 11. Main thread: the quieter of two passes; compare columns, not absolute values.",
];

export interface Peer {
  /** The package that was weighed, with its version. */
  name: string;
  bytes: number;
  /** What holds events that were not sent when the page is gone; null where nothing does. */
  queue: string | null;
  /** Left out where it was weighed alone. */
  mainThread?: MainThread;
}

export interface MainThread {
  initMs: number;
  trackMedianUs: number;
  trackP95Us: number;
  /** All main-thread work for 1,000 events. */
  workMs: number;
}

/** Smallest first. */
export const peers: readonly Peer[] = [
  { name: "@counterscale/tracker 3.4.1", bytes: 1_362, queue: null },
  { name: "umami script (HEAD)", bytes: 1_941, queue: null },
  { name: "ahoy.js 0.4.5", bytes: 2_270, queue: "cookie" },
  {
    name: "@plausible-analytics/tracker 0.4.6",
    bytes: 2_291,
    queue: null,
    mainThread: { initMs: 1.4, trackMedianUs: 560, trackP95Us: 5_125, workMs: 3_253 },
  },
  {
    name: "@openpanel/web 1.4.1 (initial)",
    bytes: 2_541,
    queue: null,
    mainThread: { initMs: 1.9, trackMedianUs: 5, trackP95Us: 15, workMs: 2_910 },
  },
  {
    name: "@aws-rum/web-slim 3.2.1",
    bytes: 10_050,
    queue: null,
    mainThread: { initMs: 7.4, trackMedianUs: 45, trackP95Us: 205, workMs: 171 },
  },
  {
    name: "@snowplow/browser-tracker 4.10.1",
    bytes: 15_975,
    queue: "localStorage",
    mainThread: { initMs: 24.1, trackMedianUs: 55, trackP95Us: 230, workMs: 694 },
  },
  { name: "@gojek/clickstream-web 1.0.3", bytes: 16_196, queue: "IndexedDB" },
  {
    name: "@jitsu/js 1.11.0",
    bytes: 25_741,
    queue: null,
    mainThread: { initMs: 6.8, trackMedianUs: 75, trackP95Us: 210, workMs: 3_555 },
  },
  {
    name: "@aws/clickstream-web 0.12.6",
    bytes: 28_252,
    queue: "localStorage (opt-in)",
    mainThread: { initMs: 4.6, trackMedianUs: 1_205, trackP95Us: 4_120, workMs: 2_730 },
  },
  {
    name: "@segment/analytics-next 1.84.3 (initial)",
    bytes: 28_403,
    queue: "localStorage, at pagehide",
    mainThread: { initMs: 0.6, trackMedianUs: 2_400, trackP95Us: 5_330, workMs: 14_273 },
  },
  {
    name: "mixpanel-browser 2.83.0 core",
    bytes: 31_906,
    queue: "localStorage",
    mainThread: { initMs: 13.0, trackMedianUs: 455, trackP95Us: 1_130, workMs: 8_018 },
  },
  {
    name: "@rudderstack/analytics-js 3.34.1 bundled",
    bytes: 44_838,
    queue: "localStorage",
    mainThread: { initMs: 30.2, trackMedianUs: 8_795, trackP95Us: 16_340, workMs: 13_209 },
  },
  {
    name: "@amplitude/analytics-browser 2.46.0",
    bytes: 57_032,
    queue: "localStorage",
    mainThread: { initMs: 10.9, trackMedianUs: 10, trackP95Us: 35, workMs: 1_909 },
  },
  {
    name: "posthog-js 1.449.2",
    bytes: 105_980,
    queue: null,
    mainThread: { initMs: 16.3, trackMedianUs: 985, trackP95Us: 1_685, workMs: 1_215 },
  },
];

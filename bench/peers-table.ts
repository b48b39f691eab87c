// The SDK beside its peers: what this run measured, and what is quoted.

import type { Figure } from "./benchmark.ts";
import { type Peer, peers, peersMeasured } from "./peers.ts";
import { sdkSetups } from "./sdk-setups.ts";
import { toColumns, toNumber } from "./table.ts";

const unknown = "-";
const head = ["", "brotli, B", "init, ms", "track() median, us", "track() p95, us", "1,000 events, ms"];

/** Nothing where no figure of the SDK's was measured. */
export function toPeersTable(figures: readonly Figure[]): string {
  const ours = sdkSetups.map(({ name }) => toOurs(name, figures));
  if (ours.every((cells) => cells.slice(1).every((cell) => cell === unknown))) return "";
  const table = toColumns([head, ...ours, ...peers.map(toTheirs)]);
  return `\nThe SDK and its peers\n${table}${[...peersMeasured, ...oursMeasured].join("\n")}\n`;
}

/** The peers' words do not say how often track() had run before, nor at what pace the 1,000 events came. */
const oursMeasured = [
  "Riacho: this run on this machine, bundled as the peers were; the first init of a page that has loaded,",
  "track() once it is compiled, 1,000 events in one task of a new page until all are answered.",
];

function toOurs(setup: string, figures: readonly Figure[]): string[] {
  const value = (name: string) => {
    const found = figures.find((figure) => figure.name === name);
    return found ? toNumber(found.value) : unknown;
  };
  const page = `sdk-page-${setup}`;
  return [
    `riacho: ${setup}`,
    value(`sdk-bytes-${setup}`),
    value(`${page}-init-call`),
    value(`${page}-track-p50`),
    value(`${page}-track-p95`),
    value(`${page}-burst-work`),
  ];
}

function toTheirs({ name, bytes, mainThread }: Peer): string[] {
  const { initMs, trackMedianUs, trackP95Us, workMs } = mainThread ?? {};
  const times = [initMs, trackMedianUs, trackP95Us, workMs];
  return [name, ...[bytes, ...times].map((value) => value?.toLocaleString("en-US") ?? unknown)];
}

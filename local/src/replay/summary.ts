// What a replay says at its end, as text for a terminal. Names and messages in it are what pages sent.

import { toCell } from "../warehouse/to-table.ts";
import type { ReplayOptions } from "./read-command.ts";
import type { ReplayEnd } from "./replay-rejected.ts";
import type { Tally } from "./tally.ts";

/** Longest message that is shown as an example, in characters: two lines of a terminal. */
const messageMax = 160;

/** What became of the events, the most first. */
export function toSummary({ found, acceptedBefore, accepted, rejected, unreplayable }: Tally): string {
  const before = acceptedBefore > 0 ? `, ${acceptedBefore} of them accepted since and left out` : "";
  const reasons = [...rejected].map(([reason, { count, message }]): Line => {
    const cut = message.length > messageMax ? `${message.slice(0, messageMax)}...` : message;
    return [`${reason}, such as: ${cut}`, count];
  });
  return [
    `${found} rejected ${found === 1 ? "event" : "events"} found${before}.`,
    ...toPart("accepted now", [...accepted]),
    ...toPart("still rejected", reasons),
    ...toPart("cannot be replayed", [...unreplayable]),
  ].join("\n");
}

type Line = [text: string, count: number];

function toPart(title: string, lines: Line[]): string[] {
  const total = lines.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return [];
  const width = String(total).length;
  const sorted = lines.sort(([, a], [, b]) => b - a);
  const list = sorted.map(([text, count]) => `    ${String(count).padStart(width)}  ${toCell(text)}`);
  return [`  ${total} ${title}:`, ...list];
}

/** What was written, or why not. */
export function toConclusion(
  { stored, failure }: Omit<ReplayEnd, "tally">,
  { isDryRun, origin }: Pick<ReplayOptions, "isDryRun" | "origin">,
): string {
  if (isDryRun) return "A dry run: nothing was written.";
  if (failure) {
    const end = `The stream of ${origin} failed (${toCause(failure)}), so the replay ended here`;
    return `${end}: ${stored} events are stored for certain. Run it again: that is safe.`;
  }
  if (stored === 0) return "Nothing was written.";
  return `${stored} ${stored === 1 ? "event is" : "events are"} in the stream now, and will be in SQL in some seconds.`;
}

function toCause(failure: NonNullable<ReplayEnd["failure"]>): string {
  if (failure.kind === "unavailable") return failure.cause;
  return failure.kind === "refused" ? failure.code : "it was down just now";
}

import { funnelSteps, type Tally } from "./tally.ts";

/** The tally for people, over several lines. */
export function toSummary(tally: Tally, seconds: number): string {
  const rejected = Object.entries(tally.rejected).sort(([, a], [, b]) => b - a);
  const rejectedCount = rejected.reduce((sum, [, count]) => sum + count, 0);
  const reasons = rejected.map(([reason, count]) => `${reason} ${toText(count)}`).join(", ");
  const funnel = funnelSteps.map((step) => `${step} ${toText(tally.funnel[step])}`).join(" > ");
  const perSecond = seconds > 0 ? Math.round(tally.events / seconds) : 0;
  const conversion =
    tally.sessionsOfPeople === 0 ? 0 : (100 * tally.funnel.purchase) / tally.sessionsOfPeople;
  return [
    `visitors  ${toText(tally.visitors)}, of them ${toText(tally.bots)} bots`,
    `sessions  ${toText(tally.sessions)}`,
    `events    ${toText(tally.events)} in ${seconds.toFixed(1)} s, ${toText(perSecond)} a second`,
    `accepted  ${toText(tally.accepted)}`,
    `rejected  ${toText(rejectedCount)}${reasons ? `: ${reasons}` : ""}`,
    `resent    ${toText(tally.copies)} copies`,
    `funnel    ${toText(tally.sessionsOfPeople)} sessions of people > ${funnel} (${conversion.toFixed(1)} %)`,
    ...toDayLines(tally.days),
  ].join("\n");
}

const barWidth = 40;

function toDayLines(days: Record<string, number>): string[] {
  const inOrder = Object.entries(days).sort(([a], [b]) => a.localeCompare(b));
  if (inOrder.length === 0) return [];
  const max = Math.max(...Object.values(days));
  const lines = inOrder.map(([day, count]) => {
    const bar = "#".repeat(Math.round((barWidth * count) / max));
    return `  ${day}  ${toText(count).padStart(9)}  ${bar}`;
  });
  return ["by day (UTC)", ...lines];
}

function toText(count: number): string {
  return count.toLocaleString("en-US");
}

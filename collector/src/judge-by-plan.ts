import type { AcceptedEvent, ParsedEvent, RejectedEvent } from "@riacho/contract/parse";
import type { Enforce } from "./tracking-plan.ts";

/** An event that was judged by the tracking plan, where there is one. */
export type JudgedEvent = RejectedEvent | (AcceptedEvent & { planViolations?: string });

/**
 * Judges each event alone by the tracking plan. What was refused before stays as it is.
 *
 * @param raws the events as they came, at the same positions: their props are values there, and text in `events`
 */
export function judgeByPlan(
  events: readonly ParsedEvent[],
  raws: readonly unknown[],
  appId: string,
  enforce: Enforce,
): JudgedEvent[] {
  return events.map((event, index) => {
    if (event.status === "rejected") return event;
    const raw = raws[index];
    const verdict = enforce(appId, event.name, (raw as { props?: unknown }).props);
    if (!verdict) return event;
    const { part, message } = verdict;
    if (verdict.enforce === "flag") {
      return { ...event, flags: [...event.flags, `${part}:plan`], planViolations: message };
    }
    return { status: "rejected", id: event.id, name: event.name, reason: "plan_violation", message, raw };
  });
}

import { admit, type Breaker, closed, type Reaction, settle } from "./breaker.ts";
import type { PutOutcome, PutRecords } from "./put-records.ts";

/**
 * Puts as `put` does, but not while the stream is dead.
 *
 * @param now our clock, in milliseconds
 * @param onTurn told when requests are held back from now on, and when no longer
 */
export function withBreaker(
  put: PutRecords,
  now: () => number,
  onTurn: (turned: "open" | "closed") => void,
): PutRecords {
  /** Of this process, whose requests may overlap. Changed by `become` alone. */
  let breaker: Breaker = closed;

  function become(next: Breaker): void {
    const [was, is] = [breaker.kind === "closed", next.kind === "closed"];
    breaker = next;
    if (was !== is) onTurn(is ? "closed" : "open");
  }

  return async (records) => {
    const { breaker: next, admission } = admit(breaker, now());
    become(next);
    if (admission.kind === "refuse") return { kind: "untried", retryMs: admission.retryMs };
    const outcome = await put(records);
    become(settle(breaker, admission, toReaction(outcome), now()));
    return outcome;
  };
}

/** A stream that takes a part, or says no, is alive: only waiting in vain is what the breaker is there to end. */
function toReaction(outcome: PutOutcome): Reaction {
  return outcome.kind === "unavailable" && outcome.stored === 0 ? "dead" : "alive";
}

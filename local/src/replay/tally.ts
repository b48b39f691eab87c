// What became of the events of a replay, counted.

import type { Replayed } from "@riacho/collector/replay";

export interface Tally {
  /** Rejected events that were meant, each once. */
  found: number;
  /** Those of them that have been accepted since, and were left alone. */
  acceptedBefore: number;
  /** Accepted now, by name. */
  accepted: Map<string, number>;
  /** Rejected still, by reason, with the message of the first. */
  rejected: Map<string, { count: number; message: string }>;
  /** Not to be judged, by why. */
  unreplayable: Map<string, number>;
}

export function createTally(found: number, acceptedBefore: number): Tally {
  return { found, acceptedBefore, accepted: new Map(), rejected: new Map(), unreplayable: new Map() };
}

export function count({ accepted, rejected, unreplayable }: Tally, replayed: Replayed): void {
  switch (replayed.kind) {
    case "accepted":
      accepted.set(replayed.name, (accepted.get(replayed.name) ?? 0) + 1);
      break;
    case "rejected": {
      const { count: before, message } = rejected.get(replayed.reason) ?? { count: 0, ...replayed };
      rejected.set(replayed.reason, { count: before + 1, message });
      break;
    }
    case "unreplayable":
      unreplayable.set(replayed.why, (unreplayable.get(replayed.why) ?? 0) + 1);
  }
}

// What is not our answer, however it looks: nothing may be settled by it.

import type { FaultOrder } from "../../../local/src/server/faults.ts";

export const foreignAnswers = [
  { kind: "html", times: 2 },
  { kind: "opaque", times: 1 },
  { kind: "status", status: 403, times: 2 },
  { kind: "status", status: 404, times: 2 },
  { kind: "drop", times: 2 },
] as const satisfies FaultOrder["door"][];

/** The name of its test. */
export function toTitle(door: { kind: string; status?: number }): string {
  return `${door.kind} ${door.status ?? ""}: nothing is settled by what is not our answer`;
}

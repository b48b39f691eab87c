import type { RejectReason } from "@riacho/contract/answer";
import { parseRequest } from "@riacho/contract/parse";
import { describe, expect, it } from "vitest";
import { batchBytesMax, batchEventsMax, toBatches } from "../src/simulation/batches.ts";
import { drawHistory, type Simulated } from "../src/simulation/history.ts";
import { drawMalformed } from "../src/simulation/malformed.ts";
import { createRandoms } from "../src/simulation/random.ts";

const until = Date.UTC(2026, 2, 15, 18);
const history = [
  ...drawHistory({
    visitors: 1_000,
    seed: 3,
    from: until - 14 * 24 * 60 * 60 * 1000,
    until,
    origin: "http://localhost:8080",
  }),
];
const sessions = history.flatMap((visitor) => visitor.sessions);
const batches = sessions.flatMap(toBatches);

describe("batches", () => {
  it("stay within the SDK's limits", () => {
    for (const { events, body } of batches) {
      expect(events.length).toBeLessThanOrEqual(batchEventsMax);
      expect(Buffer.byteLength(body)).toBeLessThanOrEqual(batchBytesMax);
    }
  });

  it("hold every event once, in order", () => {
    expect(batches.flatMap(({ events }) => events)).toEqual(sessions.flat());
  });

  it("split a long session by number and by bytes", () => {
    const [event] = sessions[0] as [Simulated];
    const small: Simulated = { kind: "broken", event: "x", reason: "event_invalid" };
    expect(toBatches(Array.from({ length: 250 }, () => small)).map(({ events }) => events.length)).toEqual([
      100, 100, 50,
    ]);
    expect(toBatches(Array.from({ length: 90 }, () => event)).length).toBeGreaterThan(1);
  });

  it("say shared facts once, and lose none of them", () => {
    for (const { events, body } of batches) {
      const request = JSON.parse(body);
      for (const [index, simulated] of events.entries()) {
        if (simulated.kind === "broken") continue;
        expect({ ...request.facts, ...request.events[index] }).toEqual(simulated.event);
        expect(Object.keys(request.events[index]).filter((key) => key in request.facts)).toEqual([]);
      }
    }
  });

  it("are of one visitor each", () => {
    for (const { events } of batches) {
      const ids = events.flatMap(({ kind, event }) => (kind === "sound" ? [event.visitor_id] : []));
      expect(new Set(ids).size).toBeLessThanOrEqual(1);
    }
  });
});

describe("the contract", () => {
  it("accepts every sound event unchanged and refuses every broken one for its reason", () => {
    for (const { events, body } of batches) {
      const request = parseRequest(JSON.parse(body));
      if (!request.ok) throw new Error(`expected a request, got ${request.message}`);
      for (const [index, parsed] of request.events.entries()) {
        const simulated = events[index] as Simulated;
        if (parsed.status === "accepted") {
          expect(simulated.kind).toBe("sound");
          expect(parsed.flags).toEqual([]);
        } else {
          expect(simulated).toMatchObject({ kind: "broken", reason: parsed.reason });
        }
      }
    }
  });

  it("refuses each kind of mistake that it knows", () => {
    const random = createRandoms(5)();
    const beside = sessions[0]?.find(({ kind }) => kind === "sound");
    if (beside?.kind !== "sound") throw new Error("expected a sound event, got none");
    const reasons = new Set<RejectReason>();
    for (let i = 0; i < 300; i++) {
      const { event, reason } = drawMalformed(random, beside.event);
      const request = parseRequest({ events: [event] });
      expect(request).toMatchObject({ ok: true, events: [{ status: "rejected", reason }] });
      reasons.add(reason);
    }
    const all: Record<Exclude<RejectReason, "plan_violation">, true> = {
      event_invalid: true,
      id_invalid: true,
      name_invalid: true,
      props_invalid: true,
      too_deep: true,
      too_large: true,
    };
    expect([...reasons].sort()).toEqual(Object.keys(all).sort());
  });
});

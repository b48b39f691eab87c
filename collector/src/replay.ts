// A rejected event's second chance: judged anew by this collector and the tracking plan it was built with. Pure. It is an
// entry of its own, so that an event is replayed by the very code that is deployed.

import type { RejectReason } from "@riacho/contract/answer";
import { type ColumnName, columns, factColumns, type Row, toTimestamp } from "@riacho/contract/columns";
import { parseRequest, readTime } from "@riacho/contract/parse";
import { type JudgedEvent, judgeByPlan } from "./judge-by-plan.ts";
import { toRecords } from "./records.ts";
import { unprintedRaw } from "./rejected-row.ts";
import { createRowWriter, type Stamp } from "./rows.ts";
import { type Enforce, enforce } from "./tracking-plan.ts";

/** What a rejected event is now. */
export type Replayed =
  | { kind: "accepted"; name: string; row: Row }
  /** It is refused still. `message` says what was expected and what came. */
  | { kind: "rejected"; reason: RejectReason; message: string }
  /** Its row does not have it whole. `why` is the same text for all that lack the same. */
  | { kind: "unreplayable"; why: string };

/** What is judged anew, or true of rejected rows alone. What else the collector said of an event, stays said. */
const judgedAnew: ReadonlySet<ColumnName> = new Set([
  "name",
  "status",
  "reason",
  "message",
  "event_at",
  "client_at",
  "props",
  "flags",
  "collector_version",
  "raw",
  "raw_bytes",
  "plan_violations",
  "replayed_at",
]);
const keptColumns = columns.filter(({ name, from }) => from === "server" && !judgedAnew.has(name));

/**
 * Judges a rejected event anew. Accepted, its row is the one it would have had at its first coming: with that time, that
 * sender and what was found out about them.
 *
 * @param row a rejected row of any collector's version; empty columns are left out or null. Never throws, whatever it has
 * @param now our clock, in milliseconds since 1970
 * @param plan null where there is none; by default the one this collector was built with
 * @example
 * replay({ event_id: "a1", app_id: "shop", received_at: "2026-01-02 03:04:05.006", raw: '{"id":"a1","name":"b"}' }, now)
 */
export function replay(row: StoredRow, now: number, plan: Enforce | null = enforce): Replayed {
  const { event_id: id, app_id: appId } = row;
  const receivedAt = readTimestamp(row.received_at);
  if (typeof id !== "string" || typeof appId !== "string" || receivedAt === null) {
    return { kind: "unreplayable", why: "its row does not say which event it is, or when it came" };
  }
  const raw = readRaw(row);
  if (!raw.ok) return { kind: "unreplayable", why: raw.why };

  const parsed = parseRequest({ facts: pick(row, factColumns), events: [raw.value] });
  if (!parsed.ok) return { kind: "unreplayable", why: parsed.message };
  const judged: JudgedEvent[] = plan ? judgeByPlan(parsed.events, [raw.value], appId, plan) : parsed.events;
  const [event] = judged as [JudgedEvent];
  if (event.status === "rejected") return { kind: "rejected", reason: event.reason, message: event.message };

  const stamp: Stamp = {
    appId,
    receivedAt,
    sent: readTimestamp(row.sent_at),
    userAgent: null,
    enrichment: { columns: {}, flags: [] },
    // Which origins are the app's is not known here: a channel that was told then is kept.
    isOwnOrigin: () => false,
  };
  const [record] = toRecords([createRowWriter(stamp, parsed.facts)(event)]);
  const anew: Row = JSON.parse(String(record));
  const flags = joinFlags(anew.flags, row.flags);
  return {
    kind: "accepted",
    name: event.name,
    row: { ...anew, ...pick(row, keptColumns), ...(flags && { flags }), replayed_at: toTimestamp(now) },
  };
}

/** A row as the warehouse gives it. */
export type StoredRow = { readonly [Name in ColumnName]?: unknown };

function pick(row: StoredRow, from: readonly { name: ColumnName }[]): Row {
  const named = from.map(({ name }) => [name, row[name]] as const);
  return Object.fromEntries(named.filter(([, value]) => value !== null && value !== undefined));
}

type Raw = { ok: true; value: unknown } | { ok: false; why: string };

function readRaw({ raw, raw_bytes: bytes }: StoredRow): Raw {
  if (typeof raw !== "string") return { ok: false, why: "its row has no raw event" };
  if (raw === unprintedRaw) return { ok: false, why: "it was nested too deep to be stored" };
  if (Number(bytes ?? 0) > Buffer.byteLength(raw)) return { ok: false, why: "it was cut when it was stored" };
  try {
    return { ok: true, value: JSON.parse(raw) };
  } catch {
    return { ok: false, why: "what was stored of it is no JSON" };
  }
}

/** Milliseconds since 1970; null where it is no time as rows write it. */
function readTimestamp(value: unknown): number | null {
  return typeof value === "string" ? readTime(Date.parse(`${value.replace(" ", "T")}Z`)) : null;
}

/** Those of the facts that the request shared are known from then alone. */
function joinFlags(...texts: unknown[]): string {
  const flags = texts.flatMap((text) => (typeof text === "string" && text !== "" ? text.split(",") : []));
  return [...new Set(flags)].join(",");
}

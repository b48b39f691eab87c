// The stream of the pipeline that runs.

import { readUnreachable } from "../simulation/reach.ts";

export type FoundStream =
  | { kind: "found"; name: string; url: string }
  /** `why` says what to do. */
  | { kind: "missing"; why: string };

/** How long to wait for the answer, in milliseconds. */
const timeoutMs = 5_000;

/** @param origin the pipeline's, such as `http://localhost:8080` */
export async function findStream(origin: string): Promise<FoundStream> {
  const unreachable = await readUnreachable(new URL(origin));
  if (unreachable) {
    const why = `Nothing listens at ${origin} (${unreachable}). Run npm start in another terminal first, or name the pipeline with --url.`;
    return { kind: "missing", why };
  }
  const address = `${origin}/local/stream`;
  const answer = await ask(address);
  if (typeof answer?.name === "string" && URL.canParse(answer.url)) {
    return { kind: "found", name: answer.name, url: answer.url };
  }
  const why = `Expected ${address} to tell name and url of the stream, as a pipeline of this version does, got another answer.`;
  return { kind: "missing", why };
}

/** Null where it is no JSON. */
async function ask(address: string): Promise<{ name?: unknown; url: string } | null> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(timeoutMs) });
    return (await response.json()) as { name?: unknown; url: string } | null;
  } catch {
    return null;
  }
}

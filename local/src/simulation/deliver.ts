import type { Answer } from "@riacho/contract/answer";
import type { Batch } from "./batches.ts";
import type { Random } from "./random.ts";
import { nextRetryDelayMs } from "./retry-delay.ts";
import type { Send } from "./send.ts";

/** How a batch ended. `tries` is how often it was sent: every try after the first may have stored a copy. */
export type Delivery =
  | { kind: "answered"; tries: number; answer: Answer }
  | { kind: "given_up"; tries: number; cause: string }
  | { kind: "stopped"; tries: number };

export interface DeliverSettings {
  send: Send;
  /** Most times one batch is sent. */
  triesMax: number;
  random: Random;
  /** Gives false where the wait was cut short, since the run is to stop. */
  wait(ms: number): Promise<boolean>;
}

/** Sends one batch until the collector has answered, or until there is no point in going on. */
export async function deliver(batch: Batch, userAgent: string, settings: DeliverSettings): Promise<Delivery> {
  const { send, triesMax, random, wait } = settings;
  for (let tries = 1; ; tries++) {
    const outcome = await send(batch, userAgent);
    if (outcome.kind === "answered") return { kind: "answered", tries, answer: outcome.answer };
    if (outcome.kind === "refused") return { kind: "given_up", tries, cause: outcome.cause };
    if (tries === triesMax)
      return { kind: "given_up", tries, cause: `${tries} tries, the last: ${outcome.cause}` };
    if (!(await wait(nextRetryDelayMs(tries, outcome.retryAfterMs, random))))
      return { kind: "stopped", tries };
  }
}

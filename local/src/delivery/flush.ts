import { setTimeout as sleep } from "node:timers/promises";
import { nextDelayMs } from "./backoff.ts";
import { createGathered, type Gathered } from "./gather.ts";

export interface FlushOptions {
  /** How long a record waits for others, in milliseconds. */
  flushMs: number;
  /** How much is gathered, or waits to be written, before reading stops. */
  bytesMax: number;
  /** Puts what was gathered in files; called one at a time, in order. */
  deliver(gathered: Gathered): Promise<void>;
  /** From then on nothing is tried twice: what cannot be written is still in the stream, after the checkpoint. */
  signal: AbortSignal;
  log(message: string): void;
}

export interface Flusher {
  /**
   * Adds one record through `gather`. Waits while too much is not yet in files, so that a full disk stops the reading
   * and not the process.
   */
  add(gather: (gathered: Gathered) => void): Promise<void>;
  /** Writes what is gathered. */
  flush(): Promise<void>;
}

/** Decides when what is gathered becomes files: `flushMs` after its first record, or at `bytesMax`. */
export function createFlusher({ flushMs, bytesMax, deliver, signal, log }: FlushOptions): Flusher {
  let gathered = createGathered();
  let timer: NodeJS.Timeout | undefined;
  /** Ends when all that was flushed so far is in files. Never fails. */
  let written: Promise<void> = Promise.resolve();
  /** Flushed but not yet in files. */
  let waitingBytes = 0;
  /** Once one was given up, none after it may be written: its checkpoint would pass the gap. */
  let gaveUp = false;

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const ready = gathered;
    gathered = createGathered();
    waitingBytes += ready.bytes;
    written = written.then(() => write(ready));
    return written;
  }

  async function write(ready: Gathered): Promise<void> {
    for (let failures = 1; !gaveUp; failures++) {
      try {
        await deliver(ready);
        waitingBytes -= ready.bytes;
        return;
      } catch (error) {
        log(`cannot write what was delivered: ${(error as Error).message}`);
        gaveUp = signal.aborted;
        await sleep(nextDelayMs(failures), undefined, { signal }).catch(() => {});
      }
    }
  }

  return {
    async add(gather) {
      gather(gathered);
      if (gathered.bytes + waitingBytes >= bytesMax) await flush();
      else timer ??= setTimeout(flush, flushMs);
    },
    flush,
  };
}

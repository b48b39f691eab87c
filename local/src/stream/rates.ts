// The documented rates of one shard, as token buckets that hold one second's worth.

/** Kinesis Data Streams quotas, per shard and second. */
const rates = { recordsWritten: 1_000, bytesWritten: 1024 * 1024, reads: 5 } as const;

type RateName = keyof typeof rates;

/** What was left at a time (in milliseconds). */
interface Bucket {
  tokens: number;
  at: number;
}

/** A bucket after it has filled up to now. */
function refill({ tokens, at }: Bucket, perSecond: number, now: number): Bucket {
  const gained = (Math.max(0, now - at) * perSecond) / 1000;
  return { tokens: Math.min(perSecond, tokens + gained), at: now };
}

export interface Rates {
  /** Takes what one record costs; false, taking nothing, where the shard's rate is used up. */
  write(shard: number, bytes: number, now: number): boolean;
  /** The same for one GetRecords call. */
  read(shard: number, now: number): boolean;
}

/** Buckets for so many shards, full at first. */
export function createRates(shards: number): Rates {
  const full = (perSecond: number): Bucket => ({ tokens: perSecond, at: Number.NEGATIVE_INFINITY });
  const buckets = Array.from({ length: shards }, () => ({
    recordsWritten: full(rates.recordsWritten),
    bytesWritten: full(rates.bytesWritten),
    reads: full(rates.reads),
  }));

  function take(shard: number, costs: readonly [RateName, number][], now: number): boolean {
    const own = buckets[shard];
    if (!own) return true;
    for (const [name] of costs) own[name] = refill(own[name], rates[name], now);
    if (costs.some(([name, cost]) => own[name].tokens < cost)) return false;
    for (const [name, cost] of costs) own[name].tokens -= cost;
    return true;
  }

  return {
    write: (shard, bytes, now) =>
      take(
        shard,
        [
          ["recordsWritten", 1],
          ["bytesWritten", bytes],
        ],
        now,
      ),
    read: (shard, now) => take(shard, [["reads", 1]], now),
  };
}

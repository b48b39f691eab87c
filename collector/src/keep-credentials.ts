// Credentials that expire, renewed in time.

import type { AwsCredentials } from "./aws-settings.ts";

export interface ExpiringCredentials {
  credentials: AwsCredentials;
  /** In milliseconds since 1970. */
  expiresAt: number;
}

/** Time to ask for others before these expire, in milliseconds: enough for many tries. */
export const renewMs = 5 * 60_000;

/** Between two tries, in milliseconds: what gives credentials is not asked by every request. */
export const pauseMs = 5_000;

/**
 * Makes the function that gives the credentials of the moment. Old ones are given while others are asked for, and for as
 * long as they are valid where none come; only when they have expired must a caller wait.
 *
 * @param first those to begin with
 * @param ask for others; may reject
 * @param now our clock, in milliseconds since 1970
 * @param onFailure told of each try in vain, and for how long the old ones are still valid
 * @returns it rejects while there are no valid ones
 */
export function keepCredentials(
  first: ExpiringCredentials,
  ask: () => Promise<ExpiringCredentials>,
  now: () => number,
  onFailure: (error: Error, leftMs: number) => void,
): () => Promise<AwsCredentials> {
  let kept = first;
  /** The try under way: all callers share it. */
  let asking: Promise<void> | undefined;
  let nextAskAt = 0;

  async function renew(): Promise<void> {
    try {
      kept = await ask();
    } catch (error) {
      onFailure(error as Error, kept.expiresAt - now());
    }
    // After a success too: it may have brought the same ones once more.
    nextAskAt = now() + pauseMs;
    asking = undefined;
  }

  return async () => {
    const leftMs = kept.expiresAt - now();
    if (leftMs <= renewMs && now() >= nextAskAt) asking ??= renew();
    if (leftMs <= 0) await asking;
    if (kept.expiresAt > now()) return kept.credentials;
    throw Object.assign(new Error("the credentials have expired"), { code: "CREDENTIALS_EXPIRED" });
  };
}

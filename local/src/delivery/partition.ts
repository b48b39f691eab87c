import { toTimestamp } from "@riacho/contract/columns";

/**
 * The folder of a file: the hour, UTC, in which its oldest record arrived. As in Firehose, younger records of the same
 * file may belong to the next hour, so who reads by `dt` and `hh` widens both ends.
 *
 * @param oldestArrivedAt milliseconds since 1970
 * @example toPartition(0) // "dt=1970-01-01/hh=00"
 */
export function toPartition(oldestArrivedAt: number): string {
  const text = toTimestamp(oldestArrivedAt);
  return `dt=${text.slice(0, 10)}/hh=${text.slice(11, 13)}`;
}

/** A file's name without its ending: the same time, so that names sort, and a random part, so that none is used twice. */
export function toFileName(oldestArrivedAt: number, random: string): string {
  return `${toTimestamp(oldestArrivedAt).slice(0, 19).replace(/[: ]/g, "-")}-${random}`;
}

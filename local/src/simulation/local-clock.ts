/** What a clock on the wall shows. */
export interface LocalTime {
  /** 0 is Sunday. */
  weekday: number;
  /** 0 to 23. */
  hour: number;
}

/** Reads the clock on the wall at a time in milliseconds since 1970. */
export type LocalClock = (ms: number) => LocalTime;

const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/**
 * The clock on the wall of a time zone, daylight saving included.
 *
 * @param timeZone an IANA name
 * @throws RangeError for a name that the runtime does not know
 * @example createLocalClock("America/Sao_Paulo")(0) // { weekday: 3, hour: 21 }
 */
export function createLocalClock(timeZone: string): LocalClock {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    weekday: "short",
    hour: "2-digit",
    hourCycle: "h23",
  });
  return (ms) => {
    const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, value]));
    return { weekday: weekdays.indexOf(parts.get("weekday") ?? ""), hour: Number(parts.get("hour")) };
  };
}

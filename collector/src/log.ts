// The log: one line of JSON each, all but INFO on stderr.

export interface LogLine {
  /** A WARN passes by itself. An ERROR needs somebody. */
  level: "INFO" | "WARN" | "ERROR";
  message: string;
  [detail: string]: string | number;
}

const methods = { INFO: "log", WARN: "warn", ERROR: "error" } as const;

/** Writes a line. */
export function log(line: LogLine): void {
  console[methods[line.level]](JSON.stringify(line));
}

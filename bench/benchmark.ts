/** One number that was measured, beside what it is to be compared with. */
export interface Figure {
  /** Kebab-case, beginning with its benchmark's name. */
  name: string;
  value: number;
  /** `x`: a ratio, `value` times the base. */
  unit: "x" | "events/s" | "B" | "ms" | "us" | "requests" | "tasks";
  /** What the value is measured against, or what it is. */
  against: string;
  /** The largest value that is good enough; left out where none is set. */
  goal?: number;
  /** What else was seen. */
  note?: string;
}

/** Measures one thing; may take half a minute, leaves nothing behind. */
export interface Benchmark {
  name: string;
  run(): Promise<Figure[]>;
}

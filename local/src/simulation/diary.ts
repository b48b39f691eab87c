import type { Props } from "@riacho/contract/event";

/** Something that a page told the SDK. */
export interface Step {
  /** The event's name. */
  name: string;
  /** Milliseconds since 1970. */
  at: number;
  props?: Props;
}

/** One document's life. Its first step is its `page_view`. */
export interface PageLoad {
  path: string;
  /** With its question mark; empty where there is none. */
  search: string;
  title: string;
  steps: [Step, ...Step[]];
}

/** Writes down a session as it happens, with a clock that only goes forward. */
export interface Diary {
  /** Every page opened so far, in order. */
  readonly loads: readonly PageLoad[];
  /** Milliseconds since 1970. */
  now(): number;
  /** Lets time pass, in milliseconds; at least one. */
  wait(ms: number): void;
  open(page: Pick<PageLoad, "path" | "title"> & { search?: string }): void;
  /** A step of the page that was opened last. */
  note(name: string, props?: Props): void;
}

/** @param startMs milliseconds since 1970 */
export function createDiary(startMs: number): Diary {
  const loads: PageLoad[] = [];
  let at = startMs;
  return {
    loads,
    now: () => at,
    wait(ms) {
      at += Math.max(1, Math.round(ms));
    },
    open({ path, title, search = "" }) {
      loads.push({ path, search, title, steps: [{ name: "page_view", at }] });
    },
    note(name, props) {
      const load = loads.at(-1);
      if (!load) throw new Error(`expected a page to be open before "${name}", got none`);
      load.steps.push(props ? { name, at, props } : { name, at });
    },
  };
}

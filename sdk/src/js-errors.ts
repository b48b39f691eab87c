import type { Props } from "@riacho/contract/event";
import type { Plugin } from "./api.ts";

/** Most errors reported by one page load: one in a loop must not crowd out what else happens. */
const errorsMax = 10;
/** Most characters of a message, an address or a stack. */
const textMax = 1000;
/** A query or hash, up to the line and column that a stack puts behind it and what closes the address. */
const queries = /(\w+:\/\/[^\s?#]+)[?#]\S*?(?=(:\d+){0,2}[^\w\s]*(\s|$))/g;
/** The first line of a stack that ends in a place. */
const firstPlace = /(\w+:\/\/\S+?):(\d+):(\d+)\)?$/m;

/** What `jsErrors()` takes. */
export interface JsErrorsOptions {
  /** Share of page loads that report, from 0 to 1, decided as a page begins. Default: 1. */
  sampleRate?: number;
}

/**
 * Tracks a `js_error` for what nobody caught: errors and rejections, the same at one place once per page load. Addresses
 * in them lose query and hash. What a script of another origin throws is "Script error.", without a place, unless its
 * element has `crossorigin`. Images and scripts that fail to load are none.
 *
 * @example init({ appId: "shop", endpoint: "https://t.example.com", plugins: [jsErrors({ sampleRate: 0.1 })] })
 */
export function jsErrors({ sampleRate = 1 }: JsErrorsOptions = {}): Plugin {
  return ({ track }) => {
    const stop = new AbortController();
    const options = { signal: stop.signal };
    const seen = new Set<string>();

    function report<Seen extends Event>(read: (event: Seen) => Props): (event: Seen) => void {
      return (event) => {
        try {
          const error = read(event);
          // Anybody may dispatch an "error" that says nothing.
          if (!error.message) return;
          const key = JSON.stringify([error.message, error.source, error.line, error.column]);
          if (seen.has(key) || seen.size >= errorsMax) return;
          seen.add(key);
          track("js_error", error);
        } catch {
          // What was thrown may throw when it is read: that must not be the next error.
        }
      };
    }

    if (Math.random() < sampleRate) {
      // Without capture: a resource that fails to load tells its element alone.
      addEventListener("error", report(fromError), options);
      addEventListener("unhandledrejection", report(fromRejection), options);
    }
    return () => stop.abort();
  };
}

function fromError({ message, filename, lineno, colno, error }: ErrorEvent): Props {
  return {
    kind: "error",
    message: clean(message),
    source: clean(filename),
    line: lineno || null,
    column: colno || null,
    stack: clean(error?.stack),
  };
}

function fromRejection({ reason }: PromiseRejectionEvent): Props {
  const stack = clean(reason?.stack);
  const [, source = null, line, column] = stack?.match(firstPlace) ?? [];
  return {
    kind: "unhandledrejection",
    message: clean(String(reason)),
    source,
    line: line ? +line : null,
    column: column ? +column : null,
    stack,
  };
}

function clean(text: unknown): string | null {
  return typeof text === "string" && text ? text.slice(0, textMax).replace(queries, "$1") : null;
}

// @ts-check
/** @typedef {{ [column: string]: string | number | boolean | undefined }} Row as stored; see contract/src/columns.ts */
/** @typedef {{ [counter: string]: number | undefined }} Counters */
/** @typedef {"connecting" | "connected" | "reconnecting"} StreamState */

/** An answer other than an event stream ends an EventSource for good; then we open another. */
const reopenDelayMs = 2_000;

/**
 * Everything the server pushes. After a reconnect the recent rows come again.
 *
 * @param {{ rows: (rows: Row[]) => void, counters: (counters: Counters) => void, state: (state: StreamState) => void }} handlers
 * @returns {() => void} stop
 */
export function onStream(handlers) {
  /** @type {EventSource} */
  let source;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function open() {
    source = new EventSource("/local/live");
    source.onopen = () => handlers.state("connected");
    source.onerror = () => {
      handlers.state("reconnecting");
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, reopenDelayMs);
    };
    source.addEventListener("rows", (event) => handlers.rows(JSON.parse(event.data)));
    source.addEventListener("counters", (event) => handlers.counters(JSON.parse(event.data)));
  }

  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}

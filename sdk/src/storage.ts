// The copy of the queue in IndexedDB, one key per event. The only file that touches IndexedDB.

import { createStore, promisifyRequest, type UseStore } from "idb-keyval";

/** A claim on events until a time, in milliseconds since 1970. */
export interface Lease {
  until: number;
  /** At least one. */
  ids: string[];
}

/** An event's JSON text, or the lease under which events left. */
export type Stored = string | Lease;

export interface Storage {
  /** Writes one key. What gathers in a task goes into one transaction. */
  put(key: string, value: Stored): void;
  remove(key: string): void;
  /** Begins in this very task all writes that wait for a later one. */
  flush(): void;
  /** Every key. Empty where storage is denied. */
  keys(): Promise<string[]>;
  /** The values whose keys begin with a prefix, and these keys, in the same order. Empty where storage is denied. */
  read(prefix: string): Promise<[key: string, value: Stored][]>;
  /** False once the browser has refused to store: the queue then lives in memory only. */
  works(): boolean;
}

/** Most writes begun in one task: each costs about 35 us, and no task of the page's may become long. */
const taskWritesMax = 100;

/** Opens the database of one app. Never throws: where the browser refuses, the queue lives in memory only. */
export function openStorage(appId: string): Storage {
  let store: UseStore | null = createStore(`riacho-${appId}`, "queue");
  /** What gathered since the last microtask, in this order: a value to put, or none to remove. */
  const writes: [key: string, value: Stored | undefined][] = [];

  /** Once refused, nothing more is written: it would be out of step with what is stored. */
  async function attempt<T>(
    mode: IDBTransactionMode,
    run: (objects: IDBObjectStore) => Promise<T[] | undefined>,
  ): Promise<T[]> {
    try {
      return (await store?.(mode, run)) ?? [];
    } catch {
      store = null;
      return [];
    }
  }

  function write(key: string, value?: Stored): void {
    if (writes.push([key, value]) === 1) queueMicrotask(commit);
  }

  function commit(max = taskWritesMax): void {
    const batch = writes.splice(0, max);
    if (writes[0]) setTimeout(commit);
    if (!batch[0]) return;
    void attempt("readwrite", (objects) => {
      for (const [key, value] of batch) value ? objects.put(value, key) : objects.delete(key);
      // Without it the transaction commits when its last write has been answered: in a closing page, never.
      objects.transaction.commit?.();
      return promisifyRequest(objects.transaction);
    });
  }

  return {
    put: write,
    flush: () => commit(Infinity),
    remove: write,
    keys: () =>
      attempt("readonly", (objects) => promisifyRequest(objects.getAllKeys() as IDBRequest<string[]>)),
    read: (prefix) =>
      attempt("readonly", async (objects) => {
        const range = IDBKeyRange.bound(prefix, `${prefix}~`);
        const keys = promisifyRequest(objects.getAllKeys(range));
        const values = await promisifyRequest<Stored[]>(objects.getAll(range));
        return (await keys).map((key, index) => [key, values[index]] as [string, Stored]);
      }),
    works: () => !!store,
  };
}

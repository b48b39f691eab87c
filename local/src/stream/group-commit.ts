// Many appends, one write and one sync: what arrives while a group is being written makes up the next group.

/** Largest group, in bytes: bounds the memory of one write. A single larger item is a group of its own. */
const groupBytesMax = 8 * 1024 * 1024;

export interface GroupCommit<Item> {
  /** Settles when the item's group has been committed, or with the reason why it was not. */
  add(item: Item, bytes: number): Promise<void>;
  /** Settles when nothing is waiting. */
  idle(): Promise<void>;
}

interface Waiting<Item> {
  item: Item;
  bytes: number;
  resolve(): void;
  reject(reason: unknown): void;
}

/**
 * Queues items and commits them in groups, in order, one group at a time.
 *
 * @param commit makes a group durable; what it throws goes to every item of the group
 * @example await createGroupCommit(async (lines) => appendAndSync(lines)).add("a line", 6);
 */
export function createGroupCommit<Item>(commit: (items: Item[]) => Promise<void>): GroupCommit<Item> {
  const waiting: Waiting<Item>[] = [];
  let running: Promise<void> | null = null;

  async function run() {
    while (waiting.length > 0) {
      const group = takeGroup(waiting);
      try {
        await commit(group.map(({ item }) => item));
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    running = null;
  }

  return {
    add: (item, bytes) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, bytes, resolve, reject });
        running ??= run();
      }),
    idle: async () => {
      while (running) await running;
    },
  };
}

function takeGroup<Item>(waiting: Waiting<Item>[]): Waiting<Item>[] {
  let bytes = 0;
  const isOver = ({ bytes: own }: Waiting<Item>) => {
    bytes += own;
    return bytes > groupBytesMax;
  };
  const count = waiting.findIndex(isOver);
  return waiting.splice(0, count === -1 ? waiting.length : Math.max(1, count));
}

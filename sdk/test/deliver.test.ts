import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Judge, Notice } from "../src/api.ts";
import { createDelivery } from "../src/deliver.ts";
import type { Reply } from "../src/outcome.ts";
import { createQueue, toQueued } from "../src/queue.ts";
import type { Storage } from "../src/storage.ts";

const well = (body: string): Reply => {
  const { events } = JSON.parse(body);
  return { status: 200, retryAfter: null, text: JSON.stringify({ accepted: events.length, rejected: [] }) };
};
const refused =
  (status: number, retryAfter: string | null = null) =>
  (): Reply => ({ status, retryAfter, text: "" });

/** A delivery with a fake door and a fake store, both honest: they do what the real ones promise, in memory. */
function setUp(answer: (body: string, request: number) => Reply | Promise<Reply> = well) {
  const stored = new Map<string, unknown>();
  const storage: Storage = {
    put: (key, value) => void stored.set(key, value),
    remove: (key) => void stored.delete(key),
    flush: vi.fn(),
    keys: async () => [...stored.keys()],
    read: async () => [],
    works: () => true,
  };
  const requests: { at: number; ids: string[]; body: string }[] = [];
  const notices: Notice[] = [];
  const dropped: [string, number][] = [];
  let room = 60_000;
  const delivery = createDelivery(
    createQueue(500, 1e6),
    storage,
    {
      async send(body, bytes) {
        const ids = JSON.parse(body).events.map(({ id }: { id: string }) => id);
        requests.push({ at: Date.now(), ids, body });
        room -= bytes;
        const reply = await answer(body, requests.length);
        room += bytes;
        return reply;
      },
      keepaliveRoom: () => room,
    },
    (notice) => {
      notices.push(notice);
      if (notice.kind === "dropped") dropped.push([notice.reason, notice.events.length]);
    },
  );
  let next = 0;
  /** Tracks events, each of about so many bytes. */
  function track(count: number, bytes = 60): void {
    for (let i = 0; i < count; i++) {
      const id = `${next++}`;
      delivery.add(toQueued("page", { id, name: "x", time: Date.now(), props: { text: "x".repeat(bytes) } }));
    }
  }
  const counts = () => requests.map(({ ids }) => ids.length);
  const times = () => requests.map(({ at }) => at);
  return { delivery, track, requests, counts, times, stored, storage, notices, dropped };
}

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  vi.spyOn(Math, "random").mockReturnValue(0.999);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("gathering", () => {
  test("the first batch leaves after 1 s, later ones after 5 s", async () => {
    const { track, times, counts } = setUp();
    track(2);
    await vi.advanceTimersByTimeAsync(2000);
    track(3);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([times(), counts()]).toEqual([
      [1000, 7000],
      [2, 3],
    ]);
  });

  test("twenty events leave at once, those of one task together, a hundred at most, one request at a time", async () => {
    const { track, times, counts } = setUp(async (body) => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return well(body);
    });
    track(250);
    await vi.advanceTimersByTimeAsync(1000);
    expect(counts()).toEqual([100, 100, 50]);
    const gaps = times()
      .slice(1)
      .map((at, i) => at - (times()[i] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(50); // each waits for the answer before it
    expect(Math.max(...gaps)).toBeLessThan(100);
  });

  test("a batch is at most 48 KB", async () => {
    const { track, counts } = setUp();
    track(10, 10_000);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(counts()).toEqual([4, 4, 2]);
  });

  test("an event is stored until its answer, beside the lease it left under; then nothing is", async () => {
    let inTheMeantime: [string, unknown][] = [];
    const { track, stored } = setUp((body) => {
      inTheMeantime = [...stored];
      return well(body);
    });
    track(2);
    await vi.advanceTimersByTimeAsync(1000);
    expect(inTheMeantime).toEqual([
      ["page/0/110", expect.stringContaining('"id":"0"')],
      ["page/1/110", expect.stringContaining('"id":"1"')],
      ["page/!0", { until: 31_000, ids: ["0", "1"] }],
    ]);
    expect([...stored.keys()]).toEqual([]);
  });
});

describe("failures", () => {
  test("backoff doubles from 1 s to 5 minutes, with full jitter, and never loses an event", async () => {
    const { track, times, stored } = setUp(refused(503));
    track(20);
    await vi.advanceTimersByTimeAsync(3_600_000);
    const gaps = times().map((at, i, all) => Math.round((at - (all[i - 1] ?? at)) / 1000));
    expect(gaps.slice(0, 12)).toEqual([0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
    expect([...stored.keys()].filter((key) => !key.includes("!")).length).toBe(20);
  });

  test("after several failures in a row batches are halved, and grow again when it is well", async () => {
    const { track, counts } = setUp((body, request) => (request <= 5 ? refused(502)() : well(body)));
    track(40);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(counts()).toEqual([40, 40, 40, 20, 10, 5, 10, 20, 5]);
  });

  test("Retry-After is kept: no timer, no new event, no flush, no hide comes before it", async () => {
    const { delivery, track, times } = setUp((body, request) =>
      request === 1 ? refused(429, "20")() : well(body),
    );
    track(20);
    await vi.advanceTimersByTimeAsync(1000);
    track(30);
    void delivery.flush();
    delivery.hide();
    void delivery.run();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(times()).toEqual([0, 20_000]);
  });

  test("of two that ask to wait, the longer one is obeyed", async () => {
    const waits = ["20", "40", "30"];
    const { delivery, track, times } = setUp((body, request) => {
      const wait = waits[request - 1];
      return wait ? refused(503, wait)() : well(body);
    });
    track(9, 10_000);
    delivery.hide();
    await vi.advanceTimersByTimeAsync(300_000);
    expect(times().slice(0, 4)).toEqual([0, 0, 40_000, 70_000]);
  });

  test("back online, a backoff is not waited out", async () => {
    const { delivery, track, times } = setUp((body, request) => (request <= 2 ? refused(0)() : well(body)));
    track(20);
    await vi.advanceTimersByTimeAsync(1500);
    void delivery.run();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(times()).toEqual([0, 999, 1500]);
  });

  test("a refused request is halved until only the event that cannot be is given up, counted", async () => {
    const poison = (body: string): Reply => (body.includes('"id":"5"') ? refused(413)() : well(body));
    const { track, dropped, stored, requests } = setUp(poison);
    track(12);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(dropped).toEqual([["refused", 1]]);
    expect([...stored.keys()]).toEqual([]);
    const answered = new Set(requests.filter(({ ids }) => !ids.includes("5")).flatMap(({ ids }) => ids));
    expect(answered.size).toBe(11);
  });

  test("410: nothing is kept, nothing is sent any more, all of it is counted", async () => {
    const { track, dropped, stored, requests } = setUp(refused(410));
    track(15);
    await vi.advanceTimersByTimeAsync(1000);
    track(5);
    await vi.advanceTimersByTimeAsync(600_000);
    expect([requests.length, stored.size]).toEqual([1, 0]);
    expect(dropped.reduce((sum, [, count]) => sum + count, 0)).toBe(20);
  });

  test("the limits are for all page loads together: what another one stores meanwhile makes the oldest go", async () => {
    const { track, stored, dropped } = setUp(refused(503));
    track(400);
    for (let i = 0; i < 200; i++) stored.set(`other/${i}/60`, "");
    await vi.advanceTimersByTimeAsync(100);
    expect(dropped).toEqual([["full", 101]]); // the lease counts as one
    expect(stored.size).toBeLessThanOrEqual(500);
    expect(stored.has("page/99/111")).toBe(false);
    expect(stored.has("page/399/112")).toBe(true);
  });

  test("an answer that never comes leaves the events to the next try when it times out", async () => {
    const late = () => new Promise<Reply>((resolve) => setTimeout(() => resolve(refused(0)()), 10_000));
    const { track, counts } = setUp((body, request) => (request === 1 ? late() : well(body)));
    track(20);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(counts()).toEqual([20, 20]);
  });

  test("what the collector rejects is gone, with its message", async () => {
    const text = JSON.stringify({
      accepted: 1,
      rejected: [{ index: 1, reason: "too_deep", message: "too deep" }],
    });
    const { track, notices, stored } = setUp(() => ({ status: 200, retryAfter: null, text }));
    track(2);
    await vi.advanceTimersByTimeAsync(1000);
    const rejected = notices.flatMap((notice) =>
      notice.kind === "answered" && notice.outcome.kind === "settled"
        ? notice.outcome.answer.rejected.map(({ index, message }) => [notice.events[index]?.id, message])
        : [],
    );
    expect([rejected, stored.size]).toEqual([[["1", "too deep"]], 0]);
  });
});

describe("notices", () => {
  const told = (notices: Notice[]) =>
    notices.map((notice) => [notice.kind, notice.events.map(({ id }) => id).join()]);

  test("every try is told as sent, then as answered with its outcome", async () => {
    const { track, notices } = setUp((body, request) => (request === 1 ? refused(503)() : well(body)));
    track(2);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(told(notices)).toEqual([
      ["sent", "0,1"],
      ["answered", "0,1"],
      ["sent", "0,1"],
      ["answered", "0,1"],
    ]);
    const outcomes = notices.map((notice) => notice.kind === "answered" && notice.outcome.kind);
    expect(outcomes).toEqual([false, "retry", false, "settled"]);
  });

  test("what was given up is told once, with its reason, and nothing is told of no events", async () => {
    const { track, notices } = setUp(refused(413));
    track(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told(notices)).toEqual([
      ["sent", "0"],
      ["answered", "0"],
      ["dropped", "0"],
    ]);
    expect(notices.at(-1)).toMatchObject({ reason: "refused" });
  });
});

describe("judging again", () => {
  const keepNone: Judge = () => [];
  const keepSome: Judge = (event) => (event.id === "1" ? [] : [event]);
  const rename: Judge = (event) => [{ ...event, name: "renamed" }];
  const namesIn = (body = "{}") => JSON.parse(body).events.map(({ name }: { name: string }) => name);

  /** A door that answers when it is told to. */
  function setUpSlow() {
    const answers: ((reply: Reply) => void)[] = [];
    const parts = setUp(() => new Promise((resolve) => answers.push(resolve)));
    async function answer(reply: Reply): Promise<void> {
      answers.shift()?.(reply);
      await vi.advanceTimersByTimeAsync(0);
    }
    return { ...parts, answer };
  }

  test("what is judged away is neither stored nor sent, and does not count as a loss", async () => {
    const { delivery, track, stored, requests, notices } = setUp();
    track(3);
    delivery.judge(keepSome);
    expect([...stored.keys()]).toEqual(["page/0/110", "page/2/110"]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(requests.map(({ ids }) => ids)).toEqual([["0", "2"]]);
    expect(notices.filter(({ kind }) => kind === "dropped")).toEqual([]);
  });

  test("what is changed is stored and sent as changed, under its id", async () => {
    const { delivery, track, stored, requests } = setUp();
    track(2);
    delivery.judge(rename);
    expect(JSON.parse(stored.get("page/1/110") as string)).toMatchObject({ id: "1", name: "renamed" });
    await vi.advanceTimersByTimeAsync(1000);
    expect(requests.map(({ ids, body }) => [ids, namesIn(body)])).toEqual([
      [
        ["0", "1"],
        ["renamed", "renamed"],
      ],
    ]);
    expect(stored.size).toBe(0);
  });

  test("where nothing waits there is nothing to judge", () => {
    const { delivery, stored } = setUp();
    const judge = vi.fn(keepNone);
    delivery.judge(judge);
    expect([judge.mock.calls.length, stored.size]).toEqual([0, 0]);
  });

  test("changed on the wire, an event is sent as changed by the next try", async () => {
    const { delivery, track, requests, stored, answer } = setUpSlow();
    track(20);
    await vi.advanceTimersByTimeAsync(0);
    delivery.judge(rename);
    await answer(refused(503)());
    await vi.advanceTimersByTimeAsync(10_000);
    expect(requests.map(({ body }) => new Set(namesIn(body)))).toEqual([
      new Set(["x"]),
      new Set(["renamed"]),
    ]);
    await answer(well(requests[1]?.body ?? ""));
    expect(stored.size).toBe(0);
  });

  const accepted = well(JSON.stringify({ events: new Array(10) }));
  const rejected: Reply = {
    ...accepted,
    text: JSON.stringify({ accepted: 9, rejected: [{ index: 1, reason: "too_deep", message: "too deep" }] }),
  };
  test.each<[string, Reply]>([
    ["accepts it", accepted],
    ["rejects it", rejected],
    ["fails", refused(503)()],
    ["asks to wait", refused(429, "5")()],
    ["asks for smaller requests", refused(413)()],
    ["switches the app off", refused(410)()],
    ["never comes", refused(0)()],
  ])("judged away on the wire, an event does not come back where the late answer %s", async (_, reply) => {
    const { delivery, track, requests, stored, answer } = setUpSlow();
    track(20);
    await vi.advanceTimersByTimeAsync(0);
    delivery.judge(keepNone);
    expect([...stored.keys()]).toEqual(["page/!0"]);
    await answer(reply);
    expect([...stored.keys()]).toEqual([]);
    void delivery.flush();
    delivery.hide();
    await vi.advanceTimersByTimeAsync(600_000);
    expect([requests.length, stored.size]).toEqual([1, 0]);
  });

  test("of a batch on the wire, only what was kept is sent again", async () => {
    const { delivery, track, requests, answer } = setUpSlow();
    track(20);
    await vi.advanceTimersByTimeAsync(0);
    delivery.judge(keepSome);
    await answer(refused(503)());
    await vi.advanceTimersByTimeAsync(10_000);
    expect(requests[1]?.ids).toEqual(requests[0]?.ids.filter((id) => id !== "1"));
  });

  test("what is tracked after all was judged away is sent as ever", async () => {
    const { delivery, track, requests } = setUp();
    track(2);
    delivery.judge(keepNone);
    track(1);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(requests.map(({ ids }) => ids)).toEqual([["2"]]);
  });
});

describe("hide and flush", () => {
  test("hide sends what waits in this very task, as much as keepalive carries, and nothing twice", async () => {
    const { delivery, track, counts } = setUp();
    track(8, 10_000);
    delivery.hide();
    delivery.hide();
    expect(counts()).toEqual([4, 1]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(counts()).toEqual([4, 1, 3]);
  });

  test("hide stores what waits to be stored, once it has sent, even where the door asked to wait", async () => {
    const { delivery, track, storage, requests } = setUp(refused(429, "20"));
    track(2);
    vi.mocked(storage.flush).mockImplementation(() => void expect(requests.length).toBe(1));
    delivery.hide();
    expect(storage.flush).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1000);
    delivery.hide();
    expect(storage.flush).toHaveBeenCalledTimes(2);
  });

  test("flush sends everything, in batches, and ends", async () => {
    const { delivery, track, counts } = setUp();
    track(3);
    track(200);
    await delivery.flush();
    expect(counts()).toEqual([100, 100, 3]);
  });

  test("flush ends when a try fails", async () => {
    const { delivery, track, counts } = setUp(refused(503));
    track(3);
    await delivery.flush();
    expect(counts()).toEqual([3]);
  });

  test("events that waited longer than 14 days are given up, counted", async () => {
    const { delivery, track, dropped, requests } = setUp();
    track(2);
    vi.setSystemTime(15 * 86_400_000);
    await delivery.flush();
    expect([dropped, requests.length]).toEqual([[["expired", 2]], 0]);
  });
});

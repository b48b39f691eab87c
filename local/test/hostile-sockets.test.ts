// What no HTTP client sends, byte by byte, at the two doors that are Node's own HTTP. Nothing of it is stored, no door falls,
// and others are served meanwhile.

import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Doors, startDoors } from "./doors.ts";
import { send } from "./server-send.ts";

/** In milliseconds. Node looks as often for those that are late. */
const requestMsMax = 300;
const endedMsMax = 2 * requestMsMax + 500;

const sound = '{"events":[{"id":"a1","name":"sign_up"}]}';

let doors: Doors;
beforeAll(async () => {
  doors = await startDoors(requestMsMax);
});
afterAll(() => doors.stop());

/** A request to post events, with these headers. */
const toPost = (headers: string, body = ""): string =>
  `POST /v1/events?app=shop HTTP/1.1\r\nhost: localhost\r\n${headers}\r\n\r\n${body}`;

interface Came {
  text: string;
  ms: number;
}

/** What comes back for bytes, until the connection ends. */
async function write(port: number, text: string, more?: (socket: Socket) => void): Promise<Came> {
  const start = performance.now();
  const socket = connect(port, "127.0.0.1");
  const ended = new Promise((resolve) => socket.on("close", resolve));
  let came = "";
  socket
    .on("error", () => {})
    .on("data", (part) => {
      came += part;
    });
  socket.write(text);
  more?.(socket);
  await ended;
  return { text: came, ms: performance.now() - start };
}

describe.each(["container", "local"] as const)("the %s door", (name) => {
  const port = (): number => doors.ports[name];
  const post = () =>
    send(`http://localhost:${port()}/v1/events?app=shop`, {
      method: "POST",
      headers: { host: "localhost" },
      body: sound,
    });

  /** It stores nothing of what was sent, and the next request as ever. */
  async function expectUnharmed(before: number): Promise<void> {
    expect(doors.stored()).toBe(before);
    expect((await post()).text).toBe('{"accepted":1,"rejected":[]}');
    expect(doors.stored()).toBe(before + 1);
  }

  test("ends what does not come to its end, and serves others meanwhile", async () => {
    const before = doors.stored();
    let isOver = false;
    async function drip(socket: Socket): Promise<void> {
      for (let at = 0; at < sound.length && !isOver; at++) {
        socket.write(sound.charAt(at));
        await sleep(20);
      }
    }
    const late = Promise.all([
      write(port(), toPost(`content-length: ${sound.length}`), drip),
      write(port(), toPost("content-length: 1000", sound)),
      write(port(), toPost("transfer-encoding: chunked", `29\r\n${sound}\r\n`)),
      write(port(), "POST /v1/events?app=shop HTTP/1.1\r\nhost: localhost\r\nx: "),
      write(port(), ""),
    ]);
    expect((await post()).status).toBe(200);
    for (const { text, ms } of await late) {
      expect(text).toMatch(/^HTTP\/1\.1 408 /);
      expect(ms).toBeLessThan(endedMsMax);
    }
    isOver = true;
    await expectUnharmed(before + 1);
  });

  test.each<[string, string, number]>([
    ["a length that is too short", toPost("content-length: 10", sound), 400],
    ["a length that is no number", toPost("content-length: ten", sound), 400],
    ["a length below nothing", toPost("content-length: -1", sound), 400],
    ["two lengths", toPost("content-length: 2\r\ncontent-length: 3", "{}"), 400],
    [
      "a length beside chunks",
      toPost("content-length: 2\r\ntransfer-encoding: chunked", "2\r\n{}\r\n0\r\n\r\n"),
      400,
    ],
    ["chunks of no size", toPost("transfer-encoding: chunked", "what\r\n{}\r\n"), 400],
    ["chunks of an endless size", toPost("transfer-encoding: chunked", "ffffffffffffffffff\r\n{}\r\n"), 400],
    ["a chunk longer than it says", toPost("transfer-encoding: chunked", `2\r\n${sound}\r\n0\r\n\r\n`), 400],
    ["a flood of headers", toPost("x: y\r\n".repeat(10_000).trimEnd()), 431],
    ["a header of 100 KB", toPost(`x: ${"y".repeat(100_000)}`), 431],
    ["an address of 100 KB", `GET /${"y".repeat(100_000)} HTTP/1.1\r\nhost: localhost\r\n\r\n`, 431],
    ["no HTTP at all", "\u0016\u0003\u0001\r\n\r\n", 400],
  ])("refuses %s", async (_, bytes, status) => {
    const before = doors.stored();
    expect((await write(port(), bytes)).text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    await expectUnharmed(before);
  });
});

test("a page listens to /local/live for longer than a request may take to come in", async () => {
  const start = performance.now();
  const { text } = await write(
    doors.ports.local,
    "GET /local/live HTTP/1.1\r\nhost: localhost\r\n\r\n",
    (socket) => {
      setTimeout(() => socket.destroy(), endedMsMax);
    },
  );
  expect(performance.now() - start).toBeGreaterThanOrEqual(endedMsMax - 1);
  expect(text).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*event: counters/);
});

import { afterEach, expect, test, vi } from "vitest";
import { createSender } from "../src/send.ts";

afterEach(() => vi.unstubAllGlobals());

test("a network error is told in a later task, which a page that is being left does not live to see", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  const { send, keepaliveRoom } = createSender("http://localhost", "shop");
  const room = keepaliveRoom();
  let isTold = false;
  const reply = send("{}", 100).finally(() => {
    isTold = true;
  });
  for (let microtasks = 0; microtasks < 100; microtasks++) await null;
  // The request may still be under way, and so its bytes are.
  expect([isTold, room - keepaliveRoom()]).toEqual([false, 100]);
  expect(await reply).toEqual({ status: 0 });
  expect(keepaliveRoom()).toBe(room);
});

import { parseRequest } from "@riacho/contract/parse";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pixelGif, readPixel } from "../src/pixel.ts";

const now = Date.UTC(2026, 0, 2);
const read = (search: string, referer?: string, source = "a", time = now) => {
  const parsed = parseRequest(readPixel(new URLSearchParams(search), referer, source, time));
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.events[0];
};

test("the image is one transparent pixel", () => {
  const bytes = Buffer.from(pixelGif, "base64");
  expect(bytes.subarray(0, 6).toString()).toBe("GIF89a");
  expect([bytes.readUInt16LE(6), bytes.readUInt16LE(8), bytes.at(-1)]).toEqual([1, 1, 0x3b]);
});

describe("the query is an event", () => {
  test("with its name, facts by their columns, and props", () => {
    const event = read(
      `app=shop&name=email_open&id=m1&utm_campaign=may&props=${encodeURIComponent('{"n":1}')}`,
    );
    expect(event).toMatchObject({
      status: "accepted",
      id: "m1",
      name: "email_open",
      facts: { utm_campaign: "may" },
      props: '{"n":1}',
      flags: [],
    });
  });

  test("a page view of the page that shows it, unless it says otherwise", () => {
    expect(read("app=shop", "https://shop.example.com/")).toMatchObject({
      name: "page_view",
      facts: { page_url: "https://shop.example.com/" },
    });
    expect(read("page_url=https://a.example/", "https://b.example/")).toMatchObject({
      facts: { page_url: "https://a.example/" },
    });
  });

  test("what is no JSON in props is refused with a sentence, and what nobody knows is flagged", () => {
    expect(read("props=a")).toMatchObject({ status: "rejected", reason: "props_invalid" });
    expect(read("colour=red")).toMatchObject({ status: "accepted", flags: ["colour:unknown"] });
  });
});

describe("without an id", () => {
  const id = (...args: Parameters<typeof read>) => read(...args)?.id;

  test("each showing is an event, however alike: by its time, by who asks", () => {
    const ids = [id("app=a"), id("app=a", "", "b"), id("app=a", "", "a", now + 1), id("app=b")];
    expect(new Set(ids).size).toBe(4);
  });

  test("a request that is read twice is one event", () => expect(id("app=a")).toBe(id("app=a")));
});

test("any query can be read", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (search, referer) => {
      expect(parseRequest(readPixel(new URLSearchParams(search), referer, "a", now)).ok).toBe(true);
    }),
  );
});

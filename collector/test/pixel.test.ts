import { parseRequest } from "@riacho/contract/parse";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pixelGif, readPixel } from "../src/pixel.ts";

function read(search: string, referer?: string) {
  const parsed = parseRequest(
    readPixel({ id: "r1", query: new URLSearchParams(search), headers: { referer } }),
  );
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.events[0];
}

test("the image is one transparent pixel", () => {
  expect(pixelGif.subarray(0, 6).toString()).toBe("GIF89a");
  expect([pixelGif.readUInt16LE(6), pixelGif.readUInt16LE(8), pixelGif.at(-1)]).toEqual([1, 1, 0x3b]);
});

describe("the query is an event", () => {
  test("with its name, facts by their columns, and props", () => {
    const props = encodeURIComponent('{"n":1}');
    expect(
      read(`app=shop&sent=1&name=email_open&id=m1&time=1700000000000&utm_campaign=may&props=${props}`),
    ).toEqual({
      status: "accepted",
      id: "m1",
      name: "email_open",
      time: 1_700_000_000_000,
      facts: { utm_campaign: "may" },
      props: '{"n":1}',
      flags: [],
    });
  });

  test("a page view of the page that shows it, unless it says otherwise", () => {
    const shop = "https://shop.example.com/";
    expect(read("app=shop", shop)).toMatchObject({ name: "page_view", facts: { page_url: shop } });
    expect(read("page_url=https://a.example/", shop)).toMatchObject({
      facts: { page_url: "https://a.example/" },
    });
    expect(read("app=shop")).toMatchObject({ facts: {} });
  });

  test("of its own each time, or the one that its id says", () => {
    expect(read("app=shop")).toMatchObject({ id: "pixel-r1" });
    expect(read("app=shop&id=m1")).toMatchObject({ id: "m1" });
  });

  test("numbers are numbers where their column holds them", () => {
    expect(read("screen_width=390&user_id=007")).toMatchObject({
      facts: { screen_width: 390, user_id: "007" },
      flags: [],
    });
    expect(read("screen_width=wide&time=&seq=")).toMatchObject({
      time: null,
      facts: {},
      flags: ["screen_width:type", "seq:type", "client_at:type"],
    });
  });

  test("what is no JSON in props is refused with a sentence, and what nobody knows is flagged", () => {
    expect(read("props=a")).toMatchObject({ status: "rejected", reason: "props_invalid" });
    expect(read("colour=red")).toMatchObject({ status: "accepted", flags: ["colour:unknown"] });
  });
});

test("any query can be read", () => {
  fc.assert(
    fc.property(fc.webQueryParameters(), fc.string(), (search, referer) => {
      expect(read(search, referer)).toBeDefined();
    }),
  );
});

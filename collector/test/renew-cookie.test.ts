import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renewCookie } from "../src/renew-cookie.ts";

const page = "https://www.example.com";
const value = encodeURIComponent(JSON.stringify({ id: "v1", user: "José (1)", session: { id: "s", at: 1 } }));
const renew = (cookies: string[], origin = page) => renewCookie("shop", "example.com", origin, cookies);

test("the cookie is set again as it came, for 400 days, readable by the page", () => {
  expect(renew(["theme=dark", `riacho-shop=${value}`])).toBe(
    `riacho-shop=${value}; Max-Age=34560000; Path=/; SameSite=Lax; Domain=example.com; Secure`,
  );
});

test("for a page without TLS it is not Secure: that page could not read it", () => {
  expect(renew([`riacho-shop=${value}`], "http://www.example.com")).toMatch(/; Domain=example\.com$/);
});

describe("nothing is renewed", () => {
  test.each<[string, string[]]>([
    ["without cookies", []],
    ["without ours", ["theme=dark"]],
    ["by another app's", [`riacho-blog=${value}`]],
    ["by one whose name only begins as ours does", [`riacho-shop2=${value}`]],
    ["by one that only contains ours", [`x=riacho-shop=${value}`]],
    ["where there are two, of which nobody knows the right one", ["riacho-shop=a", "riacho-shop=b"]],
    ["by an empty one", ["riacho-shop="]],
    ["by an attribute behind it", ["riacho-shop=a; HttpOnly"]],
    ["by a line behind it", ["riacho-shop=a\r\nset-cookie: b=c"]],
    ["by a line's end", ["riacho-shop=a\n"]],
    ["by a second one behind a comma", ["riacho-shop=a,b=c"]],
    ["by what nobody encoded", ['riacho-shop={"id":"v1"}']],
    ["by a broken encoding", ["riacho-shop=%7"]],
    ["by other letters than ASCII's", ["riacho-shop=é"]],
    ["by one that is longer than browsers keep", [`riacho-shop=${"a".repeat(4085)}`]],
  ])("%s", (_, cookies) => expect(renew(cookies)).toBeNull());
});

describe("whatever comes", () => {
  type Renew = typeof renewCookie;
  const cookie = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string().map(encodeURIComponent),
    fc
      .array(fc.constantFrom("a", "%7B", ";", " ", ",", "=", "\r\n", "\t", "Domain=x", "\0"))
      .map((parts) => parts.join("")),
  );

  function hold(renew: Renew): void {
    const property = fc.property(cookie, (text) => {
      const renewed = renew("shop", "example.com", page, [`riacho-shop=${text}`]);
      if (renewed === null) return;
      const [pair, ...attributes] = renewed.split("; ");
      expect(pair).toBe(`riacho-shop=${text}`);
      expect(pair).toMatch(/^[!-:<-~]+$/);
      expect(attributes).toHaveLength(5);
    });
    fc.assert(property, { numRuns: 2000 });
  }

  test("the value is the one that came, and the attributes are ours", () => hold(renewCookie));

  test("what the SDK writes is renewed", () => {
    const written = fc.string({ minLength: 1, maxLength: 100 }).map(encodeURIComponent);
    fc.assert(
      fc.property(written, (text) => {
        expect(renew([`riacho-shop=${text}`])?.split(";")[0]).toBe(`riacho-shop=${text}`);
      }),
    );
  });

  test.each<[string, Renew]>([
    [
      "any value",
      (_, domain, __, [text]) => `${text}; Max-Age=1; Path=/; SameSite=Lax; Domain=${domain}; Secure`,
    ],
    ["a value decoded", (...all) => decodeURIComponent(renewCookie(...all) ?? "") || null],
    ["an attribute more", (...all) => renewCookie(...all)?.concat("; HttpOnly") ?? null],
  ])("a planted mistake is caught: %s", (_, renew) => expect(() => hold(renew)).toThrow());
});

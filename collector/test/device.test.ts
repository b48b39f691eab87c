import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDevice } from "../src/enrich/device.ts";

const kit = "AppleWebKit/537.36 (KHTML, like Gecko)";
const safariKit = "AppleWebKit/605.1.15 (KHTML, like Gecko)";

describe("browsers", () => {
  test.each<[userAgent: string, browser: string, version: string, os: string, deviceClass: string]>([
    [
      `(Windows NT 10.0; Win64; x64) ${kit} Chrome/141.0.0.0 Safari/537.36`,
      "Chrome",
      "141",
      "Windows",
      "desktop",
    ],
    [
      `(Windows NT 10.0; Win64; x64) ${kit} Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0`,
      "Edge",
      "141",
      "Windows",
      "desktop",
    ],
    [
      `(Windows NT 10.0; Win64; x64) ${kit} Chrome/139.0.0.0 Safari/537.36 OPR/123.0.0.0`,
      "Opera",
      "123",
      "Windows",
      "desktop",
    ],
    [
      `(Macintosh; Intel Mac OS X 10_15_7) ${safariKit} Version/18.6 Safari/605.1.15`,
      "Safari",
      "18",
      "macOS",
      "desktop",
    ],
    [
      `(Macintosh; Intel Mac OS X 10.15; rv:145.0) Gecko/20100101 Firefox/145.0`,
      "Firefox",
      "145",
      "macOS",
      "desktop",
    ],
    [`(X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0`, "Firefox", "153", "Linux", "desktop"],
    [
      `(X11; Ubuntu; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0`,
      "Firefox",
      "145",
      "Ubuntu",
      "desktop",
    ],
    [
      `(X11; CrOS x86_64 14541.0.0) ${kit} Chrome/141.0.0.0 Safari/537.36`,
      "Chrome",
      "141",
      "ChromeOS",
      "desktop",
    ],
    [
      `(iPhone; CPU iPhone OS 18_6 like Mac OS X) ${safariKit} Version/18.6 Mobile/15E148 Safari/604.1`,
      "Safari",
      "18",
      "iOS",
      "mobile",
    ],
    [
      `(iPhone; CPU iPhone OS 18_5 like Mac OS X) ${safariKit} CriOS/141.0.7390.41 Mobile/15E148 Safari/604.1`,
      "Chrome",
      "141",
      "iOS",
      "mobile",
    ],
    [
      `(iPad; CPU OS 17_4 like Mac OS X) ${safariKit} Version/17.4 Mobile/15E148 Safari/604.1`,
      "Safari",
      "17",
      "iOS",
      "tablet",
    ],
    [
      `(Linux; Android 10; K) ${kit} Chrome/141.0.0.0 Mobile Safari/537.36`,
      "Chrome",
      "141",
      "Android",
      "mobile",
    ],
    [`(Linux; Android 10; K) ${kit} Chrome/141.0.0.0 Safari/537.36`, "Chrome", "141", "Android", "tablet"],
    [`(Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0`, "Firefox", "140", "Android", "mobile"],
    [
      `(Linux; Android 14; SM-S918B) ${kit} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`,
      "Samsung Internet",
      "28",
      "Android",
      "mobile",
    ],
    [
      `(iPhone; CPU iPhone OS 17_5_1 like Mac OS X) ${safariKit} Mobile/21F90 Instagram 335.0.0.0 (iPhone14,5; iOS 17_5_1)`,
      "Instagram",
      "335",
      "iOS",
      "mobile",
    ],
    [
      `(Linux; Android 13; SM-A536B Build/TP1A; wv) ${kit} Version/4.0 Chrome/128.0.6613.127 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/478.0.0.0;]`,
      "Facebook",
      "478",
      "Android",
      "mobile",
    ],
    [
      `(SMART-TV; Linux; Tizen 7.0) ${kit} SamsungBrowser/5.0 Chrome/94.0.4606.31 TV Safari/537.36`,
      "Samsung Internet",
      "5",
      "Tizen",
      "tv",
    ],
    [
      `(Web0S; Linux/SmartTV) ${kit} Chrome/94.0.4606.128 Safari/537.36 WebAppManager`,
      "Chrome",
      "94",
      "webOS",
      "tv",
    ],
    [
      `(PlayStation; PlayStation 5/8.20) ${safariKit} Version/15.4 Safari/605.1.15`,
      "Safari",
      "15",
      "PlayStation",
      "console",
    ],
  ])("%s", (userAgent, browser, version, os, deviceClass) => {
    expect(parseDevice(`Mozilla/5.0 ${userAgent}`)).toEqual({
      browser,
      browser_version: version,
      os,
      device_class: deviceClass,
      is_bot: false,
    });
  });
});

test.each([
  "",
  "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
  `Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) ${kit} Chrome/141.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)`,
  `Mozilla/5.0 ${kit}; compatible; GPTBot/1.2; +https://openai.com/gptbot`,
  `Mozilla/5.0 (X11; Linux x86_64) ${kit} HeadlessChrome/141.0.0.0 Safari/537.36`,
  "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
  "curl/8.5.0",
  "python-requests/2.32.3",
  "Go-http-client/2.0",
])("a bot: %s", (userAgent) => {
  expect(parseDevice(userAgent)).toMatchObject({ is_bot: true, device_class: "bot" });
});

test("what is unknown is left out, and not guessed", () => {
  expect(parseDevice("Mozilla/5.0 (Whatever; new) NewKit/1.0 (KHTML, like Gecko)")).not.toHaveProperty("os");
});

test("whatever the text, the columns are text", () => {
  const piece = fc.constantFrom(
    "Mozilla/5.0 ",
    "(",
    ")",
    ";",
    "Android ",
    "iPhone",
    "/",
    "1",
    "Chrome/",
    " ",
    "TV",
    "bot",
    "\0",
    "é",
    "constructor",
    "__proto__",
  );
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(piece, { maxLength: 200 }).map((all) => all.join("").slice(0, 512)),
  );
  fc.assert(
    fc.property(text, (userAgent) => {
      const { is_bot, ...texts } = parseDevice(userAgent);
      expect(typeof is_bot).toBe("boolean");
      for (const value of Object.values(texts)) expect(typeof value).toBe("string");
    }),
    { numRuns: 1000 },
  );
});

import type { FactValues } from "@riacho/contract/parse";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readChannel } from "../src/enrich/channel.ts";
import { channelRules } from "../src/enrich/channel-rules.ts";
import { sources } from "../src/enrich/sources.ts";

const page_url = "https://shop.example.com/mug";

function channelOf(facts: FactValues, ownOrigin = "") {
  return readChannel({ page_url, ...facts }, (origin) => origin === ownOrigin).channel;
}

describe("a referrer alone", () => {
  test.each([
    ["", "direct"],
    ["about:client", "direct"],
    ["https://www.google.com/", "organic_search"],
    ["https://www.google.co.uk/", "organic_search"],
    ["https://google.com.br/", "organic_search"],
    ["https://www.google.de/search?q=mug", "organic_search"],
    ["https://www.bing.com/", "organic_search"],
    ["https://duckduckgo.com/", "organic_search"],
    ["https://search.yahoo.com/", "organic_search"],
    ["https://yandex.ru/", "organic_search"],
    ["https://www.ecosia.org/", "organic_search"],
    ["android-app://com.google.android.googlequicksearchbox/", "organic_search"],
    ["https://l.facebook.com/", "organic_social"],
    ["https://m.facebook.com/", "organic_social"],
    ["https://lm.facebook.com/l.php?u=x", "organic_social"],
    ["https://l.instagram.com/", "organic_social"],
    ["https://t.co/abc", "organic_social"],
    ["https://www.linkedin.com/", "organic_social"],
    ["https://www.reddit.com/", "organic_social"],
    ["https://out.reddit.com/", "organic_social"],
    ["https://br.pinterest.com/", "organic_social"],
    ["https://www.pinterest.de/", "organic_social"],
    ["https://www.youtube.com/", "organic_video"],
    ["https://www.tiktok.com/", "organic_video"],
    ["https://www.amazon.de/dp/1", "organic_shopping"],
    ["https://chatgpt.com/", "ai_assistant"],
    ["https://chat.openai.com/", "ai_assistant"],
    ["https://www.perplexity.ai/", "ai_assistant"],
    ["https://gemini.google.com/", "ai_assistant"],
    ["https://copilot.microsoft.com/", "ai_assistant"],
    ["https://claude.ai/", "ai_assistant"],
    ["https://mail.google.com/", "email"],
    ["android-app://com.google.android.gm/", "email"],
    ["https://outlook.live.com/", "email"],
    ["https://googleads.g.doubleclick.net/", "display"],
    ["https://docs.google.com/document/d/1", "referral"],
    ["https://aws.amazon.com/", "referral"],
    ["https://blog.other.example/post", "referral"],
    ["https://other.example:8443/post", "referral"],
    ["https://google.evil-site.com/", "referral"],
    ["https://notgoogle.com/", "referral"],
    ["https://google.com.evil.example/", "referral"],
    ["https://netflix.com.example.org/", "referral"],
    ["https://facebook.com.evil.example/", "referral"],
    ["https://evil.example/https://www.google.com/", "referral"],
    ["https://evil.example?https://www.google.com/", "referral"],
  ])("%s is %s", (page_referrer, channel) => expect(channelOf({ page_referrer })).toBe(channel));
});

describe("a campaign", () => {
  test.each<[source: string, medium: string, channel: string]>([
    ["google", "cpc", "paid_search"],
    ["Google", "CPC", "paid_search"],
    ["bing", "ppc", "paid_search"],
    ["google", "organic", "organic_search"],
    ["facebook", "paid_social", "paid_social"],
    ["facebook.com", "cpc", "paid_social"],
    ["m.facebook.com", "referral", "organic_social"],
    ["ig", "", "organic_social"],
    ["buffer", "social", "organic_social"],
    ["buffer", "social-network", "organic_social"],
    ["youtube", "video", "organic_video"],
    ["youtube", "cpc", "paid_video"],
    ["amazon", "cpc", "paid_shopping"],
    ["somewhere", "display", "display"],
    ["somewhere", "banner", "display"],
    ["somewhere", "cpm", "display"],
    ["somewhere", "retargeting", "paid_other"],
    ["newsletter", "email", "email"],
    ["newsletter", "e-mail", "email"],
    ["email", "", "email"],
    ["partner", "affiliate", "affiliates"],
    ["spotify", "audio", "audio"],
    ["sms", "", "sms"],
    ["app", "push", "mobile_push"],
    ["chatgpt.com", "", "ai_assistant"],
    ["perplexity", "referral", "ai_assistant"],
    ["partner", "referral", "referral"],
    ["newsletter", "", "unassigned"],
    ["constructor", "__proto__", "unassigned"],
  ])("utm_source=%s, utm_medium=%s", (utm_source, utm_medium, channel) => {
    expect(channelOf({ utm_source, utm_medium })).toBe(channel);
  });

  test("by its name: shopping, and Google's cross-network", () => {
    const paid = { utm_source: "somewhere", utm_medium: "cpc" };
    expect(channelOf({ ...paid, utm_campaign: "summer-shopping" })).toBe("paid_shopping");
    expect(channelOf({ ...paid, utm_campaign: "Cross-network" })).toBe("cross_network");
    expect(channelOf({ ...paid, utm_campaign: "eshop" })).toBe("paid_shopping");
    expect(channelOf({ ...paid, utm_campaign: "workshop" })).toBe("paid_other");
  });

  test("says more than the referrer", () => {
    const page_referrer = "https://www.google.com/";
    expect(channelOf({ page_referrer, utm_source: "newsletter", utm_medium: "email" })).toBe("email");
  });

  test("without a source is the referrer's", () => {
    expect(channelOf({ page_referrer: "https://www.google.com/", utm_medium: "cpc" })).toBe("paid_search");
  });
});

describe("a click id", () => {
  test.each([
    ["gclid", "paid_search"],
    ["gbraid", "paid_search"],
    ["wbraid", "paid_search"],
    ["msclkid", "paid_search"],
    ["dclid", "display"],
    ["ttclid", "paid_video"],
    ["twclid", "paid_social"],
    ["li_fat_id", "paid_social"],
    ["toString", "direct"],
  ])("%s: %s", (click_id_type, channel) => expect(channelOf({ click_id_type })).toBe(channel));

  test("of Facebook is on every link out of it: only the medium says that it was paid", () => {
    const fbclid = { click_id_type: "fbclid", page_referrer: "https://l.facebook.com/" };
    expect(channelOf(fbclid)).toBe("organic_social");
    expect(channelOf({ ...fbclid, utm_medium: "paid" })).toBe("paid_social");
  });

  test("makes what the campaign says of the source paid", () => {
    expect(channelOf({ click_id_type: "gclid", utm_source: "youtube" })).toBe("paid_video");
    expect(channelOf({ click_id_type: "gclid", utm_source: "summer" })).toBe("paid_search");
  });
});

describe("the site's own pages refer nobody", () => {
  test.each([
    ["https://shop.example.com/", ""],
    ["https://example.com/", ""],
    ["https://www.example.com/", ""],
    ["https://pay.shop.example.com/", ""],
    ["https://blog.example.com/a", "https://blog.example.com"],
    ["https://blog.example.com:8443/a", "https://blog.example.com:8443"],
  ])("%s is internal", (page_referrer, ownOrigin) => {
    expect(channelOf({ page_referrer }, ownOrigin)).toBe("internal");
    expect(channelOf({ page_referrer, utm_source: "news", utm_medium: "email" }, ownOrigin)).toBe("email");
  });

  test("the host of another is not internal", () => {
    expect(channelOf({ page_referrer: "https://notshop.example.com.evil.example/" })).toBe("referral");
    expect(channelOf({ page_referrer: "https://blog.example.com/" })).toBe("referral");
  });
});

test("facts without a page have no channel", () => {
  const nothing = { channel: undefined, referrer_host: undefined };
  expect(readChannel({ visitor_id: "v" }, () => true)).toEqual(nothing);
  expect(readChannel({}, () => true)).toEqual(nothing);
});

test.each([
  ["https://www.Google.com:443/a?b", "google.com"],
  ["android-app://com.google.android.gm/", "com.google.android.gm"],
  ["https://user@example.org/", undefined],
  ["/relative", undefined],
  ["https://www./", "www."],
])("the referrer's host: %s", (page_referrer, host) => {
  expect(readChannel({ page_referrer }, () => false).referrer_host).toBe(host);
});

describe("the tables", () => {
  test("name a host or a source once", () => {
    for (const list of ["hosts", "names"] as const) {
      const words = sources.flatMap((each) => each[list].split(/\s+/).filter(Boolean));
      expect(words.filter((word, i) => words.indexOf(word) !== i)).toEqual([]);
    }
  });

  test("have hosts that are hosts", () => {
    const hosts = sources.flatMap((each) => each.hosts.split(/\s+/));
    expect(hosts.filter((host) => !/^([a-z0-9-]+\.)+([a-z]+|\*)$/i.test(host))).toEqual([]);
  });

  test("have a rule for whatever comes last, and none behind it", () => {
    expect(channelRules.at(-1)).toEqual({ channel: "unassigned" });
    expect(channelRules.filter((rule) => Object.keys(rule).length === 1).length).toBe(1);
  });
});

test("whatever the facts, there is a channel of the rules", () => {
  const names = new Set(channelRules.map(({ channel }) => channel));
  const piece = fc.constantFrom(
    "https://",
    "www.",
    "google",
    ".",
    "com",
    "?",
    "/",
    "@",
    ":",
    "cp",
    "shop",
    "\0",
    "é",
    " ",
  );
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.webUrl(),
    fc.array(piece, { maxLength: 100 }).map((all) => all.join("")),
    fc.constantFrom(".".repeat(2048), "a.".repeat(1024), "shop".repeat(512), `https://${"a.".repeat(1000)}`),
  );
  const facts = fc.record(
    {
      page_url: text,
      page_referrer: text,
      utm_source: text,
      utm_medium: text,
      utm_campaign: text,
      click_id_type: text,
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(facts, (some) => {
      const { channel, referrer_host } = readChannel(some, () => false);
      if (Object.values(some).some(Boolean)) expect(names).toContain(channel);
      else expect(channel).toBeUndefined();
      if (referrer_host !== undefined) expect(referrer_host).toMatch(/^[\w.-]+$/);
    }),
    { numRuns: 1000 },
  );
});

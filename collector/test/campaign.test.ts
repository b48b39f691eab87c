import { readCampaign } from "@riacho/contract/campaign";
import { factColumns } from "@riacho/contract/columns";
import { factBytesMax } from "@riacho/contract/limits";
import type { FactValues } from "@riacho/contract/parse";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addCampaign, campaignFacts } from "../src/enrich/campaign.ts";
import { clickIds } from "../src/enrich/sources.ts";

const page_url = "https://shop.example/?utm_source=news&gclid=a1";
const campaign = { utm_source: "news", click_id: "a1", click_id_type: "gclid" };

test.each<[string, FactValues]>([
  [page_url, campaign],
  [`${page_url}#top`, campaign],
  ["/in?utm_medium=email", { utm_medium: "email" }],
  ["?utm_campaign=slow+water&utm_term=%C3%A1gua", { utm_campaign: "slow water", utm_term: "água" }],
  ["https://shop.example/?utm_content=a%00b%FF", { utm_content: "a\ufffdb\ufffd" }],
  ["https://shop.example/?utm_source=&gclid", {}],
  ["https://shop.example/?utm_other=a&xgclid=b", {}],
  ["https://shop.example/#/?utm_source=news", {}],
  ["https://shop.example/utm_source=news", {}],
  ["https://shop.example/", {}],
  ["garbage", {}],
  ["", {}],
])("the campaign in %s", (address, added) => {
  expect(addCampaign({ page_url: address })).toEqual({ page_url: address, ...added });
});

describe("what the client said counts, and it alone", () => {
  test.each<[string, FactValues]>([
    ...campaignFacts.map((name) => [name, { [name]: "sent" }] as [string, FactValues]),
    ["an empty text", { utm_source: "" }],
    ["an SDK has read the address, and its host may have taken the campaign out", { sdk_version: "0.1.0" }],
    ["no address", { page_url: undefined as never }],
  ])("%s", (_, sent) => {
    const facts: FactValues = { page_url, ...sent };
    expect(addCampaign(facts)).toBe(facts);
  });
});

test("every click id that a channel follows from is found in an address", () => {
  for (const type of Object.keys(clickIds)) {
    expect(addCampaign({ page_url: `/?${type}=a1` })).toMatchObject({ click_id: "a1", click_id_type: type });
  }
});

const parameter = fc.tuple(
  fc.constantFrom(...campaignFacts, ...Object.keys(clickIds), "utm_", "page", "Gclid", ""),
  fc.oneof(fc.constantFrom("", "a1", "a+b", "%C3%A1", "%", "%00", "%ED%A0%80", "a=b"), fc.webSegment()),
);
const search = fc
  .array(parameter, { maxLength: 6 })
  .map((all) => all.map(([name, value]) => `${name}=${value}`).join("&"));
const address = fc
  .tuple(fc.constantFrom("https://shop.example/", "http://[::1]:80"), search, fc.constantFrom("", "#a?b=1"))
  .map(([start, query, hash]) => `${start}?${query}${hash}`);

test("of any address, the campaign that the SDK would have read on that page", () => {
  fc.assert(
    fc.property(address, (url) => {
      const { page_url: _, ...added } = addCampaign({ page_url: url });
      const read = readCampaign(new URLSearchParams(new URL(url).search));
      expect(JSON.stringify(added)).toBe(JSON.stringify(read).replaceAll("\\u0000", "\ufffd"));
    }),
    { numRuns: 1000 },
  );
});

describe("whatever the facts", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }).map((any) => any.toWellFormed().replaceAll("\0", "")),
    address,
    fc.constant(`?utm_source=${"é".repeat(1000)}`),
    fc.constant(`?utm_source=${"%00".repeat(670)}`),
  );
  const facts = fc
    .tuple(fc.dictionary(fc.constantFrom(...factColumns.map(({ name }) => name)), text), fc.option(address))
    .map(([all, url]): FactValues => (url === null ? all : { ...all, page_url: url }));

  function hold(add: typeof addCampaign): void {
    fc.assert(
      fc.property(facts, (sent) => {
        const full = add(sent);
        expect(full).toMatchObject(sent);
        for (const name of Object.keys(full)) {
          if (Object.hasOwn(sent, name)) continue;
          const value = String(full[name as keyof FactValues]);
          expect(campaignFacts).toContain(name);
          expect(value.isWellFormed() && !value.includes("\0")).toBe(true);
          expect(Buffer.byteLength(value)).toBeLessThanOrEqual(factBytesMax);
        }
      }),
      { numRuns: 1000 },
    );
  }

  test("nothing throws, what was sent stays, and what is added fits its column", () => hold(addCampaign));

  test.each<[string, typeof addCampaign]>([
    [
      "the address above what was sent",
      (sent) => ({ ...sent, ...addCampaign({ page_url: sent.page_url ?? "" }) }),
    ],
    [
      "text as it was decoded",
      (sent) => ({ ...readCampaign(new URLSearchParams(String(sent.page_url))), ...sent }) as FactValues,
    ],
  ])("a planted mistake is caught: %s", (_, add) => expect(() => hold(add)).toThrow());
});

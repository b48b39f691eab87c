import { readCampaign } from "@riacho/contract/campaign";
import { expect, test } from "vitest";

const read = (search: string) => readCampaign(new URLSearchParams(search));

test.each([
  ["", {}],
  ["?page=2", {}],
  ["?utm_source=", {}],
  ["?utm_source=news&page=2", { utm_source: "news" }],
  [
    "?utm_source=a&utm_medium=b&utm_campaign=c%20d&utm_term=e&utm_content=f&utm_other=g",
    { utm_source: "a", utm_medium: "b", utm_campaign: "c d", utm_term: "e", utm_content: "f" },
  ],
  ["?gclid=a1", { click_id: "a1", click_id_type: "gclid" }],
  ["?gclid=", {}],
  ["?Gclid=a1&xgclid=a1&gclid_=a1", {}],
  ["?utm_source=news&fbclid=b%2B2&page=2", { utm_source: "news", click_id: "b+2", click_id_type: "fbclid" }],
  ["?gclid=a1&msclkid=c3", { click_id: "c3", click_id_type: "msclkid" }],
  ["?gclid=a1&fbclid=", { click_id: "a1", click_id_type: "gclid" }],
  ["?utm_source=a&utm_source=b", { utm_source: "b" }],
])("%s", (search, campaign) => expect(read(search)).toEqual(campaign));

test.each(["gclid", "gbraid", "wbraid", "dclid", "fbclid", "msclkid", "ttclid", "twclid", "li_fat_id"])(
  "%s is a click id",
  (name) => expect(read(`?${name}=a1`)).toEqual({ click_id: "a1", click_id_type: name }),
);

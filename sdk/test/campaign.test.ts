import { expect, test } from "vitest";
import { readCampaign } from "../src/campaign.ts";

test.each([
  ["", null],
  ["?page=2", null],
  ["?utm_source=", null],
  ["?utm_source=news&page=2", { utm_source: "news" }],
  [
    "?utm_source=a&utm_medium=b&utm_campaign=c%20d&utm_term=e&utm_content=f&utm_other=g",
    { utm_source: "a", utm_medium: "b", utm_campaign: "c d", utm_term: "e", utm_content: "f" },
  ],
])("%s", (search, campaign) => expect(readCampaign(search)).toEqual(campaign));

// Crawlers that run scripts: many pages in quick succession, nothing bought.

import type { Device } from "./devices.ts";
import { createDiary } from "./diary.ts";
import { products } from "./products.ts";
import { drawChance, drawInt, drawOne, type Random } from "./random.ts";
import { type TimedEvent, toSessionEvents } from "./session-events.ts";
import { listPage, productPage } from "./shop-pages.ts";
import { drawUuid } from "./uuid.ts";

// As their owners document them; the Chrome version in them moves with each release.
const botUserAgents = [
  "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1; +http://www.google.com/bot.html) Chrome/156.0.0.0 Safari/537.36",
  "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/156.0.0.0 Safari/537.36",
  "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
  "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
];

const botScreen = { width: 1024, height: 768 };
const crawlPages = { min: 20, max: 60 };
const crawlGapMs = { min: 120, max: 900 };
const listShare = 0.2;

interface Bot {
  userAgent: string;
  sessions: TimedEvent[][];
}

/** A bot's single crawl, between two times in milliseconds since 1970. Bots come at any hour. */
export function drawBot(
  random: Random,
  { origin, from, until }: { origin: string; from: number; until: number },
): Bot {
  const userAgent = drawOne(random, botUserAgents);
  const startMs = drawInt(random, from, until);
  const diary = createDiary(startMs);
  const pages = drawInt(random, crawlPages.min, crawlPages.max);
  for (let page = 0; page < pages; page++) {
    diary.open(drawChance(random, listShare) ? listPage : productPage(drawOne(random, products)));
    diary.wait(drawInt(random, crawlGapMs.min, crawlGapMs.max));
  }
  const device: Device = { kind: "desktop", userAgent, screen: botScreen, viewport: botScreen, weight: 1 };
  const place = { language: "en-US", timeZone: "UTC" };
  const events = toSessionEvents(random, diary.loads, {
    visitor: { id: drawUuid(random, startMs), userId: null, device, place },
    source: { referrer: null, campaign: null },
    origin,
    userId: null,
  });
  return { userAgent, sessions: [events.filter(({ time }) => time <= until)] };
}

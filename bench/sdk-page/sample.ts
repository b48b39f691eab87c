import type { Event } from "@riacho/contract/event";
import { createSampleEvent, sampleFacts } from "../sample-batch.ts";

/** What is tracked over and over, and what the floors write: an event as the SDK makes it, its facts written out. */
export const sample: Event = { ...createSampleEvent(0, Date.now()), ...sampleFacts };

export const sampleBytes = JSON.stringify(sample).length;

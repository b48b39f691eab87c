// npm run docs: writes the pages that are made from code.

import { writeFileSync } from "node:fs";
import { toEventsReference } from "./events-reference.ts";

const page = "docs/reference/events.md";
writeFileSync(page, toEventsReference());
console.log(`wrote ${page}`);

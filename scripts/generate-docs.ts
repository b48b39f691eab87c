// npm run docs: writes the pages that are made from code.

import { writeFileSync } from "node:fs";
import { toEventsReference } from "./events-reference.ts";
import { toHttpReference } from "./http-reference.ts";
import { readSdkEntries, toSdkReference } from "./sdk-reference.ts";

const pages = {
  "docs/reference/events.md": toEventsReference(),
  "docs/reference/http.md": toHttpReference(),
  "docs/reference/sdk.md": toSdkReference(readSdkEntries()),
};

for (const [page, text] of Object.entries(pages)) {
  writeFileSync(page, text);
  console.log(`wrote ${page}`);
}

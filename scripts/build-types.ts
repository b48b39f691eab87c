// The SDK's types as one file, and the report of its public API (sdk/etc/sdk.api.md). A change of the API shows in
// the report's diff, where a reviewer sees it.
//
//   npm run build      fails where the report is not what the code says
//   npm run api        writes the report

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { Extractor, ExtractorConfig } from "@microsoft/api-extractor";
import { runCommand } from "./run-command.ts";

const isUpdate = process.argv.includes("--update");

const { code, output } = await runCommand("sdk-types", ["tsc", "-b", "sdk"]);
if (code !== 0) fail(output);

mkdirSync("sdk/etc", { recursive: true });
const config = ExtractorConfig.loadFileAndPrepare("sdk/api-extractor.json");
const { succeeded, apiReportChanged } = Extractor.invoke(config, {
  localBuild: isUpdate,
  messageCallback(message) {
    // Its own advice on a changed report is to copy a file by hand.
    message.handled ||= message.messageId === "console-api-report-not-copied";
  },
});
if (apiReportChanged && !isUpdate) {
  fail("The public API of the SDK changed: run `npm run api` and look at the diff of sdk/etc/sdk.api.md");
}
if (!succeeded) fail("The types of the SDK could not be rolled up");

// The other entries have plugins alone; their types are those of the first, which more roll-ups would repeat.
for (const entry of ["web-vitals", "debug"]) {
  const types = readFileSync(`.cache/types/sdk/${entry}.d.ts`, "utf8");
  writeFileSync(`sdk/dist/${entry}.d.ts`, types.replace('"./api.ts"', '"./index.js"'));
}

function fail(why: string): never {
  console.error(why);
  process.exit(1);
}

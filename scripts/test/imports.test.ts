// The arrows between folders (docs/architecture.md) are rules of the linter: planted imports prove that they bite.

import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

/** By file: what it may not import, and what it may. */
const arrows: Record<string, { refused: string[]; allowed: string[] }> = {
  "contract/src/event.ts": {
    refused: ["node:fs", "fs", "uuid", "@riacho/sdk", "@riacho/collector/rows", "../../local/src/x.ts"],
    allowed: ["./limits.ts"],
  },
  "collector/src/rows.ts": {
    refused: [
      "@riacho/local/pipeline",
      "@riacho/analytics/events",
      "@riacho/plan/enforce",
      "@riacho/sdk",
      "../../bench/run.ts",
    ],
    allowed: ["@riacho/contract/columns", "node:crypto", "@aws-sdk/client-kinesis", "./config.ts"],
  },
  "analytics/src/events.ts": {
    refused: ["@riacho/collector/rows", "@riacho/local/pipeline", "../../local/src/x.ts"],
    allowed: ["@riacho/contract/columns", "node:fs", "./read-sql.ts"],
  },
  "plan/src/enforce.ts": {
    refused: ["@riacho/collector/rows", "@riacho/local/pipeline", "@riacho/sdk", "../../scripts/build.ts"],
    allowed: ["@riacho/contract/text", "node:fs", "./plan.ts"],
  },
  "local/src/stream/stream.ts": {
    refused: [
      "@riacho/sdk",
      "../../../sdk/src/queue.ts",
      "../../../examples/script-tag/cart.js",
      "../../../scripts/build.ts",
      "../../../bench/run.ts",
    ],
    allowed: [
      "@riacho/collector/collect",
      "@riacho/contract/columns",
      "@riacho/analytics/events",
      "../read-body.ts",
    ],
  },
  "infra/src/ingest-stack.ts": {
    refused: [
      "@riacho/collector/handler",
      "@riacho/local/pipeline",
      "@riacho/sdk",
      "../../collector/src/config.ts",
      "../../scripts/build.ts",
    ],
    allowed: [
      "@riacho/collector/config",
      "@riacho/contract/columns",
      "aws-cdk-lib",
      "node:url",
      "./settings.ts",
    ],
  },
  "local/page/page.js": { refused: ["../src/pipeline.ts", "sirv"], allowed: ["./table.js"] },
  "examples/spa/app.js": {
    refused: ["@riacho/contract/event", "../../sdk/src/index.ts", "../../local/src/pipeline.ts", "node:fs"],
    allowed: ["@riacho/sdk", "./cart.js", "react"],
  },
  "examples/server-rendered/server.tsx": {
    refused: ["@riacho/contract/event", "../../sdk/src/index.ts", "../../local/src/pipeline.ts"],
    allowed: ["@riacho/sdk", "./app.tsx", "node:http"],
  },
  "examples/test/shop.spec.ts": { refused: [], allowed: ["../../local/src/pipeline.ts", "node:fs"] },
  "sdk/src/client.ts": {
    refused: [
      "node:fs",
      "idb-keyval",
      "uuid",
      "@riacho/collector/rows",
      "../../local/src/x.ts",
      "./autocapture.ts",
      "./clicks.ts",
      "./debug.ts",
      "./debug-words.ts",
      "./engagement.ts",
      "./forms.ts",
      "./js-errors.ts",
      "./page-facts.ts",
      "./page-views.ts",
      "./scroll-depth.ts",
      "./script.ts",
      "./site-search.ts",
      "./visitors.ts",
      "./web-vitals.ts",
    ],
    allowed: ["@riacho/contract/event", "./deliver.ts", "./id.ts", "./keys.ts", "./queue.ts", "./storage.ts"],
  },
  "sdk/src/script.ts": {
    refused: ["./queue.ts", "./kept.ts", "./page-views.ts", "./visitors.ts", "uuid"],
    allowed: ["./api.ts", "./autocapture.ts", "./client.ts", "./stub-calls.ts"],
  },
  "sdk/src/stub-calls.ts": {
    refused: ["./client.ts", "./queue.ts", "./autocapture.ts", "uuid"],
    allowed: ["@riacho/contract/public-url", "./api.ts", "./kept.ts"],
  },
  "sdk/src/index.ts": {
    refused: ["./queue.ts", "./kept.ts", "./debug.ts", "./web-vitals.ts", "web-vitals"],
    allowed: [
      "./api.ts",
      "./autocapture.ts",
      "./client.ts",
      "./clicks.ts",
      "./engagement.ts",
      "./forms.ts",
      "./js-errors.ts",
      "./page-facts.ts",
      "./page-views.ts",
      "./scroll-depth.ts",
      "./site-search.ts",
      "./visitors.ts",
    ],
  },
  "sdk/src/autocapture.ts": {
    refused: ["./client.ts", "./queue.ts", "./kept.ts", "./js-errors.ts", "./web-vitals.ts", "uuid"],
    allowed: [
      "./api.ts",
      "./clicks.ts",
      "./engagement.ts",
      "./forms.ts",
      "./page-facts.ts",
      "./page-views.ts",
      "./scroll-depth.ts",
      "./site-search.ts",
      "./visitors.ts",
    ],
  },
  "sdk/src/page-facts.ts": {
    refused: ["./client.ts", "./queue.ts", "./visitors.ts", "uuid"],
    allowed: ["@riacho/contract/public-url", "./api.ts", "./campaign.ts", "./version.ts"],
  },
  "sdk/src/visitors.ts": {
    refused: ["./client.ts", "./deliver.ts", "./storage.ts", "./page-facts.ts", "uuid"],
    allowed: ["@riacho/contract/columns", "./api.ts", "./id.ts", "./kept.ts"],
  },
  "sdk/src/kept.ts": { refused: ["./client.ts", "./storage.ts", "./visitors.ts"], allowed: [] },
  "sdk/src/id.ts": { refused: ["./client.ts", "uuid"], allowed: [] },
  "sdk/src/keys.ts": { refused: ["./storage.ts", "./queue.ts"], allowed: [] },
  "sdk/src/address.ts": { refused: ["./client.ts", "./page-views.ts"], allowed: ["./campaign.ts"] },
  "sdk/src/clicks.ts": {
    refused: ["./client.ts", "./forms.ts"],
    allowed: ["./api.ts", "./text.ts", "./until-stopped.ts"],
  },
  "sdk/src/engagement.ts": { refused: ["./client.ts", "uuid"], allowed: ["./address.ts", "./api.ts"] },
  "sdk/src/scroll-depth.ts": { refused: ["./client.ts", "uuid"], allowed: ["./address.ts", "./api.ts"] },
  "sdk/src/forms.ts": { refused: ["./client.ts", "uuid"], allowed: ["./address.ts", "./api.ts"] },
  "sdk/src/js-errors.ts": { refused: ["./client.ts", "uuid"], allowed: ["./api.ts"] },
  "sdk/src/site-search.ts": { refused: ["./client.ts", "uuid"], allowed: ["./address.ts", "./api.ts"] },
  "sdk/src/web-vitals.ts": {
    refused: ["./client.ts", "./forms.ts", "uuid"],
    allowed: ["./api.ts", "web-vitals"],
  },
  "sdk/src/debug.ts": {
    refused: ["./client.ts", "./deliver.ts", "./clicks.ts", "uuid"],
    allowed: ["./api.ts", "./debug-words.ts", "@riacho/contract/limits"],
  },
  "sdk/src/debug-journal.ts": {
    refused: ["./client.ts", "./storage.ts", "uuid"],
    allowed: ["./api.ts", "./debug-words.ts", "./queue.ts"],
  },
  "sdk/src/page-views.ts": {
    refused: ["./client.ts", "./deliver.ts", "uuid"],
    allowed: ["./address.ts", "./api.ts"],
  },
  "sdk/src/deliver.ts": {
    refused: ["./client.ts", "./page-life.ts", "uuid"],
    allowed: ["./api.ts", "./keys.ts", "./queue.ts", "./outcome.ts", "./send.ts", "./storage.ts"],
  },
  "sdk/src/send.ts": { refused: ["./queue.ts", "./deliver.ts", "uuid"], allowed: ["./outcome.ts"] },
  "sdk/src/storage.ts": { refused: ["./queue.ts", "./deliver.ts"], allowed: ["idb-keyval"] },
  "sdk/src/queue.ts": {
    refused: ["./storage.ts", "./send.ts", "./outcome.ts", "uuid"],
    allowed: ["@riacho/contract/limits"],
  },
  "sdk/src/outcome.ts": { refused: ["./send.ts", "./queue.ts"], allowed: ["@riacho/contract/answer"] },
};

let folder: string;
/** By file: the imports that the linter refused. */
let refused: Map<string, string[]>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "riacho-imports-"));
  await copyFile("biome.json", join(folder, "biome.json"));
  for (const [file, imports] of Object.entries(arrows)) {
    await mkdir(join(folder, dirname(file)), { recursive: true });
    await writeFile(join(folder, file), toLines(imports).join("\n"));
  }
  refused = await lint(folder);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test.each(Object.entries(arrows))("%s imports what its arrow allows, and nothing else", (file, imports) => {
  expect(new Set(refused.get(file))).toEqual(new Set(imports.refused));
});

function toLines({ refused, allowed }: { refused: string[]; allowed: string[] }): string[] {
  return [...refused, ...allowed].map((name) => `import "${name}";`);
}

async function lint(cwd: string): Promise<Map<string, string[]>> {
  const args = ["lint", "--only=style/noRestrictedImports", "--reporter=json", "--max-diagnostics=none"];
  const report = await new Promise<string>((done) => {
    execFile(resolve("node_modules/.bin/biome"), args, { cwd }, (_, stdout) => done(stdout));
  });
  const found = new Map<string, string[]>();
  for (const { location } of JSON.parse(report).diagnostics) {
    const file: string = location.path;
    const { refused = [], allowed = [] } = arrows[file] ?? {};
    found.set(file, [
      ...(found.get(file) ?? []),
      [...refused, ...allowed][location.start.line - 1] as string,
    ]);
  }
  return found;
}

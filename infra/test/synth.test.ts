// The command that `npm run infra:check` ends with fails where it must: planted mistakes, each an app of its own.

import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withCollectorBundle } from "../../local/test/server-bundle.ts";

let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "riacho-synth-"));
  await withCollectorBundle();
});
afterAll(() => rm(dir, { recursive: true }));

/** @param planted a file beside this one */
function synth(planted: string): Promise<{ failed: boolean; output: string }> {
  const app = `node --import tsx test/${planted}.ts`;
  const words = ["run", "synth", "-w", "infra", "--", "--app", app, "--output", join(dir, planted)];
  return new Promise((resolve) =>
    execFile("npm", words, (error, stdout, stderr) => {
      resolve({ failed: error !== null, output: stdout + stderr });
    }),
  );
}

test.concurrent.each([
  // A warning only, and no failure without --strict.
  ["planted-enum", "'PROVISIONNED' is not one of"],
  // Without '**' the CLI leaves the stages out, and their findings with them.
  ["planted-managed-policy", "AwsSolutions-IAM4"],
])(
  "%s fails the synth, which says why",
  async (planted, sentence) => {
    const { failed, output } = await synth(planted);
    expect(output).toContain(sentence);
    expect(failed).toBe(true);
  },
  120_000,
);

// The SDK as applications set it up: what is weighed is what runs.

import type { imports } from "../sdk/test/imports.ts";

export interface SdkSetup {
  /** Of the import that is weighed. Kebab-case. */
  name: keyof typeof imports;
  /** What the module gives that the page's own script uses. */
  names: string;
  /** What `init` is given beside the app and the collector, as code. */
  options: string;
}

const autocapturing: SdkSetup = {
  name: "init-autocapture",
  names: "autocapture, init",
  options: "plugins: [autocapture()]",
};

/** What is weighed and timed. */
export const sdkSetups: readonly SdkSetup[] = [
  { name: "init", names: "init", options: "plugins: []" },
  autocapturing,
];

/** What the benchmark's sessions run: as text and as gzip. */
export const sessionSetups = {
  text: autocapturing,
  gzip: {
    name: "init-autocapture-gzip",
    names: "autocapture, gzip, init",
    options: "plugins: [autocapture()], fetch: gzip()",
  },
} as const satisfies Record<string, SdkSetup>;

// The SDK as applications set it up: what is weighed is what runs.

import type { imports } from "../sdk/test/imports.ts";

export interface SdkSetup {
  /** Of the import that is weighed. Kebab-case. */
  name: keyof typeof imports;
  /** What the module gives that the page's own script uses. */
  names: string;
  /** `init`'s plugins, as code. */
  plugins: string;
}

/** The last one is what the benchmark's sessions run. */
export const sdkSetups: readonly SdkSetup[] = [
  { name: "init", names: "init", plugins: "[]" },
  { name: "init-autocapture", names: "autocapture, init", plugins: "[autocapture()]" },
];

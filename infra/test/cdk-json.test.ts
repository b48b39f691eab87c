import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { cdkJson } from "./synthesise.ts";

test("the feature flags are the library's recommended ones, but for what docs/decisions/0014 says", () => {
  const recommended = createRequire(import.meta.url)("aws-cdk-lib/recommended-feature-flags.json");
  expect(cdkJson.context).toEqual({
    ...recommended,
    "@aws-cdk/core:defaultCrossStackReferences": "strong",
  });
});

/** What applications import of the SDK, each as the ES module that is weighed. Named in kebab-case. */
export const imports = {
  init: `export { init } from "@riacho/sdk"`,
  "init-visitors-page-views": `export { init, pageFacts, pageViews, visitors } from "@riacho/sdk"`,
  "init-autocapture": `export { autocapture, init } from "@riacho/sdk"`,
  "init-autocapture-gzip": `export { autocapture, gzip, init } from "@riacho/sdk"`,
  "scroll-depth": `export { scrollDepth } from "@riacho/sdk"`,
  clicks: `export { clicks } from "@riacho/sdk"`,
  engagement: `export { engagement } from "@riacho/sdk"`,
  forms: `export { forms } from "@riacho/sdk"`,
  "site-search": `export { siteSearch } from "@riacho/sdk"`,
  gzip: `export { gzip } from "@riacho/sdk"`,
  "js-errors": `export { jsErrors } from "@riacho/sdk"`,
  debug: `export { debug } from "@riacho/sdk/debug"`,
  overlay: `export { overlay } from "@riacho/sdk/debug"`,
  "web-vitals": `export { webVitals } from "@riacho/sdk/web-vitals"`,
} as const;

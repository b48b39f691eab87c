export type { Answer, Rejection, RejectReason } from "@riacho/contract/answer";
export type { Facts } from "@riacho/contract/columns";
export type { Event, Json, Props } from "@riacho/contract/event";
export type {
  AnyEvents,
  Change,
  Client,
  Consent,
  Draft,
  DropReason,
  EventMap,
  Judge,
  Notice,
  Options,
  Outcome,
  Plugin,
  PropsOf,
  Queued,
} from "./api.ts";
export { type AutocaptureOptions, autocapture } from "./autocapture.ts";
export { clicks } from "./clicks.ts";
export { init } from "./client.ts";
export { engagement } from "./engagement.ts";
export { forms } from "./forms.ts";
export { gzip } from "./gzip.ts";
export { type JsErrorsOptions, jsErrors } from "./js-errors.ts";
export { pageFacts } from "./page-facts.ts";
export { type PageViewsOptions, pageViews } from "./page-views.ts";
export { scrollDepth } from "./scroll-depth.ts";
export { type SiteSearchOptions, siteSearch } from "./site-search.ts";
export { type VisitorsOptions, visitors } from "./visitors.ts";

export type { Json, Props } from "@riacho/contract/event";
export { type Client, init, type Plugin } from "./client.ts";
export type { Options } from "./options.ts";
export { pageViews } from "./page-views.ts";

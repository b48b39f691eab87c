export type { Json, Props } from "@riacho/contract/event";
export type { Client, Options, Plugin } from "./api.ts";
export { init } from "./client.ts";
export { pageViews } from "./page-views.ts";

export type { Json, Props } from "@riacho/contract/event";
export type { AnyEvents, Client, EventMap, Options, Plugin, PropsOf } from "./api.ts";
export { init } from "./client.ts";
export { pageViews } from "./page-views.ts";

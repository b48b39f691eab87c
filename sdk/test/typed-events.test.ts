// Compiled with the rest: where a line below an @ts-expect-error compiles, the compiler complains of that comment.

import { expect, test } from "vitest";
import { init, type Plugin } from "../src/index.ts";

interface Item {
  item_id: string;
  quantity?: number;
}

interface ShopEvents {
  add_to_cart: { currency: string; value: number; items: Item[] };
  search: { term: string } | undefined;
  logout: undefined;
}

// In Node the client is a silent one: these calls only have to compile.
const options = { appId: "shop" };

test("names and props of an app's events are checked", () => {
  const riacho = init<ShopEvents>(options);
  riacho.track("add_to_cart", { currency: "EUR", value: 1, items: [{ item_id: "mug" }] });
  riacho.track("search", { term: "mug" });
  riacho.track("search");
  riacho.track("logout");

  // @ts-expect-error: no such event
  riacho.track("add_to_card", { currency: "EUR", value: 1, items: [] });
  // @ts-expect-error: props are missing
  riacho.track("add_to_cart");
  // @ts-expect-error: a value of another type
  riacho.track("add_to_cart", { currency: "EUR", value: "1", items: [] });
  // @ts-expect-error: a prop too many
  riacho.track("search", { term: "mug", page: 2 });
  // @ts-expect-error: no props expected
  riacho.track("logout", { reason: "bored" });
  expect(riacho).toBeDefined();
});

test("without a type any name and any JSON will do", () => {
  const riacho = init(options);
  riacho.track("anything", { at: { all: [1, "two", null, true] } });
  riacho.track("anything");

  // @ts-expect-error: a function is no JSON
  riacho.track("anything", { callback: () => {} });
  // @ts-expect-error: a name is text
  riacho.track(42);
  expect(riacho).toBeDefined();
});

test("a plugin works with every client, typed or not", () => {
  const plugin: Plugin = (client) => {
    client.track("whatever", { it: "sees" });
    return () => {};
  };
  init<ShopEvents>(options).use(plugin);
  init({ ...options, plugins: [plugin] });

  // @ts-expect-error: events must be objects or undefined
  init<{ sign_up: string }>(options);
  expect(plugin).toBeTypeOf("function");
});

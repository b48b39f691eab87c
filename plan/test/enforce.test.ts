import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compilePlan } from "../src/compile-plan.ts";
import { createEnforce, type Enforce, findViolations } from "../src/enforce.ts";
import { readPlan } from "../src/read-plan.ts";
import { anySchema, anyValue, anyValueOf, toJsonSchema } from "./schemas.ts";

function enforceOf(plan: object): Enforce {
  const read = readPlan(JSON.stringify({ version: 1, ...plan }));
  if (!read.ok) throw new Error(read.problems.join("\n"));
  // As the bundle has it.
  return createEnforce(JSON.parse(JSON.stringify(compilePlan(read.plan))));
}

const cart = {
  properties: {
    currency: { enum: ["EUR", "USD"] },
    value: { type: "number", exclusiveMinimum: 0 },
    coupon: { type: ["string", "null"], maxLength: 3 },
    items: {
      type: "array",
      maxItems: 2,
      items: {
        type: "object",
        properties: { item_id: { type: "string", minLength: 1 }, quantity: { type: "integer", minimum: 1 } },
        required: ["item_id"],
        additionalProperties: false,
      },
    },
  },
  required: ["value"],
};
const enforce = enforceOf({
  events: {
    add_to_cart: { enforce: "reject", props: cart },
    sign_up: {},
    note: { enforce: "off", props: cart },
  },
  others: "flag",
});
const messageOf = (props: unknown) => enforce("shop", "add_to_cart", props)?.message;

describe("an event that is as planned", () => {
  test.each([
    { value: 1 },
    { value: 0.5, currency: "USD", coupon: null, items: [] },
    { value: 1, coupon: "𝔸𝔹ℂ" }, // three characters, five code units
    { value: 1, more: "than the plan names" },
    { value: 1, items: [{ item_id: "mug", quantity: 1 }, { item_id: "jug" }] },
  ])("passes: %j", (props) => {
    expect(enforce("shop", "add_to_cart", props)).toBeNull();
  });
});

describe("an event that is not says where, what was expected and what came", () => {
  test.each([
    [{ value: "12" }, '/value: expected a number, got "12"'],
    [{ value: 0 }, "/value: expected more than 0, got 0"],
    [{}, "/value: expected a number, got nothing"],
    [undefined, "/value: expected a number, got nothing"],
    [null, "/value: expected a number, got nothing"],
    [{ value: 1, currency: "eur" }, '/currency: expected "EUR" or "USD", got "eur"'],
    [{ value: 1, coupon: "long" }, '/coupon: expected at most 3 characters, got "long"'],
    [{ value: 1, coupon: 5 }, "/coupon: expected a string or null, got 5"],
    [{ value: 1, items: {} }, "/items: expected an array, got an object"],
    [{ value: 1, items: [1, 2, 3] }, "/items: expected at most 2 items, got an array of 3"],
    [
      { value: 1, items: [{ item_id: "a" }, { item_id: "" }] },
      '/items/1/item_id: expected at least 1 character, got ""',
    ],
    [{ value: 1, items: [{ item_id: "a", "b/c~d": 1 }] }, "/items/0/b~1c~0d: expected no such prop, got 1"],
    [
      { value: 1, items: [{ item_id: "a", quantity: 1.5 }] },
      "/items/0/quantity: expected a whole number, got 1.5",
    ],
  ])("%j", (props, message) => {
    expect(messageOf(props)).toBe(message);
  });

  test("names three violations, and no more however many there are", () => {
    const items = [{}, { quantity: 0 }];
    const message = messageOf({ value: "x", currency: 1, coupon: 2, items });
    expect(message?.split("; ")).toHaveLength(3);
  });

  test("is cut, never inside a character", () => {
    const long = "𝔸".repeat(10_000);
    const message = messageOf({ value: long, coupon: long, items: [{ item_id: "a", [long]: long }] });
    expect(message?.length).toBeLessThanOrEqual(512);
    expect(message?.isWellFormed()).toBe(true);
  });

  test("does not take what every object inherits for a prop", () => {
    const props = { properties: { constructor: { type: "string" } }, required: ["constructor"] };
    const judge = enforceOf({ events: { a: { props } } });
    expect(judge("shop", "a", {})?.message).toBe("/constructor: expected a string, got nothing");
    expect(judge("shop", "a", JSON.parse('{"__proto__": {"constructor": "x"}}'))).not.toBeNull();
  });
});

describe("what becomes of an event", () => {
  test("is what the plan says for its name", () => {
    expect(enforce("shop", "add_to_cart", {})?.enforce).toBe("reject");
    expect(enforce("shop", "note", {})).toBeNull();
    expect(enforce("shop", "sign_up", { any: "thing" })).toBeNull();
  });

  test("of an unknown name is what the plan says of others", () => {
    expect(enforce("shop", "add_to_card", {})).toEqual({
      enforce: "flag",
      part: "name",
      message: 'name: expected an event of the tracking plan, got "add_to_card"',
    });
    expect(enforceOf({ events: {} })("shop", "add_to_card", {})).toBeNull();
  });

  test("of what the SDK tracks by itself is nothing, unless the plan names it", () => {
    const strict = enforceOf({
      events: {
        click: { enforce: "reject", props: { required: ["element_id"], properties: { element_id: {} } } },
      },
      others: "reject",
    });
    expect(strict("shop", "page_view", { any: 1 })).toBeNull();
    expect(strict("shop", "session_start", null)).toBeNull();
    expect(strict("shop", "click", {})?.enforce).toBe("reject");
  });

  test("of another app is nothing", () => {
    const shopOnly = enforceOf({ apps: ["shop"], events: {}, others: "reject" });
    expect([shopOnly("shop", "x", {})?.enforce, shopOnly("blog", "x", {})]).toEqual(["reject", null]);
  });
});

describe("our reading of JSON Schema", () => {
  test("is Ajv's, for any schema and value", () => {
    const any = anySchema().chain((schema) =>
      fc.tuple(
        fc.constant(schema),
        fc.array(fc.oneof(anyValue, anyValueOf(schema)), { minLength: 12, maxLength: 12 }),
      ),
    );
    const seen = { right: 0, wrong: 0 };
    fc.assert(
      fc.property(any, ([schema, values]) => {
        // One of its own each time: it keeps all that it ever compiled.
        const validate = new Ajv({ strict: false, ownProperties: true }).compile(toJsonSchema(schema));
        for (const value of values) {
          const isRight = validate(value);
          seen[isRight ? "right" : "wrong"]++;
          expect(findViolations(schema, value).length === 0).toBe(isRight);
        }
      }),
      { numRuns: 120 },
    );
    // Were one of them rare, the property would say little.
    expect(Math.min(seen.right, seen.wrong)).toBeGreaterThan(200);
  });
});

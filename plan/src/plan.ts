// What a tracking plan is once it was read: values that cannot be wrong, references resolved.

/** What becomes of an event that is not as the plan says, from mild to strict. */
export const enforcements = ["off", "flag", "reject"] as const;

/**
 * What becomes of an event that is not as the plan says.
 *
 * - `off`: nothing; the plan only describes.
 * - `flag`: it is accepted, and its row says what is wrong in `plan_violations`.
 * - `reject`: it becomes a rejected row, with the reason `plan_violation`.
 */
export type Enforcement = (typeof enforcements)[number];

/** The kinds of JSON values that a plan tells apart. An integer is a number without a fraction: 1.0 is one. */
export const typeNames = ["string", "number", "integer", "boolean", "object", "array", "null"] as const;

export type TypeName = (typeof typeNames)[number];

/** A value that `enum` and `const` may name. */
export type Scalar = string | number | boolean | null;

/** What a value must be like: the part of JSON Schema that a plan may use. What is left out is not asked for. */
export interface PropSchema {
  description?: string;
  /** One of these. */
  type?: readonly TypeName[];
  /** One of these; `const` is a list of one. */
  enum?: readonly Scalar[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  /** In characters (code points, as JSON Schema counts). */
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  items?: PropSchema;
  properties?: readonly Prop[];
  /** Whether an object may have props that `properties` does not name. Left out, it may, as in JSON Schema. */
  additionalProperties?: boolean;
}

/** One named value of an object. */
export interface Prop {
  name: string;
  required: boolean;
  schema: PropSchema;
}

/** What one event must look like. */
export interface EventPlan {
  name: string;
  description?: string;
  enforce: Enforcement;
  /** What its props must be like, as one object. An event without props is judged as one with `{}`. */
  props: PropSchema;
}

/** What a team's events must look like. */
export interface TrackingPlan {
  /** A whole number from 1; raised with each breaking change. */
  version: number;
  /** The apps that the plan is for; left out, all of them. */
  apps?: readonly string[];
  events: readonly EventPlan[];
  /** What becomes of events that neither the plan nor the SDK knows. */
  others: Enforcement;
}

/** What the SDK and its plugins track by themselves: known to every plan. One may name them to say more of them. */
export const automaticEvents: readonly string[] = [
  "click",
  "file_download",
  "first_visit",
  "form_start",
  "form_submit",
  "group",
  "identify",
  "js_error",
  "page_view",
  "scroll",
  "session_start",
  "user_engagement",
  "view_search_results",
  "web_vital",
];

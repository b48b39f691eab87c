// The place of the tracking plan. This file has none; the build of a repository that has one puts the compiled plan
// here (scripts/plan-plugin.ts), so that the Lambda neither reads nor checks it.

/** What is wrong with an event, and what is to become of it. */
export interface Verdict {
  enforce: "flag" | "reject";
  /** Its name is not in the plan, or its props are not as the plan says. */
  part: "name" | "props";
  /** For people, short: `/value: expected a number, got "12"`. */
  message: string;
}

/** Judges an event by the plan: null where it is as planned. Pure; never throws. */
export type Enforce = (appId: string, name: string, props: unknown) => Verdict | null;

/** Null where there is no plan: then nobody looks at an event's name and props. */
export const enforce: Enforce | null = null;

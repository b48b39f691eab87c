// GA4's default channel group as data, under its names: what people know from there they find here.
// https://support.google.com/analytics/answer/9756891
// Read from top to bottom: the first rule that holds names the channel. What a rule leaves out may be anything.

import type { SourceKind } from "./sources.ts";

export interface ChannelRule {
  readonly channel: string;
  /** What the source is. */
  readonly kind?: SourceKind;
  /** Whether the click was paid for: by its medium (`paidMedium`) or by its click id. */
  readonly isPaid?: true;
  /** On `utm_medium`, lower-case. All expressions here are linear: what they are tried on anyone may write. */
  readonly medium?: RegExp;
  /** On `utm_source`, lower-case. */
  readonly source?: RegExp;
  /** On `utm_campaign`, lower-case. */
  readonly campaign?: RegExp;
  /** Whether the visit has a campaign or a click id. */
  readonly isTagged?: boolean;
  /** Whether another page led here. */
  readonly isReferred?: boolean;
  /** Whether that was a page of the site itself. */
  readonly isInternal?: true;
}

/** `utm_medium` of clicks that were paid for. */
export const paidMedium = /cp|^ppc$|^retargeting$|^paid/;

export const channelRules: readonly ChannelRule[] = [
  { channel: "internal", isInternal: true, isTagged: false },
  { channel: "direct", isReferred: false, isTagged: false },
  { channel: "cross_network", campaign: /cross-network/ },
  { channel: "paid_shopping", kind: "shopping", isPaid: true },
  { channel: "paid_shopping", campaign: /(^|[^a-df-z])shop|shopping/, isPaid: true },
  { channel: "paid_search", kind: "search", isPaid: true },
  { channel: "paid_social", kind: "social", isPaid: true },
  { channel: "paid_video", kind: "video", isPaid: true },
  { channel: "display", kind: "display" },
  { channel: "display", medium: /^(display|banner|expandable|interstitial|cpm)$/ },
  { channel: "paid_other", isPaid: true },
  { channel: "email", kind: "email" },
  { channel: "email", medium: /^e[-_ ]?mail$/ },
  { channel: "affiliates", medium: /^affiliates?$/ },
  { channel: "audio", medium: /^audio$/ },
  { channel: "sms", medium: /^sms$/ },
  { channel: "sms", source: /^sms$/ },
  { channel: "mobile_push", medium: /push$|mobile|notification/ },
  { channel: "mobile_push", source: /^firebase$/ },
  { channel: "organic_shopping", kind: "shopping" },
  { channel: "organic_shopping", campaign: /(^|[^a-df-z])shop|shopping/ },
  { channel: "organic_social", kind: "social" },
  { channel: "organic_social", medium: /^(social([-_ ](network|media))?|sm)$/ },
  { channel: "organic_video", kind: "video" },
  { channel: "organic_video", medium: /video/ },
  { channel: "ai_assistant", kind: "ai" },
  { channel: "organic_search", kind: "search" },
  { channel: "organic_search", medium: /^organic$/ },
  { channel: "referral", medium: /^(referral|app|link)$/ },
  { channel: "referral", isReferred: true, isTagged: false },
  { channel: "unassigned" },
];

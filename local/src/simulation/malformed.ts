// Events that a buggy client would send: each is refused with its reason, the good ones beside it are not.

import type { RejectReason } from "@riacho/contract/answer";
import type { Json } from "@riacho/contract/event";
import { depthMax, eventBytesMax, nameLengthMax } from "@riacho/contract/limits";
import { drawWeighted, type Random } from "./random.ts";
import type { TimedEvent } from "./session-events.ts";
import { drawUuid } from "./uuid.ts";

/** A broken event and why it will be refused. */
export interface Malformed {
  reason: RejectReason;
  event: Json;
}

type Sound = { id: string; name: string; time: number; props: { list: string } };

/** The mistakes, one for each reason, with how common each is. */
const mistakes: readonly { reason: RejectReason; weight: number; spoil(event: Sound): Json }[] = [
  {
    reason: "name_invalid", // a call without a name: JSON leaves undefined out
    weight: 30,
    spoil: ({ name: _, ...rest }) => rest,
  },
  {
    reason: "props_invalid", // stringified once too often
    weight: 25,
    spoil: (event) => ({ ...event, props: JSON.stringify(event.props) }),
  },
  {
    reason: "id_invalid", // a hash of its own instead of an id
    weight: 17,
    spoil: (event) => ({ ...event, id: event.id.repeat(nameLengthMax) }),
  },
  {
    reason: "event_invalid", // the whole event stringified
    weight: 12,
    spoil: (event) => JSON.stringify(event),
  },
  {
    reason: "too_deep", // a tree of components as a property
    weight: 10,
    spoil: (event) => ({ ...event, props: nest(depthMax + 1) }),
  },
  {
    reason: "too_large", // a page's markup as a property
    weight: 6,
    spoil: (event) => ({ ...event, props: { html: "<li>".repeat(eventBytesMax / 4) } }),
  },
];

/** A broken event of a host's own code, made at the time of another event of the same page. It has no `seq`: it did
 *  not come from the SDK, and a gap in `seq` would count as an event that never arrived. */
export function drawMalformed(random: Random, beside: TimedEvent): Malformed {
  const { reason, spoil } = drawWeighted(random, mistakes, ({ weight }) => weight);
  const id = drawUuid(random, beside.time);
  return {
    reason,
    event: spoil({ id, name: "add_to_wishlist", time: beside.time, props: { list: "birthday" } }),
  };
}

/** An object of this many levels. */
function nest(levels: number): { child: Json } {
  return { child: levels === 1 ? "leaf" : nest(levels - 1) };
}

// Every number here is a promise to clients and a guard for what lies behind the door.

/** Longest event name and id, in characters. */
export const nameLengthMax = 64;

/** Largest event, in UTF-8 bytes of its values (props as JSON text). Well under a keepalive request's 64 KiB. */
export const eventBytesMax = 32 * 1024;

/** Longest single fact (a URL, a title), in UTF-8 bytes. A longer one is cut and flagged, so that a long URL costs no event. */
export const factBytesMax = 2 * 1024;

/** Deepest nesting of props. Deeper JSON helps no query and costs every reader stack. */
export const depthMax = 16;

/** Most events in one request. */
export const eventsMax = 500;

/** Largest request body, before and after inflating, in bytes. API Gateway itself would take 10 MB. */
export const requestBytesMax = 1024 * 1024;

/** Largest sum of a request's rows, in bytes: shared facts repeat in every row and may multiply a small body.
 *  Under the 5 MB that one PutRecords call may carry (Kinesis quotas). */
export const rowsBytesMax = 4 * 1024 * 1024;

/** Largest record, in bytes. Kinesis takes 1 MiB by default, partition key included; Firehose reads at most 1,000 KiB. */
export const recordBytesMax = 900 * 1024;

/** Most bytes kept of a rejected event's JSON. An event within `eventBytesMax` fits whole, so that it can be replayed: JSON
 *  writes a control character as six bytes, and keys, id and name come on top. */
export const rawBytesMax = 6 * eventBytesMax + 4 * 1024;

/** Oldest client time that is believed, in milliseconds. The SDK drops what is older, counted. */
export const eventAgeMaxMs = 14 * 24 * 60 * 60 * 1000;

/** A client clock further off than this is corrected, in milliseconds. Less is within a request's own travel time. */
export const clockSkewMaxMs = 30_000;

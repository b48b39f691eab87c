// Where things are stored. A page load's keys begin alike, so that they can be read together.

/** Of an event of a page load. */
export const toKey = (pageLoad: string, id: string): string => `${pageLoad}/${id}`;

/** Of a lease, by the key of its first event: sorted before all events, so that they are read under it. */
export const toLeaseKey = (eventKey: string): string => eventKey.replace("/", "/!");

export const readPageLoad = (key: string): string => key.split("/")[0] as string;

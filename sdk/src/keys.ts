// Where things are stored. A page load's keys begin alike, so that they can be read together.

/** Of an event of a page load. Its bytes are said, so that what is stored can be counted without reading it. */
export const toKey = (pageLoad: string, id: string, bytes: number): string => `${pageLoad}/${id}/${bytes}`;

/** Of a lease, by its first event: sorted before all events, so that they are read under it. */
export const toLeaseKey = (pageLoad: string, id: string): string => `${pageLoad}/!${id}`;

/** The bytes of what is stored there: 0 for a lease, and for what an earlier version stored. */
export const readBytes = (key: string): number => Number(key.split("/")[2] ?? 0);

export const readPageLoad = (key: string): string => key.split("/")[0] as string;

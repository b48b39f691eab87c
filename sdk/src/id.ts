/** 128 random bits: unique without asking anybody. `crypto.randomUUID` would be missing where a page has plain http. */
export const newId = (): string =>
  crypto.getRandomValues(new Uint32Array(4)).reduce((id, part) => id + part.toString(36), "");

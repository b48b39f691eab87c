/** 128 random bits: unique without asking anybody. `crypto.randomUUID` would be missing where a page has plain http. */
export const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("");

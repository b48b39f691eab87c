/** Names of parameters whose values are nobody's business: credentials, codes, and what names a person. */
const secretNames =
  /token|passw|pwd|secret(?!ar)|credential|auth(?!or(?!i))|signature|session|sess_?id|jwt|saml|(api|access|private)[-_]?key|e-?mail|(^|[^a-z])(otp|phone|sid$)|^(code|state|key|sig|ssn)$/i;

/** Whether a value is secret: by its name, as an email address, or because of an address in it that has a secret. */
function isSecret(name: string, value: string): boolean {
  const [, ...inner] = value.split(/\?|%(?:3f|26|23)/i);
  return (
    secretNames.test(name) ||
    /@|%(25)*40/.test(value) ||
    inner.some((pair) => secretNames.test(pair.split(/=|%3d/i)[0] as string))
  );
}

/**
 * An address without its secrets: user and password, the values of parameters such as `token`, `code`, `password` or
 * `email`, in the query and in the hash, and any value that holds an email address. The names stay.
 *
 * @example toPublicUrl("https://example.com/in?token=a1&page=2") // "https://example.com/in?token=&page=2"
 */
export function toPublicUrl(url: string): string {
  return url
    .replace(/^([^/?#]*\/\/)[^/?#]*@/, "$1")
    .replace(/([?&#]([^=?&#]*)=)([^&#]*)/g, (pair, opening, name, value) =>
      isSecret(name, value) ? opening : pair,
    );
}

/** Names of parameters whose values are nobody's business: credentials, codes, and what names a person. */
const secretNames =
  "[^=&#?]*(?:token|passw|pwd|secret|credential|auth|signature|session|otp|api_?key|email|e-mail|phone)[^=&]*|code|state|key|sig|sid|jwt|ssn";

const secrets = new RegExp(`([?&#](?:${secretNames})=)[^&#]*`, "gi");
/** An email address in any other value. */
const emails = /([?&#][^=&#]*=)[^&#]*(?:@|%40)[^&#]*/gi;

/**
 * An address without its secrets: user and password, the values of parameters such as `token`, `code`, `password` or
 * `email`, in the query and in the hash, and any value that holds an email address. The names stay.
 *
 * @example toPublicUrl("https://example.com/in?token=a1&page=2") // "https://example.com/in?token=&page=2"
 */
export const toPublicUrl = (url: string): string =>
  url
    .replace(/(\/\/)[^/?#]*@/, "$1")
    .replace(secrets, "$1")
    .replace(emails, "$1");

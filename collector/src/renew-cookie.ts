// The visitor's cookie, set again by an answer with the value it came with: Safari keeps what a script stores for 7 days,
// and what a server of the same site sets for as long as it says (docs/decisions/0011-renew-the-cookie.md). Pure.

/** As long as browsers keep a cookie at most: 400 days (RFC 6265bis, 5.5), in seconds. */
const cookieAgeMax = 34_560_000;
/** Name and value; browsers keep no longer ones (RFC 6265bis, 5.6). */
const cookieBytesMax = 4096;
/** What the SDK writes, by encodeURIComponent: nothing in it ends a value or begins an attribute. */
const sdkValue = /^(?:[\w.!~*'()-]|%[0-9A-F]{2})+$/;

/**
 * The `Set-Cookie` that renews an app's cookie; null where there is none, several of the name, or one that the SDK does
 * not write.
 *
 * @param domain the cookie's, such as `example.com`
 * @param origin of the page that sent
 * @param cookies the request's, each as `name=value`
 */
export function renewCookie(
  appId: string,
  domain: string,
  origin: string,
  cookies: readonly string[],
): string | null {
  const name = `riacho-${appId}=`;
  const [cookie, another] = cookies.filter((each) => each.startsWith(name));
  if (!cookie || another !== undefined) return null;
  if (cookie.length > cookieBytesMax || !sdkValue.test(cookie.slice(name.length))) return null;
  // Without HttpOnly: the SDK reads it. A page without TLS could not read what is Secure.
  const secure = origin.startsWith("https:") ? "; Secure" : "";
  return `${cookie}; Max-Age=${cookieAgeMax}; Path=/; SameSite=Lax; Domain=${domain}${secure}`;
}

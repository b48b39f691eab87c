import { toPublicUrl } from "@riacho/contract/public-url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const page = "https://example.com";

test.each([
  "",
  "about:client",
  "https://example.com",
  "https://example.com/",
  "https://example.com:8080/a/b;c=d/e.html?page=2&sort=price&q=red%20mug&empty=&flag#top",
  "https://example.com/#/cart?step=2&coupon=ten",
  "https://example.com/?utm_source=news&utm_medium=email&gclid=a1",
  "https://example.com/?postcode=1&zipcode=2&country_code=de&keyword=mug&monkey=3&stateful=4&design=5&inside=6",
  "https://example.com/@jane/post",
  "https://example.com/token/password/email",
  "http://[::1]:3000/?a=1",
  "?a=1",
  "/path?a=1#b",
])("a clean address is left as it is: %s", (url) => expect(toPublicUrl(url)).toBe(url));

describe("credentials before the host", () => {
  test.each([
    ["https://jane:secret@example.com/a?b=1", "https://example.com/a?b=1"],
    ["https://jane@example.com", "https://example.com"],
    ["https://:secret@example.com/", "https://example.com/"],
    ["https://jane%40work.com:p%40ss@example.com/", "https://example.com/"],
    ["https://jane:p@ss@example.com/", "https://example.com/"],
    ["https://jane:secret@localhost:8080/@b", "https://localhost:8080/@b"],
    ["blob:https://jane:secret@example.com/1", "blob:https://example.com/1"],
    ["//jane:secret@example.com/a", "//example.com/a"],
    ["https://jane:secret@example.com?to=https://jane:secret@example.com", `${page}?to=`],
  ])("%s", (url, open) => expect(toPublicUrl(url)).toBe(open));
});

describe("parameters whose names give them away", () => {
  test.each([
    ["?token=a1&page=2", "?token=&page=2"],
    ["?page=2&token=a1#top", "?page=2&token=#top"],
    ["?TOKEN=a1&AccessToken=a1&csrf_token=a1&x-token-2=a1", "?TOKEN=&AccessToken=&csrf_token=&x-token-2="],
    ["?password=a1&passwd=a1&new_password=a1&pwd=a1", "?password=&passwd=&new_password=&pwd="],
    [
      "?client_secret=a1&auth=a1&oauth_verifier=a1&signature=a1",
      "?client_secret=&auth=&oauth_verifier=&signature=",
    ],
    [
      "?session=a1&sessionid=a1&otp=123456&api_key=a1&apikey=a1",
      "?session=&sessionid=&otp=&api_key=&apikey=",
    ],
    [
      "?email=jane&e-mail=jane&userEmail=jane&phone=123&phone_number=1",
      "?email=&e-mail=&userEmail=&phone=&phone_number=",
    ],
    ["?code=a1&state=a1&key=a1&sig=a1&sid=a1&jwt=a1&ssn=a1", "?code=&state=&key=&sig=&sid=&jwt=&ssn="],
    ["?Code=a1&STATE=a1", "?Code=&STATE="],
    [
      "?X-Amz-Signature=a1&X-Amz-Credential=a1&X-Amz-Date=1",
      "?X-Amz-Signature=&X-Amz-Credential=&X-Amz-Date=1",
    ],
    ["?user[password]=a1&user%5Bpassword%5D=a1", "?user[password]=&user%5Bpassword%5D="],
    ["?token=a1&token=a2&page=2&token=a3", "?token=&token=&page=2&token="],
    ["?token=a=b==&page=2", "?token=&page=2"],
    ["?token=a/b?c:d&page=2", "?token=&page=2"],
    ["?token=a%26b%3Dc%23d&page=2", "?token=&page=2"],
    ["?token=&token&page=2", "?token=&token&page=2"],
    ["?&&token=a1&&", "?&&token=&&"],
  ])("in the query: %s", (query, open) =>
    expect(toPublicUrl(`${page}/in${query}`)).toBe(`${page}/in${open}`),
  );

  test.each([
    ["#token=a1", "#token="],
    ["#access_token=a1&token_type=bearer&expires_in=60", "#access_token=&token_type=&expires_in=60"],
    ["#/in?token=a1", "#/in?token="],
    ["#/in?page=2&token=a1&sort=price", "#/in?page=2&token=&sort=price"],
    ["#!/in?code=a1", "#!/in?code="],
    ["#/in#token=a1", "#/in#token="],
    ["?code=a1#/in?state=a1", "?code=#/in?state="],
  ])("in the hash: %s", (hash, open) => expect(toPublicUrl(`${page}/${hash}`)).toBe(`${page}/${open}`));

  test.each(["?a=1?token=a1", "?next=/in?token=a1&page=2", "#/a?next=/in?code=a1"])(
    "inside another address: %s",
    (nested) => expect(toPublicUrl(`${page}/${nested}`)).not.toContain("a1"),
  );

  test("a name that merely contains such a word loses its value too", () => {
    expect(toPublicUrl(`${page}/?tokenize=yes&session_count=3`)).toBe(`${page}/?tokenize=&session_count=`);
  });

  test("the short ones count only as whole names", () => {
    const url = `${page}/?promocode=a&code_2=b&keys=c&sidebar=d&estate=e`;
    expect(toPublicUrl(url)).toBe(url);
  });
});

describe("values that name somebody", () => {
  test.each([
    ["?q=jane@example.com&page=2", "?q=&page=2"],
    ["?q=jane%40example.com&page=2", "?q=&page=2"],
    ["?page=2&to=Jane%20%3Cjane@example.com%3E", "?page=2&to="],
    ["?a=b=jane@example.com", "?a="],
    ["?next=/in?user=jane@example.com", "?next="],
    ["#/in?user=jane@example.com", "#/in?user="],
    ["#user=jane%40example.com&page=2", "#user=&page=2"],
    ["?q=a@b&q=c@d", "?q=&q="],
  ])("%s", (query, open) => expect(toPublicUrl(`${page}/${query}`)).toBe(`${page}/${open}`));
});

describe("any address", () => {
  const secretName = fc.constantFrom(
    ...["token", "idToken", "PASSWORD", "client_secret", "auth", "session-id", "otp", "email", "phone"],
    ...["code", "State", "key", "sig", "sid", "jwt", "ssn", "user[password]", "user%5Bemail%5D"],
  );
  const openName = fc.constantFrom("page", "q", "sort", "utm_source", "gclid", "postcode", "a[b]");
  /** As it is written by hand, and as URLSearchParams writes it. */
  const value = fc.oneof(fc.stringMatching(/^[\w.:=?-]{0,8}$/), fc.string().map(encodeURIComponent));
  const parameter = fc.oneof(
    fc.record({ name: secretName, value: value.map((text) => `${text}LEAK${text}`) }),
    fc.record({ name: openName, value: fc.constantFrom("LEAK@x.com", "LEAK%40x.com") }),
    fc.record({ name: openName, value: fc.constantFrom("KEEP", "KEEP%20KEEP", "/KEEP") }),
  );
  const address = fc
    .record({
      user: fc.constantFrom("", "LEAK@", "LEAK:LEAK@", ":LEAK%40@"),
      path: fc.constantFrom("", "/", "/@jane/token", "/KEEP;a=b"),
      parameters: fc.array(parameter, { minLength: 1, maxLength: 6 }),
      marks: fc.array(fc.constantFrom("&", "#", "#/in?", "#!/in?page=1&"), { minLength: 6, maxLength: 6 }),
    })
    .map(({ user, path, parameters, marks }) => ({
      parameters,
      url: parameters.reduce(
        (url, { name, value }, i) => `${url}${i === 0 ? "?" : marks[i]}${name}=${value}`,
        `https://${user}example.com${path}`,
      ),
    }));

  const hold = (toPublic: typeof toPublicUrl): void =>
    fc.assert(
      fc.property(address, ({ url, parameters }) => {
        const open = toPublic(url);
        expect(open).not.toContain("LEAK");
        for (const { name, value } of parameters) {
          expect(open).toContain(`${name}=${value.includes("KEEP") ? value : ""}`);
        }
      }),
      { numRuns: 1000 },
    );

  test("no secret survives, every other value and every name does", () => hold(toPublicUrl));

  test.each<[string, typeof toPublicUrl]>([
    ["nothing hidden", (url) => url],
    ["the query alone", (url) => toPublicUrl(url.split("#")[0] ?? "") + url.slice(url.split("#")[0]?.length)],
    ["everything hidden", (url) => url.split(/[?#]/)[0] ?? ""],
    ["every value hidden", (url) => toPublicUrl(url).replace(/=[^&#]*/g, "=")],
    ["the first of each alone", (url) => url.replace(/(\w=)[^&#]*LEAK[^&#]*/, "$1")],
    ["encoded ones missed", (url) => (url.includes("%40x") ? url : toPublicUrl(url))],
    [
      "user and password kept",
      (url) => url.slice(0, url.indexOf("example")) + toPublicUrl(url.slice(url.indexOf("example"))),
    ],
  ])("a planted mistake is caught: %s", (_, toPublic) => expect(() => hold(toPublic)).toThrow());

  test("it never throws, and what is public already is left as it is", () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary", maxLength: 5 }),
      fc.constantFrom(
        "?",
        "&",
        "#",
        "=",
        "@",
        "%",
        "%40",
        "//",
        "/",
        ":",
        "token",
        "code",
        "https://",
        "\ud800",
      ),
    );
    const text = fc.oneof(
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.array(piece).map((all) => all.join("")),
    );
    fc.assert(
      fc.property(text, (url) => {
        const open = toPublicUrl(url);
        expect(open.length).toBeLessThanOrEqual(url.length);
        expect(toPublicUrl(open).length).toBeLessThanOrEqual(open.length);
      }),
      { numRuns: 2000 },
    );
  });
});

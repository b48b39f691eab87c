import { describe, expect, test } from "vitest";
import { enrichRequest, type Part, toSender } from "../src/enrich/enrich.ts";

const secret = "a secret of the edge";
const newSecret = "the secret that comes next";
const chrome =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";
const viewer = {
  "cloudfront-viewer-address": "198.51.100.10:46532",
  "cloudfront-viewer-country": "BR",
  "cloudfront-viewer-country-region": "SP",
  "cloudfront-viewer-city": "S%C3%A3o%20Paulo",
};

function enrich(headers: Record<string, string>, edgeSecrets: readonly string[] = [secret]) {
  return enrichRequest(toSender({ headers, peer: "203.0.113.77", userAgent: chrome }, edgeSecrets));
}

describe("place and address are CloudFront's word, if it is our CloudFront", () => {
  test.each([
    ["the secret", { "x-riacho-edge": secret }, [secret]],
    ["the old secret, while there are two", { "x-riacho-edge": secret }, [secret, newSecret]],
    ["the new secret, while there are two", { "x-riacho-edge": newSecret }, [secret, newSecret]],
  ])("with %s they are believed", (_, header, secrets) => {
    const { columns, flags } = enrich({ ...viewer, ...header }, secrets);
    expect(columns).toMatchObject({ country: "BR", region: "SP", city: "São Paulo", ip: "198.51.100.0" });
    expect(flags).toEqual([]);
  });

  test.each<[string, Record<string, string>, string[]]>([
    ["no secret", {}, [secret]],
    ["an empty one", { "x-riacho-edge": "" }, [secret]],
    ["another", { "x-riacho-edge": newSecret }, [secret]],
    ["its beginning", { "x-riacho-edge": secret.slice(0, -1) }, [secret]],
    ["it said twice", { "x-riacho-edge": `${secret},${secret}` }, [secret]],
    ["any, where there is no edge", { "x-riacho-edge": secret }, []],
  ])("with %s they are not", (_, header, secrets) => {
    const { columns, flags } = enrich({ ...viewer, ...header }, secrets);
    expect(columns).not.toHaveProperty("country");
    expect(columns).not.toHaveProperty("region");
    expect(columns).not.toHaveProperty("city");
    expect(columns.ip).toBe("203.0.113.0");
    expect(flags).toEqual([]);
  });
});

test("nobody's word but the connection's is taken for the address", () => {
  const spoofed = { "x-forwarded-for": "192.0.2.1", "x-real-ip": "192.0.2.1", forwarded: "for=192.0.2.1" };
  expect(enrich(spoofed).columns.ip).toBe("203.0.113.0");
});

test("behind the edge, an address that it does not tell is unknown: the peer is the edge itself", () => {
  expect(enrich({ "x-riacho-edge": secret }).columns).not.toHaveProperty("ip");
});

test.each([
  ["cloudfront-viewer-country", "country", ["", "br", "BRA", "B1", "<b>"]],
  ["cloudfront-viewer-country-region", "region", ["", "ABCD", "s p", "SP,SP"]],
])("%s that is no code is left out", (header, column, values) => {
  for (const value of values) {
    expect(enrich({ "x-riacho-edge": secret, [header]: value }).columns).not.toHaveProperty(column);
  }
});

test("a city with a broken encoding costs the city alone, and is flagged", () => {
  const { columns, flags } = enrich({ ...viewer, "x-riacho-edge": secret, "cloudfront-viewer-city": "S%C3" });
  expect(columns).toMatchObject({ country: "BR", ip: "198.51.100.0", browser: "Chrome" });
  expect(columns).not.toHaveProperty("city");
  expect(flags).toEqual(["city:failed"]);
});

test("a part that breaks costs its own columns alone, and is flagged", () => {
  const broken: Part = [
    "os",
    () => {
      throw new Error("a mistake of ours");
    },
  ];
  const sender = toSender({ headers: {}, peer: "", userAgent: "" }, []);
  expect(enrichRequest(sender, [broken, ["city", () => ({ city: "Olinda" })]])).toEqual({
    columns: { city: "Olinda" },
    flags: ["os:failed"],
  });
});

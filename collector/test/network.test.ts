import { isIP } from "node:net";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toNetwork, withoutPort } from "../src/enrich/network.ts";

test.each([
  ["203.0.113.77", "203.0.113.0"],
  ["203.0.113.0", "203.0.113.0"],
  ["255.255.255.255", "255.255.255.0"],
  [" 203.0.113.77 ", "203.0.113.0"],
  ["2001:db8:85a3::8a2e:370:7334", "2001:db8:85a3::"],
  ["2001:0db8:85a3:0000:0000:8a2e:0370:7334", "2001:db8:85a3::"],
  ["2001:DB8:85A3:1:2:3:4:5", "2001:db8:85a3::"],
  ["2001:db8::1", "2001:db8::"],
  ["2001:0:5::1", "2001:0:5::"],
  ["2001::5:0:0:1", "2001::"],
  ["::1", "::"],
  ["::", "::"],
  ["fe80::1%eth0", "fe80::"],
  ["::ffff:203.0.113.77", "203.0.113.0"],
  ["::FFFF:203.0.113.77", "203.0.113.0"],
  ["::ffff:cb00:714d", "203.0.113.0"],
  ["0:0:0:0:0:ffff:203.0.113.77", "203.0.113.0"],
  ["64:ff9b::203.0.113.77", "64:ff9b::"],
  ["1:2:3:4:5:6:203.0.113.77", "1:2:3::"],
])("%s is of %s", (address, network) => expect(toNetwork(address)).toBe(network));

test.each([
  "",
  "localhost",
  "unknown",
  "203.0.113",
  "203.0.113.256",
  "203.0.113.077",
  "203.0.113.77:443",
  "1:2:3",
  ":::",
  "12345::",
  "[::1]",
  "203.0.113.77, 198.51.100.1",
])("%s is no address", (text) => expect(toNetwork(text)).toBeUndefined());

test.each([
  ["203.0.113.77:46532", "203.0.113.77"],
  ["2001:db8:85a3::8a2e:370:7334:46532", "2001:db8:85a3::8a2e:370:7334"],
  ["2001:db8:1:2:3:4:5:6:443", "2001:db8:1:2:3:4:5:6"],
  ["[2001:db8::1]:443", "2001:db8::1"],
  ["garbage", ""],
  ["", ""],
])("%s without its port is %s", (address, plain) => expect(withoutPort(address)).toBe(plain));

describe("whatever the address", () => {
  type ToNetwork = typeof toNetwork;

  /** Addresses of one network give one text, and that text is the network's own address. */
  function hold(cut: ToNetwork): void {
    const v4 = fc
      .tuple(fc.ipV4(), fc.nat(255))
      .map(([ip, last]) => [ip, ip.replace(/\d+$/, `${last}`)] as const);
    const group = fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16));
    const v6 = fc
      .tuple(
        fc.array(group, { minLength: 3, maxLength: 3 }),
        fc.array(group, { minLength: 10, maxLength: 10 }),
      )
      .map(
        ([net, rest]) =>
          [[...net, ...rest.slice(0, 5)].join(":"), [...net, ...rest.slice(5)].join(":")] as const,
      );
    fc.assert(
      fc.property(fc.oneof(v4, v6), ([one, other]) => {
        const network = cut(one);
        if (network === undefined) throw new Error(`expected a network of ${one}`);
        expect(isIP(network)).toBe(isIP(one));
        expect(cut(other)).toBe(network);
        expect(cut(network)).toBe(network);
      }),
      { numRuns: 500 },
    );
  }

  test("what is stored says no more than the network", () => hold(toNetwork));

  test.each<[string, ToNetwork]>([
    ["the address whole", (address) => address],
    [
      "four groups of IPv6",
      (address) =>
        address.includes(":") ? `${address.split(":").slice(0, 4).join(":")}::` : toNetwork(address),
    ],
    ["the last number of IPv4 kept", (address) => (address.includes(".") ? address : toNetwork(address))],
  ])("a planted mistake is caught: %s", (_, cut) => expect(() => hold(cut)).toThrow());

  test("it never throws", () => {
    const piece = fc.constantFrom(":", "::", ".", "1", "ffff", "255", "%", "[", "]", " ", "g", "\0", "é");
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(piece).map((all) => all.join("")),
      fc.ipV6(),
    );
    fc.assert(
      fc.property(text, (address) => {
        for (const network of [toNetwork(address), toNetwork(withoutPort(address))]) {
          if (network !== undefined) expect(isIP(network)).toBeGreaterThan(0);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

// The visitor's network, never the visitor's address: what is cut off here is written nowhere.

import { isIPv4, isIPv6 } from "node:net";

/**
 * An address cut to its network: the first 24 bits of IPv4, the first 48 of IPv6. Undefined where it is no address.
 *
 * @param address IPv4, IPv6, or IPv4 written as IPv6 (`::ffff:`), as sockets that listen on both give it
 * @example toNetwork("203.0.113.77") // "203.0.113.0"
 * @example toNetwork("2001:db8:85a3::8a2e:370:7334") // "2001:db8:85a3::"
 */
export function toNetwork(address: string): string | undefined {
  const text = address.trim();
  if (isIPv4(text)) return toIPv4Network(text);
  return isIPv6(text) ? toIPv6Network(text) : undefined;
}

/**
 * An address without its port. `cloudfront-viewer-address` always has one, and writes IPv6 without brackets: what follows
 * the last colon is the port. Brackets are taken too.
 *
 * @example withoutPort("203.0.113.77:46532") // "203.0.113.77"
 * @example withoutPort("2001:db8::1:46532") // "2001:db8::1"
 */
export function withoutPort(address: string): string {
  return address.slice(0, Math.max(0, address.lastIndexOf(":"))).replace(/^\[(.*)\]$/, "$1");
}

function toIPv4Network(address: string): string {
  return `${address.slice(0, address.lastIndexOf("."))}.0`;
}

function toIPv6Network(address: string): string {
  const groups = toGroups(address);
  const isIPv4Inside = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isIPv4Inside) {
    const high = groups[6] as number;
    return `${high >> 8}.${high & 0xff}.${(groups[7] as number) >> 8}.0`;
  }
  const network = groups.slice(0, 3);
  while (network.at(-1) === 0) network.pop();
  return `${network.map((group) => group.toString(16)).join(":")}::`;
}

/** The eight groups of a sound IPv6 address: `::` filled up, a dotted end read as two groups, a zone (`%eth0`) left out. */
function toGroups(address: string): number[] {
  const plain = address
    .replace(/%.*/, "")
    .replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) => `${toGroup(a, b)}:${toGroup(c, d)}`);
  const [start, end] = plain.split("::").map((half) => half.split(":").filter(Boolean));
  const first = start as string[];
  const last = end ?? [];
  const zeros = Array<string>(8 - first.length - last.length).fill("0");
  return [...first, ...zeros, ...last].map((group) => Number.parseInt(group, 16));
}

function toGroup(high: string, low: string): string {
  return (Number(high) * 256 + Number(low)).toString(16);
}

// A certificate that its own key has signed, for servers of tests: Node makes keys, but no certificates.
// https://www.rfc-editor.org/rfc/rfc5280#section-4.1

import { generateKeyPairSync, sign } from "node:crypto";

const dayMs = 24 * 60 * 60 * 1000;

/** For https://127.0.0.1, valid today, as PEM. Whoever is to believe it is given `cert` as another authority. */
export function createSelfSigned(now = Date.now()): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const signedWith = sequence(hex("06082a8648ce3d040302")); // ecdsa-with-SHA256
  const commonName = sequence(hex("0603550403"), der(0x0c, Buffer.from("a test")));
  const name = sequence(der(0x31, commonName));
  const addresses = sequence(der(0x87, Buffer.from([127, 0, 0, 1])));
  const altName = sequence(hex("0603551d11"), der(0x04, addresses)); // subjectAltName
  const signed = sequence(
    hex("a003020102"), // version 3
    hex("020101"), // serial number 1
    signedWith,
    name,
    sequence(time(now - dayMs), time(now + dayMs)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(altName)),
  );
  const signature = der(0x03, Buffer.from([0]), sign("sha256", signed, privateKey));
  const base64 = sequence(signed, signedWith, signature).toString("base64");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`,
  };
}

const hex = (digits: string) => Buffer.from(digits, "hex");
const sequence = (...parts: Buffer[]) => der(0x30, ...parts);

function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...toLength(content.length)]), content]);
}

function toLength(bytes: number): number[] {
  if (bytes < 0x80) return [bytes];
  return bytes < 0x100 ? [0x81, bytes] : [0x82, bytes >> 8, bytes & 0xff];
}

/** UTCTime: `YYMMDDHHMMSSZ`. */
function time(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replace(/\D/g, "");
  return der(0x17, Buffer.from(`${digits.slice(2, 14)}Z`));
}

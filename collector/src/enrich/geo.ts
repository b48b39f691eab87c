// Where the visitor is, as CloudFront tells: for requests from the edge alone.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-cloudfront-headers.html

import { cutToBytes, toSafeText } from "@riacho/contract/text";

type Headers = Readonly<Record<string, string | undefined>>;

/** Longest city kept, in bytes. The longest name of a place in use has 85 letters. */
const cityBytesMax = 256;

/** ISO 3166-1 alpha-2. */
export function readCountry(headers: Headers): string | undefined {
  return readCode(headers["cloudfront-viewer-country"], /^[A-Z]{2}$/);
}

/** The part of ISO 3166-2 after the country: one to three letters and digits. */
export function readRegion(headers: Headers): string | undefined {
  return readCode(headers["cloudfront-viewer-country-region"], /^[A-Z0-9]{1,3}$/);
}

/**
 * The city's name, which may come percent-encoded.
 *
 * @throws URIError where the encoding is broken
 * @example readCity({ "cloudfront-viewer-city": "S%C3%A3o%20Paulo" }) // "São Paulo"
 */
export function readCity(headers: Headers): string | undefined {
  const text = headers["cloudfront-viewer-city"];
  return text ? cutToBytes(toSafeText(decodeURIComponent(text)), cityBytesMax) : undefined;
}

function readCode(text: string | undefined, shape: RegExp): string | undefined {
  return text !== undefined && shape.test(text) ? text : undefined;
}

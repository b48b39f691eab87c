// Addresses lose their secrets here too: not every client is our SDK, and an old SDK may not know a secret's name.

import { factColumns } from "@riacho/contract/columns";
import { toPublicUrl } from "@riacho/contract/public-url";

/** The facts that are addresses. */
export const urlFacts: readonly string[] = factColumns.filter(({ isUrl }) => isUrl).map(({ name }) => name);

/**
 * What was sent, with its addresses made public, and `column:secret` for each that had to be. The same object where none
 * had to. What was cut to a fact's length before has lost its end: half an email address there is not known for one.
 *
 * @example hideSecrets({ page_url: "https://example.com/?token=a1" })
 * // { open: { page_url: "https://example.com/?token=" }, flags: ["page_url:secret"] }
 */
export function hideSecrets<Source extends object>(source: Source): { open: Source; flags: string[] } {
  const flags: string[] = [];
  let open = source;
  for (const name of urlFacts) {
    const address: unknown = Object.hasOwn(source, name) ? source[name as keyof Source] : undefined;
    if (typeof address !== "string") continue;
    const publicAddress = toPublicUrl(address);
    if (publicAddress === address) continue;
    flags.push(`${name}:secret`);
    open = { ...open, [name]: publicAddress };
  }
  return { open, flags };
}

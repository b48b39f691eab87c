// The reference of the SDK's API, written from the types that its users get: their editors say the same.

import { existsSync, readFileSync } from "node:fs";
import { readDeclarations } from "./read-declarations.ts";
import {
  type Export,
  isMethod,
  toAnchor,
  toExportText,
  toLink,
  toMethodTitle,
  toParagraphs,
  toTitle,
} from "./sdk-reference-text.ts";

/** What can be imported under one name. */
export interface Entry {
  /** Such as `@riacho/sdk`. */
  module: string;
  /** Its file of declarations. */
  types: string;
}

interface Group {
  title: string;
  about: string;
  exports: Export[];
}

/**
 * Reads what the package exports, as built.
 *
 * @throws where the SDK has not been built
 */
export function readSdkEntries(): Entry[] {
  const { name, exports } = JSON.parse(readFileSync("sdk/package.json", "utf8"));
  return Object.entries<{ types?: string }>(exports).flatMap(([path, { types }]) => {
    if (!types) return [];
    const file = `sdk/${types.slice(2)}`;
    if (!existsSync(file)) throw new Error(`expected ${file}: run npm run build`);
    return [{ module: `${name}${path.slice(1)}`, types: readFileSync(file, "utf8") }];
  });
}

/**
 * The page `docs/reference/sdk.md`.
 *
 * @throws where an export says nothing of itself, or a function gives no example
 */
export function toSdkReference(entries: Entry[]): string {
  const exports = entries.flatMap(({ module, types }) =>
    readDeclarations(types).map((declaration) => ({ ...declaration, module })),
  );
  expectWords(exports);
  const groups = toGroups(exports);
  return `<!-- Written by npm run docs from the doc comments in sdk/src/ and contract/src/. Do not edit. -->
# The API of @riacho/sdk

What is not said to be imported from elsewhere comes from \`@riacho/sdk\`. No call throws at the page or waits, and on a
server all of it does nothing. How to begin: [the package's README](../../sdk/README.md); what arrives:
[events and rows](events.md); what goes over the wire: [the collector's HTTP](http.md).

${groups.map(toContents).join("\n")}

${groups.map((group) => toGroupText(group, exports)).join("\n\n")}
`;
}

function expectWords(exports: Export[]): void {
  const silent = exports.flatMap(({ name, kind, meaning, example, members }) => [
    ...(meaning ? [] : [`${name}: expected a doc comment`]),
    ...(kind === "function" && !example ? [`${name}: expected an @example`] : []),
    ...members
      .filter((member) => isMethod(member) && !member.meaning)
      .map((member) => `${name}.${member.name}: expected a doc comment`),
  ]);
  if (silent.length > 0) throw new Error(`docs/reference/sdk.md cannot be written:\n${silent.join("\n")}`);
}

/** A function's options stand under it. */
function toGroups(exports: Export[]): Group[] {
  const functions = exports.filter(({ kind }) => kind === "function");
  const plugins = functions.filter(({ code }) => code.endsWith("): Plugin"));
  const starts = functions.filter((start) => !plugins.includes(start));
  const client = exports.filter(({ name }) => name === "Client");
  const optionsOf = ({ code }: Export): Export[] =>
    exports.filter(({ name, kind }) => kind === "interface" && new RegExp(`: ${name}\\)`).test(code));
  const withOptions = (these: Export[]): Export[] => these.flatMap((one) => [one, ...optionsOf(one)]);
  const shown = new Set([...withOptions(functions), ...client]);
  return [
    { title: "Start", about: "", exports: withOptions(starts) },
    { title: "The client", about: "What `init()` gives.", exports: client },
    {
      title: "Plugins",
      about:
        "Given to `init()` as `plugins`, or later to `client.use()`. What is not imported costs nothing.",
      exports: withOptions(plugins),
    },
    {
      title: "Types",
      about: "For TypeScript, and for who writes a plugin.",
      exports: exports.filter((one) => !shown.has(one)),
    },
  ];
}

function toContents({ title, exports }: Group): string {
  const links = exports.flatMap((one) => [
    toLink(toTitle(one)),
    ...one.members.filter(isMethod).map((member) => toLink(toMethodTitle(member))),
  ]);
  return `- [${title}](#${toAnchor(title)}): ${links.join(", ")}`;
}

function toGroupText({ title, about, exports }: Group, all: Export[]): string {
  return toParagraphs(`## ${title}`, about, ...exports.map((one) => toExportText(one, all)));
}

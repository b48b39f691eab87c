// The reference of the SDK's API, written from the types that its users get: their editors say the same.

import { existsSync, readFileSync } from "node:fs";
import { type Declaration, type Member, readDeclarations } from "./read-declarations.ts";

/** What can be imported under one name. */
export interface Entry {
  /** Such as `@riacho/sdk`. */
  module: string;
  /** Its file of declarations. */
  types: string;
}

interface Export extends Declaration {
  module: string;
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
[events, answers and rows](events.md).

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

const isMethod = ({ code }: Member): boolean => /^\w+[(<]/.test(code);

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

const toTitle = ({ kind, name }: Declaration): string => (kind === "function" ? `${name}()` : name);
const toMethodTitle = ({ name }: Member): string => `client.${name}()`;
const toLink = (title: string): string => `[\`${title}\`](#${toAnchor(title)})`;

/** As GitHub makes it of a heading. */
const toAnchor = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\w -]/g, "")
    .replaceAll(" ", "-");

function toGroupText({ title, about, exports }: Group, all: Export[]): string {
  return toParagraphs(`## ${title}`, about, ...exports.map((one) => toExportText(one, all)));
}

function toExportText(one: Export, all: Export[]): string {
  const { kind, name, module, code, members, meaning } = one;
  const [head = ""] = code.split("\n");
  return toParagraphs(
    `### \`${toTitle(one)}\``,
    toCode(kind === "interface" ? toGenericHead(head) : code.replace(/^function /, "")),
    module === "@riacho/sdk" ? "" : `\`import { ${name} } from "${module}"\``,
    meaning,
    seeAlso[name] ?? "",
    toBases(head, all),
    toTable(
      members.filter((member) => !isMethod(member)),
      all,
    ),
    toDetails(one),
    ...members.filter(isMethod).map(toMethodText),
  );
}

/** The table says the rest of an interface. */
const toGenericHead = (head: string): string => (head.includes("<") ? `${head} … }` : "");

/** Where the type itself tells a reader little. */
const seeAlso: Record<string, string> = {
  Facts: "Their names, types and meanings: the columns [from the client](events.md#rows).",
};

function toMethodText(method: Member): string {
  return toParagraphs(
    `#### \`${toMethodTitle(method)}\``,
    toCode(method.code),
    method.meaning,
    toDetails(method),
  );
}

function toDetails({ params, returns, throws, example }: Member): string {
  return toParagraphs(
    params.map(({ name, meaning }) => `- \`${name}\`: ${meaning}`).join("\n"),
    returns ? `Returns: ${returns}` : "",
    throws ? `Throws: ${throws}` : "",
    example ? toCode(example) : "",
  );
}

/** What an interface takes over is said where it is from. */
function toBases(head: string, all: Export[]): string {
  const [, bases = ""] = /extends (\w+) \{$/.exec(head) ?? [];
  return all.some(({ name }) => name === bases) ? `Besides its own, all that ${toLink(bases)} has.` : "";
}

function toTable(properties: Member[], all: Export[]): string {
  if (properties.length === 0) return "";
  const rows = properties.map((property) => {
    const [, given, optional, type] = /^(readonly )?\w+(\??): ([\s\S]*)$/.exec(property.code) ?? [];
    const [meaning = "", byDefault] = property.meaning.split(/\s*Default: /);
    const isRequired = !given && !optional;
    const cells = [
      `\`${property.name}\``,
      `\`${type}\``,
      byDefault?.replace(/\.$/, "") ?? (isRequired ? "required" : ""),
    ];
    return toRow([...cells, meaning || toSameName(property, all)]);
  });
  return ["| name | type | default | meaning |", "|---|---|---|---|", ...rows].join("\n");
}

/** A switch says no more than what it switches. */
function toSameName({ name }: Member, all: Export[]): string {
  const same = all.find((one) => one.name === name);
  return same ? toLink(toTitle(same)) : "";
}

const toRow = (cells: string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replace(/\s+/g, " ")).join(" | ")} |`;

const toCode = (code: string): string => (code ? `\`\`\`ts\n${code}\n\`\`\`` : "");

const toParagraphs = (...parts: string[]): string => parts.filter(Boolean).join("\n\n");

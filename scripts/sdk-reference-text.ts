// What the reference of the SDK's API says of one export, as Markdown.

import type { Declaration, Member } from "./read-declarations.ts";

export interface Export extends Declaration {
  /** What it is imported from. */
  module: string;
}

export const isMethod = ({ code }: Member): boolean => /^\w+[(<]/.test(code);

export const toTitle = ({ kind, name }: Declaration): string => (kind === "function" ? `${name}()` : name);
export const toMethodTitle = ({ name }: Member): string => `client.${name}()`;
export const toLink = (title: string): string => `[\`${title}\`](#${toAnchor(title)})`;

/** As GitHub makes it of a heading. */
export const toAnchor = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\w -]/g, "")
    .replaceAll(" ", "-");

export function toExportText(one: Export, all: Export[]): string {
  const { kind, name, module, code, members, meaning } = one;
  const [head = ""] = code.split("\n");
  return toParagraphs(
    `### \`${toTitle(one)}\``,
    seeAlso[name] ? "" : toCode(kind === "interface" ? toGenericHead(head) : code.replace(/^function /, "")),
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
  RejectReason: "One of [these](http.md#reasons-for-which-one-event-is-rejected), as text.",
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
  const rows = properties.map((property) => toCells(property, all));
  const columns = ["name", "type", "default", "meaning"];
  // What nobody has to give has no defaults.
  const kept = columns.filter(
    (name) => name !== "default" || rows.some((row) => !/^(required)?$/.test(row.default)),
  );
  const lines = rows.map((row) => toRow(kept.map((name) => row[name as keyof typeof row])));
  return [toRow(kept), `|${"---|".repeat(kept.length)}`, ...lines].join("\n");
}

function toCells({ name, code, meaning }: Member, all: Export[]) {
  const [, given, optional, type] = /^(readonly )?\w+(\??): ([\s\S]*)$/.exec(code) ?? [];
  const [said = "", byDefault] = meaning.split(/\s*Default: /);
  return {
    name: `\`${name}\``,
    type: `\`${type}\``,
    default: byDefault?.replace(/\.$/, "") ?? (given ? "" : optional ? "optional" : "required"),
    meaning: said || toSameName(name, all),
  };
}

/** A switch says no more than what it switches. */
function toSameName(name: string, all: Export[]): string {
  const same = all.find((one) => one.name === name);
  return same ? toLink(toTitle(same)) : "";
}

const toRow = (cells: string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replace(/\s+/g, " ")).join(" | ")} |`;

const toCode = (code: string): string => (code ? `\`\`\`ts\n${code}\n\`\`\`` : "");

export const toParagraphs = (...parts: string[]): string => parts.filter(Boolean).join("\n\n");

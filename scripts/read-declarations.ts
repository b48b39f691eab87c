// Declarations as tsc and API Extractor print them: a statement begins in the first column, and its last line does too.

import { type DocComment, readDocComment } from "./doc-comment.ts";

export interface Declaration extends DocComment {
  name: string;
  kind: "function" | "interface" | "type";
  /** As one would write it, without `export declare`. */
  code: string;
  /** Of an interface. */
  members: Member[];
}

export interface Member extends DocComment {
  name: string;
  /** As one would write it, without the semicolon. */
  code: string;
}

interface Statement {
  code: string;
  comment: DocComment;
}

/**
 * What a file of declarations exports, in its order.
 *
 * @throws where it exports what is no function, interface or type
 */
export function readDeclarations(types: string): Declaration[] {
  // What is named as a global is, is renamed in a roll-up and exported under its own name.
  const renamed = [...types.matchAll(/^export \{ (\w+) as (\w+) \}$/gm)].map(([, own, name]) => ({
    own,
    name,
  }));
  const exported = renamed.reduce(
    (text, { own, name }) =>
      text
        .replace(new RegExp(`^declare (?=\\w+ ${own}\\b)`, "m"), "export declare ")
        .replaceAll(`${own}`, `${name}`),
    types,
  );
  return readStatements(exported).flatMap(toDeclaration);
}

function readStatements(text: string): Statement[] {
  const statements: Statement[] = [];
  let comment: string[] = [];
  let code: string[] = [];
  for (const line of text.split("\n")) {
    if (code.length === 0 && /^(\/\*\*| \*)/.test(line)) comment.push(line);
    else if (line !== "") code.push(line);
    if (code.length === 0 || !isLast(line, code[0] as string)) continue;
    statements.push({ code: code.join("\n"), comment: readDocComment(toText(comment)) });
    comment = [];
    code = [];
  }
  return statements;
}

/** A brace may close one part of a type. */
const isLast = (line: string, first: string): boolean =>
  /^\S/.test(line) && (line.endsWith(";") || (line.endsWith("}") && !/^(export )?declare type /.test(first)));

const toText = (comment: string[]): string =>
  comment.map((line) => line.replace(/^(\/\*\*| \*(?!\/)) ?/, "").replace(/ ?\*\/$/, "")).join("\n");

function toDeclaration({ code, comment }: Statement): Declaration[] {
  if (!code.startsWith("export declare ")) return [];
  const [, rest = "", kind, name] =
    /^export declare ((function|interface|type) (\w+)[\s\S]*)$/.exec(code) ?? [];
  if (!kind || !name) throw new Error(`expected a function, an interface or a type, got ${code}`);
  const members = kind === "interface" ? readMembers(rest) : [];
  return [{ name, kind: kind as Declaration["kind"], code: toWritten(rest), members, ...comment }];
}

function readMembers(code: string): Member[] {
  const body = code
    .split("\n")
    .slice(1, -1)
    .map((line) => line.replace(/^ {4}/, ""));
  return readStatements(body.join("\n")).map(({ code, comment }) => ({
    name: /^(?:readonly )?(\w+)/.exec(code)?.[1] ?? code,
    code: toWritten(code),
    ...comment,
  }));
}

/** What a function takes from its options is its own business, and the indentation is that of our code. */
const toWritten = (code: string): string =>
  code
    .replace(/\(\{[^}]*\}/, "(options")
    .replace(/;$/, "")
    .replace(/ +$/gm, "")
    .replace(/^ +/gm, (indent) => " ".repeat(indent.length / 2));

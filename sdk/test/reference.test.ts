import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { readDeclarations } from "../../scripts/read-declarations.ts";
import { readSdkEntries, toSdkReference } from "../../scripts/sdk-reference.ts";

const page = readFileSync("docs/reference/sdk.md", "utf8");
const headings = [...page.matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) => title.replaceAll("`", ""));

test("docs/reference/sdk.md says what the types say (npm run docs writes it anew)", () => {
  expect(page).toBe(toSdkReference(readSdkEntries()));
});

test("it has all that API Extractor finds, and the plugins of the other entries", () => {
  const report = readFileSync("sdk/etc/sdk.api.md", "utf8");
  const found = [
    ...report.matchAll(/^export (?:function|interface|type|const|class) (\w+)|^export \{ \w+ as (\w+)/gm),
  ];
  const names = [...found.map(([, name, renamed]) => name ?? renamed), "webVitals", "debug", "overlay"];
  expect(names.length).toBeGreaterThan(30);
  expect(headings.map((title) => title.replace("()", ""))).toEqual(expect.arrayContaining(names));
});

test("every link within it leads to a heading", () => {
  const anchors = headings.map((title) =>
    title
      .toLowerCase()
      .replace(/[^\w -]/g, "")
      .replaceAll(" ", "-"),
  );
  const links = [...page.matchAll(/\]\(#(.*?)\)/g)].map(([, anchor]) => anchor);
  expect(links.filter((link) => !anchors.includes(link as string))).toEqual([]);
  expect(new Set(anchors).size).toBe(anchors.length);
});

test("a type of several parts is shown whole", () => {
  const type = 'type Mode = {\n    kind: "on";\n}\n/** No. */\n| {\n    kind: "off";\n};';
  const types = `/** Whether. */\nexport declare ${type}\n`;
  const [found] = readDeclarations(types);
  expect(found?.code).toBe('type Mode = {\n  kind: "on";\n}\n/** No. */\n| {\n  kind: "off";\n}');
});

describe("a page with a gap is not written", () => {
  const write = (types: string) => () => toSdkReference([{ module: "@riacho/sdk", types }]);
  const sound = "/**\n * Starts.\n *\n * @example start()\n */\nexport declare function start(): void;\n";

  test("but one without is", () => {
    expect(write(sound)()).toContain("Starts.\n\n```ts\nstart()\n```");
  });

  test.each([
    ["a function without a comment", "export declare function stop(): void;", "stop: expected a doc comment"],
    [
      "a function without an example",
      "/** Stops. */\nexport declare function stop(): void;",
      "stop: expected an @example",
    ],
    ["a type without a comment", "export declare type Mode = 1;", "Mode: expected a doc comment"],
    ["an empty comment", "/** */\nexport declare type Mode = 1;", "Mode: expected a doc comment"],
    [
      "one exported under its own name",
      "declare type Mode_2 = 1;\nexport { Mode_2 as Mode }",
      "Mode: expected a doc",
    ],
    [
      "a method",
      "/** Is. */\nexport declare interface It {\n    run(): void;\n}",
      "It.run: expected a doc comment",
    ],
    [
      "what the page has no place for",
      "/** One. */\nexport declare const one: 1;",
      "got export declare const one",
    ],
  ])("%s", (_, types, message) => expect(write(`${sound}${types}\n`)).toThrow(message));
});

describe("examples", () => {
  const entries = readSdkEntries().map(({ module, types }) => ({ module, all: readDeclarations(types) }));
  const examples = entries.flatMap(({ all }) =>
    all.flatMap((one) => [one, ...one.members].flatMap(({ example }) => example ?? [])),
  );

  /** What tsc says of examples, each in a block of its own on a page that has what they speak of. */
  async function compile(blocks: string[]): Promise<string> {
    const imports = entries.map(
      ({ module, all }) => `import { ${all.map(({ name }) => name)} } from "${module}";`,
    );
    const page = "declare const riacho: Client, banner: { onAccept(run: () => void): void };";
    const folder = await mkdtemp(resolve(".cache/examples-"));
    try {
      await writeFile(
        `${folder}/examples.ts`,
        [...imports, page, ...blocks.map((code) => `{\n${code}\n}`)].join("\n"),
      );
      const flags =
        "--ignoreConfig --noEmit --strict --target es2022 --lib es2022,dom --module nodenext --types".split(
          " ",
        );
      await promisify(execFile)(resolve("node_modules/.bin/tsc"), [...flags, "", `${folder}/examples.ts`]);
      return "";
    } catch (error) {
      return (error as { stdout: string }).stdout;
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  test("all of them compile against the package", async () => {
    expect(examples.length).toBeGreaterThan(15);
    expect(await compile(examples)).toBe("");
  });

  test("one that names an option wrongly would not", async () => {
    expect(await compile(["init({ appId: 'shop', plugin: [] })"])).toContain("'plugin' does not exist");
  });
});

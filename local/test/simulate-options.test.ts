import { describe, expect, it } from "vitest";
import { readOptions } from "../src/simulation/options.ts";

const now = Date.UTC(2026, 2, 15, 18);
const dayMs = 24 * 60 * 60 * 1000;
const hourMs = 60 * 60 * 1000;

function read(line: string, env: Record<string, string> = {}) {
  return readOptions(line.split(" ").filter(Boolean), env, now);
}

describe("options", () => {
  it("have defaults that show a busy fortnight on this machine", () => {
    expect(read("")).toEqual({
      kind: "run",
      options: {
        visitors: 200,
        seed: 1,
        from: now - 14 * dayMs + hourMs,
        until: now,
        origin: "http://localhost:8080",
        app: "shop",
        concurrency: 8,
        isDryRun: false,
      },
    });
  });

  it("are all taken", () => {
    const line =
      "--visitors 5 --days=2 --seed 9 --until 2026-03-14T12:00:00-03:00 --url https://example.com/ --app a --concurrency 2 --dry-run";
    const until = Date.UTC(2026, 2, 14, 15);
    expect(read(line)).toEqual({
      kind: "run",
      options: {
        visitors: 5,
        seed: 9,
        from: until - 2 * dayMs,
        until,
        origin: "https://example.com",
        app: "a",
        concurrency: 2,
        isDryRun: true,
      },
    });
  });

  it("follow PORT, which --url overrides", () => {
    expect(read("", { PORT: "9000" })).toMatchObject({ options: { origin: "http://localhost:9000" } });
    expect(read("--url http://localhost:1234", { PORT: "x" })).toMatchObject({
      options: { origin: "http://localhost:1234" },
    });
  });

  it("give help, whatever else is asked for", () => {
    expect(read("--help --visitors none")).toEqual({ kind: "help" });
  });

  it.each([
    ["--visitors 0", '--visitors: expected a whole number from 1 to 100000, got "0"'],
    ["--visitors 1e3", '--visitors: expected a whole number from 1 to 100000, got "1e3"'],
    ["--visitors -5", '--visitors: expected a whole number from 1 to 100000, got "-5"'],
    ["--visitors", "--visitors: expected a value, got nothing"],
    [
      "--days 15",
      '--days: expected a whole number from 1 to 14 (the collector does not believe events that are more than 14 days old), got "15"',
    ],
    ["--seed -1", '--seed: expected a whole number from 0 to 4294967295, got "-1"'],
    ["--concurrency 65", '--concurrency: expected a whole number from 1 to 64, got "65"'],
    ["--dry-run=yes", '--dry-run: expected no value, got "yes"'],
    ["200", 'expected options only, got "200"'],
    ["--app=", "--app: expected a value, got nothing"],
  ])("say what is wrong with %s", (line, problem) => {
    expect(read(line)).toEqual({ kind: "wrong", problems: [problem] });
  });

  it.each([
    ["--visitor 5", /expected one of --visitors, .*, got --visitor$/],
    ["--until tomorrow", /^--until: expected a time that is past, such as .*, got "tomorrow"$/],
    ["--until 2026-03-14T12:00", /got "2026-03-14T12:00"$/],
    ["--until 2026-03-16", /got "2026-03-16"$/],
    [
      "--until 2026-03-14 --days 14",
      /^expected the history to begin at most 14 days ago .*, got 2026-02-28T01:00/,
    ],
    ["--url localhost:8080", /^--url: expected a URL without a path, .*, got "localhost:8080"$/],
    ["--url http://localhost:8080/v1/events", /got "http:\/\/localhost:8080\/v1\/events"$/],
  ])("say what is wrong with %s", (line, problem) => {
    const result = read(line);
    expect(result).toMatchObject({ kind: "wrong" });
    expect(result.kind === "wrong" && result.problems[0]).toMatch(problem);
  });

  it("say what is wrong with PORT", () => {
    const problem = 'PORT: expected a whole number from 1 to 65535, got "http"';
    expect(read("", { PORT: "http" })).toEqual({ kind: "wrong", problems: [problem] });
  });

  it("say everything that is wrong at once", () => {
    expect(read("--visitors x --days y")).toMatchObject({ problems: { length: 2 } });
  });
});

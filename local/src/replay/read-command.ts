// The command line of npm run replay, read into settings that cannot be wrong. Pure.

import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type RejectReason, rejectReasons } from "@riacho/contract/answer";
import { toTimestamp } from "@riacho/contract/columns";
import type { Selection } from "./rejected-sql.ts";

export const usage = `Usage: npm run replay -- --rejected --since <time> [options]

Judges rejected events anew, after the tracking plan or the collector was mended, and writes those that are accepted now
into the stream of the pipeline that runs, with the times and the place of their first coming. The rejected rows stay.
What has been accepted since is left out, so running it again is safe. It judges by the collector that was built last,
which npm start does at each start.

  --rejected         what to replay: so far there is nothing else
  --since <time>     rejected from then on: a day or a time, in UTC
  --until <time>     rejected before then (default: now)
  --app <id>         of this app alone
  --reason <reason>  rejected for this reason alone, such as plan_violation
  --dry-run          write nothing, only say what would become of them; no pipeline has to run
  --url <url>        the pipeline (default: http://localhost:8080)
  --data-dir <dir>   where its data is (default: .riacho in the repository)
  --help             print this

  npm run replay -- --rejected --since 2026-01-31 --dry-run
  npm run replay -- --rejected --since 2026-01-31T12:00 --until 2026-02-01 --app shop --reason plan_violation
`;

const defaultDataDir = fileURLToPath(new URL("../../../.riacho", import.meta.url));

export interface ReplayOptions extends Selection {
  isDryRun: boolean;
  /** The pipeline's origin. */
  origin: string;
  dataDir: string;
}

export type Command =
  | ({ kind: "replay" } & ReplayOptions)
  | { kind: "help" }
  /** Says what was expected and what came. */
  | { kind: "wrong"; message: string };

/** @param args what follows the script's name */
export function readCommand(args: string[]): Command {
  try {
    const { values } = parseArgs({
      args,
      options: {
        rejected: { type: "boolean", default: false },
        since: { type: "string" },
        until: { type: "string" },
        app: { type: "string" },
        reason: { type: "string" },
        "dry-run": { type: "boolean", default: false },
        url: { type: "string", default: "http://localhost:8080" },
        "data-dir": { type: "string", default: defaultDataDir },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) return { kind: "help" };
    if (!values.rejected) throw new Error("expected --rejected, which says what to replay, got nothing");
    const since = readTimeOption("--since", values.since);
    const until = values.until === undefined ? null : readTimeOption("--until", values.until);
    if (until !== null && until <= since) {
      throw new Error(`--until: expected a time after --since, got "${values.until}"`);
    }
    return {
      kind: "replay",
      since,
      until,
      app: values.app ?? null,
      reason: values.reason === undefined ? null : readReason(values.reason),
      isDryRun: values["dry-run"],
      origin: readOrigin(values.url),
      dataDir: resolve(values["data-dir"]),
    };
  } catch (error) {
    return { kind: "wrong", message: (error as Error).message };
  }
}

/** As rows write it, too: what a query has shown may be copied. */
const timeShape = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?Z?)?$/;

/** The time as rows write it. */
function readTimeOption(name: string, text: string | undefined): string {
  const zone = text && text.length > "2026-01-31".length && !text.endsWith("Z") ? "Z" : "";
  const ms = text && timeShape.test(text) ? Date.parse(text.replace(" ", "T") + zone) : Number.NaN;
  const time = Number.isFinite(ms) ? toTimestamp(ms) : "";
  // Only the round trip tells that the 30th of February is no day.
  if (text && time.startsWith(text.slice(0, 10))) return time;
  const expected = "a day or a time in UTC, such as 2026-01-31 or 2026-01-31T12:00";
  throw new Error(`${name}: expected ${expected}, got ${text === undefined ? "nothing" : `"${text}"`}`);
}

function readReason(text: string): RejectReason {
  const reason = rejectReasons.find((each) => each === text);
  if (reason) return reason;
  throw new Error(`--reason: expected one of ${rejectReasons.join(", ")}, got "${text}"`);
}

function readOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^https?:$/.test(url.protocol) && url.pathname === "/" && !url.search) return url.origin;
  throw new Error(`--url: expected a URL without a path, such as http://localhost:8080, got "${text}"`);
}

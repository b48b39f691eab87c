// One run: what it needs, what it does, what it says.

import { existsSync, statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { createCallAws } from "@riacho/collector/call-aws";
import { createPutRecords } from "@riacho/collector/put-records";
import { toRecords } from "@riacho/collector/records";
import type { replay as Replay } from "@riacho/collector/replay";
import { openWarehouse } from "../warehouse/open-warehouse.ts";
import { findStream } from "./find-stream.ts";
import type { ReplayOptions } from "./read-command.ts";
import { type ReplayParts, replayRejected } from "./replay-rejected.ts";
import { toConclusion, toSummary } from "./summary.ts";

/** What there is to say, and whether that is bad news. */
export interface Said {
  isDone: boolean;
  text: string;
}

/**
 * Replays by a built collector.
 *
 * @param bundle path of its `replay.mjs`
 * @throws an Error of the warehouse
 */
export async function runReplay(options: ReplayOptions, bundle: string): Promise<Said> {
  if (!existsSync(bundle)) {
    return { isDone: false, text: `There is no ${bundle} yet: npm start builds it, as npm run build does.` };
  }
  const { replay }: { replay: typeof Replay } = await import(pathToFileURL(bundle).href);
  const stream = options.isDryRun ? null : await findStream(options.origin);
  if (stream?.kind === "missing") return { isDone: false, text: stream.why };

  const warehouse = await openWarehouse({ dataDir: options.dataDir });
  try {
    if (!(await warehouse.hasRows())) {
      return { isDone: true, text: `There are no rows in ${options.dataDir} yet: nothing to replay.` };
    }
    const put = stream && createPut(stream);
    const end = await replayRejected({ warehouse, selection: options, replay, now: Date.now, put });
    const judge = `Judged by the collector that was built at ${toMinute(statSync(bundle).mtime)} UTC.`;
    const text = `${toSummary(end.tally)}\n${judge}\n${toConclusion(end, options)}`;
    return { isDone: end.failure === null, text };
  } finally {
    await warehouse.close();
  }
}

/** Puts rows as the collector does. The stream on this machine takes any credentials. */
function createPut({ name, url }: { name: string; url: string }): NonNullable<ReplayParts["put"]> {
  const call = createCallAws({
    name: "kinesis",
    url: new URL(url),
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    target: "Kinesis_20131202",
  });
  const put = createPutRecords({ call, streamName: name, now: Date.now, random: Math.random, sleep });
  return (rows) => put(toRecords(rows));
}

function toMinute(time: Date): string {
  return time.toISOString().slice(0, 16).replace("T", " ");
}

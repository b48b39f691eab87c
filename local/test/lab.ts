// The real pipeline for browser tests: started as a user would start it, on free ports, with its own data.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FaultOrder } from "../src/server/faults.ts";
import { openWarehouse } from "../src/warehouse/open-warehouse.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Lab {
  /** The pipeline's own origin: collector, shop, live page. */
  url: string;
  /** Replaces the faults that were ordered before. */
  order(faults: FaultOrder): Promise<void>;
  /** Rows of a SELECT over `rows` and `events`, as objects. */
  query<Row = Record<string, unknown>>(sql: string): Promise<Row[]>;
  /** Ends the pipeline and keeps its data: whoever connects is refused. */
  down(): Promise<void>;
  /** Starts it again, on the same port and data, without faults. */
  up(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * @param origins more origins whose pages may send
 * @param cookieDomain domain of the cookie that the collector renews; by default it renews none
 */
export async function startLab(origins: readonly string[] = [], cookieDomain?: string): Promise<Lab> {
  const dataDir = await mkdtemp(join(tmpdir(), "riacho-lab-"));
  const more = origins.flatMap((origin) => ["--origin", origin]);
  if (cookieDomain) more.push("--cookie-domain", cookieDomain);
  function start(port: string): ChildProcess {
    const args = ["--import", "tsx", "local/src/start.ts", "--port", port, "--data-dir", dataDir, ...more];
    return spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  }

  let child = start("0");
  const url = await readUrl(child);
  const warehouse = await openWarehouse({ dataDir });

  async function down(): Promise<void> {
    if (child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGINT");
    await ended;
  }

  return {
    url,
    down,
    async up() {
      child = start(new URL(url).port);
      await readUrl(child);
    },
    async order(faults) {
      const headers = { "content-type": "application/json" };
      const answer = await fetch(`${url}/local/faults`, {
        method: "POST",
        headers,
        body: JSON.stringify(faults),
      });
      if (!answer.ok) throw new Error(await answer.text());
    },
    async query<Row>(sql: string) {
      const { columns, rows } = await warehouse.query(sql);
      return rows.map((values) =>
        Object.fromEntries(columns.map(({ name }, i) => [name, values[i]])),
      ) as Row[];
    },
    async stop() {
      await warehouse.close();
      await down();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function readUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stdout?.on("data", (text) => {
      said += text;
      const url = /Live page\s+(\S+)\//.exec(said)?.[1];
      if (url) resolve(url);
    });
    child.once("exit", (code) => reject(new Error(`the pipeline ended with ${code}: ${said}`)));
  });
}

// npm run query: one SELECT over the rows of this machine, whether the pipeline runs or not.

import { resolve } from "node:path";
import { text as readText } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { toPrintable, toPrintableJson } from "./printable.ts";
import { openWarehouse, type QueryAnswer } from "./warehouse/open-warehouse.ts";
import { tableRowsMax, toTable } from "./warehouse/to-table.ts";

const usage = `Usage: npm run query -- [options] "select ..."

Asks the rows on this machine, in SQL. "events" has the accepted events, one per id, and "human_events" those without
bots; "rows" has all that was delivered, with copies and rejected ones. Times are UTC. Write - instead of the SQL to
read it from stdin.

  --json             print all rows as a JSON array of objects
  --data-dir <dir>   where the data is (default: .riacho in the repository)
  --help             print this

  npm run query -- "select name, count(*) as n from events group by name order by n desc"
`;

const defaultDataDir = fileURLToPath(new URL("../../.riacho", import.meta.url));

type Command =
  | { kind: "query"; sql: string; json: boolean; dataDir: string }
  | { kind: "help" }
  | { kind: "wrong"; message: string };

function readCommand(args: string[]): Command {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        json: { type: "boolean", default: false },
        "data-dir": { type: "string", default: defaultDataDir },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) return { kind: "help" };
    const [sql, second] = positionals;
    if (sql === undefined) return { kind: "wrong", message: "expected a SELECT in quotes, got nothing" };
    if (second !== undefined) {
      const message = `expected one SELECT in quotes, got ${positionals.length} arguments`;
      return { kind: "wrong", message };
    }
    return { kind: "query", sql, json: values.json, dataDir: resolve(values["data-dir"]) };
  } catch (error) {
    return { kind: "wrong", message: (error as Error).message };
  }
}

async function runQuery({ sql, json, dataDir }: Extract<Command, { kind: "query" }>): Promise<number> {
  const warehouse = await openWarehouse({ dataDir });
  try {
    const answer = await warehouse.query(sql === "-" ? await readText(process.stdin) : sql);
    process.stdout.write(json ? toJson(answer) : toText(answer));
    if (!(await warehouse.hasRows())) {
      const hint =
        'start the pipeline with "npm start" and open a page, or make some with "npm run simulate"';
      process.stderr.write(`There are no rows in ${dataDir} yet: ${hint}.\n`);
    }
    return 0;
  } catch (error) {
    // It may quote a value that came from the web.
    process.stderr.write(`${toPrintable((error as Error).message)}\n`);
    return 1;
  } finally {
    await warehouse.close();
  }
}

/** One object per line, so that both a JSON parser and grep can read it. */
function toJson({ columns, rows }: QueryAnswer): string {
  const objects = rows.map((row) => Object.fromEntries(columns.map(({ name }, i) => [name, row[i]])));
  return `[${objects.map((object) => `\n${toPrintableJson(object)}`).join(",")}\n]\n`;
}

function toText(answer: QueryAnswer): string {
  // Nothing is cut for a pipe, which has no width.
  const table = toTable(answer, process.stdout.columns ?? Number.POSITIVE_INFINITY);
  const count = answer.rows.length;
  const more = count > tableRowsMax ? `, the first ${tableRowsMax} shown; --json prints all` : "";
  return `${table}\n${count} ${count === 1 ? "row" : "rows"}${more}\n`;
}

async function run(command: Command): Promise<number> {
  if (command.kind === "query") return runQuery(command);
  if (command.kind === "wrong") {
    process.stderr.write(`${command.message}\n\n${usage}`);
    return 2;
  }
  process.stdout.write(usage);
  return 0;
}

// Who reads may stop early, as in "npm run query ... | head".
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});
process.exitCode = await run(readCommand(process.argv.slice(2)));

import { resolve } from "node:path";
import { parseArgs } from "node:util";

/** Below the folder that the pipeline is started in. */
export const defaultDataDir = ".riacho";

export const startHelp = `Runs the whole pipeline on this machine.

  npm start -- [options]

  --port <number>      port of the pages and the collector (default 8080, or PORT)
  --data-dir <folder>  where events are kept (default ${defaultDataDir})
  --app <id>           one more app that may send (may be repeated; "shop" always may)
  --origin <origin>    one more origin whose pages may send, such as http://localhost:5173 (may be repeated)
  --cookie-domain <domain>
                       the collector renews the visitor's cookie on this domain, such as localhost
  --help               shows this`;

export interface StartOptions {
  port: number;
  dataDir: string;
  apps: string[];
  origins: string[];
  cookieDomain: string | null;
  help: boolean;
}

/**
 * Reads the command line.
 *
 * @throws Error that says what was expected and what came
 */
export function readStartOptions(args: string[], env: Record<string, string | undefined>): StartOptions {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: "string" },
      "data-dir": { type: "string", default: defaultDataDir },
      app: { type: "string", multiple: true, default: [] },
      origin: { type: "string", multiple: true, default: [] },
      "cookie-domain": { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  return {
    port: values.port === undefined ? readPort(env.PORT ?? "8080", "PORT") : readPort(values.port, "--port"),
    dataDir: resolve(values["data-dir"]),
    apps: [...new Set(["shop", ...values.app.map(readApp)])],
    origins: values.origin.map(readOrigin),
    cookieDomain: values["cookie-domain"] ?? null,
    help: values.help,
  };
}

function readPort(text: string, from: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new Error(`${from}: expected a port from 0 to 65535, got "${text}"`);
}

function readApp(text: string): string {
  if (/^[\w-]{1,64}$/.test(text)) return text;
  throw new Error(`--app: expected letters, digits, - and _, got "${text}"`);
}

function readOrigin(text: string): string {
  if (/^https?:\/\/[^/?#]+$/.test(text)) return text;
  throw new Error(
    `--origin: expected an origin such as http://localhost:5173, without a path, got "${text}"`,
  );
}

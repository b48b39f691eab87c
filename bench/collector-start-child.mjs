// Loads the bundle named on the command line, sends it one batch and prints the processor time of this process.
import { pathToFileURL } from "node:url";

const [path = ""] = process.argv.slice(2);
const { handler } = await import(pathToFileURL(path).href);

const events = Array.from({ length: 10 }, (_, seq) => ({ id: `cold-${seq}`, name: "page_view", seq }));
const { statusCode, body } = await handler({
  rawPath: "/v1/events",
  rawQueryString: "app=shop",
  headers: { "content-type": "text/plain" },
  requestContext: { http: { method: "POST" } },
  isBase64Encoded: false,
  body: JSON.stringify({ events }),
});
if (statusCode !== 200) throw new Error(`expected 200, got ${statusCode}: ${body}`);
process.stdout.write(JSON.stringify(process.cpuUsage()), () => process.exit());

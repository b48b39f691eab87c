// Loads the bundle named on the command line, sends it one batch and prints the processor time of this process.
import { pathToFileURL } from "node:url";

const [path = ""] = process.argv.slice(2);
const { handler } = await import(pathToFileURL(path).href);

// As a browser sends them: each part of the enrichment has something to do.
const facts = {
  page_url: "https://shop.example.com/product.html?item=river-mug",
  page_path: "/product.html",
  page_referrer: "https://www.google.com/",
};
const time = Date.now();
const events = Array.from({ length: 10 }, (_, seq) => ({ id: `cold-${seq}`, name: "page_view", time, seq }));
const headers = {
  "content-type": "text/plain",
  "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0",
};
const { statusCode, body } = await handler({
  rawPath: "/v1/events",
  rawQueryString: "app=shop",
  headers,
  requestContext: { http: { method: "POST", sourceIp: "203.0.113.77" } },
  isBase64Encoded: false,
  body: JSON.stringify({ facts, events }),
});
if (statusCode !== 200) throw new Error(`expected 200, got ${statusCode}: ${body}`);
process.stdout.write(JSON.stringify(process.cpuUsage()), () => process.exit());

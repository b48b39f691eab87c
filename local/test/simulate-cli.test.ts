import { spawn } from "node:child_process";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterEach, expect, it } from "vitest";

const script = fileURLToPath(new URL("../src/simulate.ts", import.meta.url));

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  server = undefined;
});

async function listen(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function start(...args: string[]) {
  const child = spawn(process.execPath, ["--import", "tsx", script, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const done = Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.once("close", resolve)),
  ]).then(([out, err, code]) => ({ out, err, code }));
  return { child, done };
}

const takeAll: RequestListener = async (request, response) => {
  const { events } = JSON.parse(await text(request));
  response.end(JSON.stringify({ accepted: events.length, rejected: [] }));
};

it("sends, shows progress and says where to look", async () => {
  const url = await listen(takeAll);
  const { out, err, code } = await start("--visitors", "20", "--days", "3", "--url", url).done;
  expect(code).toBe(0);
  expect(err).toContain("50 %: 10 of 20 visitors");
  expect(out).toMatch(/^visitors {2}20, of them \d+ bots$/m);
  expect(out).toContain(`See it at ${url}/`);
});

it("asks for npm start where nothing listens", async () => {
  const url = await listen(takeAll);
  server?.close();
  const { out, err, code } = await start("--url", url).done;
  expect({ out, code }).toEqual({ out: "", code: 1 });
  expect(err).toBe(
    `Nothing listens at ${url} (ECONNREFUSED). Run npm start in another terminal first, or name the pipeline with --url.\n`,
  );
});

it("exits with 2 on a typo", async () => {
  const { out, err, code } = await start("--visitor", "20").done;
  expect({ out, code }).toEqual({ out: "", code: 2 });
  expect(err).toContain("got --visitor");
});

it("sends nothing on a dry run", async () => {
  let requests = 0;
  const url = await listen((request, response) => {
    requests++;
    return takeAll(request, response);
  });
  const { out, code } = await start("--dry-run", "--visitors", "20", "--url", url).done;
  expect({ code, requests }).toEqual({ code: 0, requests: 0 });
  expect(out).toContain("Nothing was sent: a dry run.");
});

it("stops at Ctrl-C with the summary so far, also while it waits to send again", async () => {
  let markFirst = () => {};
  const first = new Promise<void>((resolve) => {
    markFirst = resolve;
  });
  const url = await listen((_, response) => {
    response.writeHead(503, { "retry-after": "600" }).end();
    markFirst();
  });
  const { child, done } = start("--url", url);
  await first;
  child.kill("SIGINT");
  const { out, code } = await done;
  expect(code).toBe(130);
  expect(out).toContain("events    0 in");
  expect(out).toContain("Stopped before the end.");
});

// Against a server on loopback that checks what AWS would check, by arithmetic of its own.

import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import type { Credentials } from "../src/aws-settings.ts";
import { createCallAws } from "../src/call-aws.ts";

const credentials = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "wJalrXUtnFEMI", sessionToken: "t0ken" };

interface Seen {
  request: IncomingMessage;
  body: string;
}

let stop: () => void = () => {};
afterEach(() => stop());

async function start(
  answer: (seen: Seen, response: ServerResponse) => void,
  change: { credentials?: Credentials } = {},
) {
  const seen: Seen[] = [];
  const sockets: Socket[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    seen.push({ request, body });
    answer({ request, body }, response);
  });
  server.on("connection", (socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stop = () => {
    server.closeAllConnections();
    server.close();
  };
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const service = { name: "kinesis", url, region: "eu-west-1", credentials, target: "Kinesis_20131202" };
  return { call: createCallAws({ ...service, ...change }), seen, sockets };
}

const fine = (_: Seen, response: ServerResponse) => void response.end('{"StreamName":"s"}');

/** Signature Version 4, as its specification says it and without the signer that is under test. */
function signatureOf({ request, body }: Seen): string {
  const { headers } = request;
  const signed = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? "")?.[1] ?? "";
  const lines = signed.split(";").map((name) => `${name}:${headers[name]}\n`);
  const hash = createHash("sha256").update(body).digest("hex");
  const canonical = [request.method, request.url, "", lines.join(""), signed, hash].join("\n");
  const date = String(headers["x-amz-date"]);
  const scope = `${date.slice(0, 8)}/eu-west-1/kinesis/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", date, scope, createHash("sha256").update(canonical).digest("hex")].join(
    "\n",
  );
  const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
  const key = scope
    .split("/")
    .reduce<string | Buffer>((made, part) => hmac(made, part), `AWS4${credentials.secretAccessKey}`);
  return hmac(key, toSign).toString("hex");
}

test("a call names its operation, is signed with all that matters, and is read", async () => {
  const { call, seen } = await start(fine);
  expect(await call("PutRecords", { StreamName: "caf\u00e9" }, 1_000)).toEqual({
    kind: "answered",
    body: { StreamName: "s" },
  });
  const [{ request, body }] = seen as [Seen];
  expect(body).toBe('{"StreamName":"caf\u00e9"}');
  expect(request.headers).toMatchObject({
    "x-amz-target": "Kinesis_20131202.PutRecords",
    "content-type": "application/x-amz-json-1.1",
    "x-amz-security-token": "t0ken",
  });
  const { authorization = "" } = request.headers;
  expect(authorization).toContain("Credential=AKIAEXAMPLE/");
  for (const name of ["host", "x-amz-date", "x-amz-security-token", "x-amz-target", "content-type"]) {
    expect(authorization).toMatch(new RegExp(`SignedHeaders=[^,]*\\b${name}\\b`));
  }
  expect(authorization).toContain(`Signature=${signatureOf({ request, body })}`);
});

test("credentials that change are those of the moment, and none are no whole answer", async () => {
  const given = ["AKIA1", "AKIA2"];
  const credentials = async () => {
    const accessKeyId = given.shift();
    if (accessKeyId) return { accessKeyId, secretAccessKey: "s" };
    throw Object.assign(new Error("no more"), { code: "CREDENTIALS_EXPIRED" });
  };
  const { call, seen } = await start(fine, { credentials });
  for (let n = 0; n < 2; n++) await call("PutRecords", {}, 1_000);
  expect(await call("PutRecords", {}, 1_000)).toEqual({ kind: "unreachable", code: "CREDENTIALS_EXPIRED" });
  expect(
    seen.map(({ request }) => /Credential=(\w+)/.exec(request.headers.authorization ?? "")?.[1]),
  ).toEqual(["AKIA1", "AKIA2"]);
});

test("many calls share one connection: one TCP handshake for two hundred", async () => {
  const { call, sockets, seen } = await start(fine);
  for (let n = 0; n < 200; n++) await call("PutRecords", { n }, 1_000);
  expect([seen.length, sockets.length]).toEqual([200, 1]);
});

test("a refusal does not cost the connection", async () => {
  const { call, sockets } = await start((_, response) => void response.writeHead(500).end("oh"));
  for (let n = 0; n < 20; n++) await call("PutRecords", { n }, 1_000);
  expect(sockets.length).toBe(1);
});

describe("a refusal is told by AWS' name for it", () => {
  test.each<[string, number, Record<string, string>, string, object]>([
    [
      "in the body",
      400,
      {},
      '{"__type":"ResourceNotFoundException","message":"Stream s not found"}',
      { code: "ResourceNotFoundException", message: "Stream s not found" },
    ],
    [
      "with its namespace",
      400,
      {},
      '{"__type":"com.amazonaws.kinesis#ValidationException","Message":"m"}',
      { code: "ValidationException", message: "m" },
    ],
    [
      "in the header",
      403,
      { "x-amzn-errortype": "AccessDeniedException:http://x/" },
      "",
      { code: "AccessDeniedException" },
    ],
    ["or by the status, of what is not AWS", 502, {}, "<html>", { code: "HTTP 502", message: "" }],
  ])("%s", async (_, status, headers, text, told) => {
    const { call } = await start((_seen, response) => void response.writeHead(status, headers).end(text));
    expect(await call("PutRecords", {}, 1_000)).toMatchObject({ kind: "refused", status, ...told });
  });
});

describe("no whole answer is told as such, within the time:", () => {
  test.each<[string, string, (seen: Seen, response: ServerResponse) => void]>([
    ["none at all", "TIMEOUT", () => {}],
    ["a reset", "ECONNRESET", ({ request }) => request.socket.destroy()],
    [
      "half of a body, and then nothing",
      "TIMEOUT",
      (_, response) => void response.writeHead(200, { "content-length": 99 }).write("{"),
    ],
    [
      "half of a body, and then the end",
      "ECONNRESET",
      ({ request }, response) => {
        response.writeHead(200, { "content-length": 99 }).write("{");
        setTimeout(() => request.socket.destroy(), 20);
      },
    ],
  ])("%s", async (_, code, answer) => {
    const { call } = await start(answer);
    const before = performance.now();
    expect(await call("PutRecords", {}, 200)).toEqual({ kind: "unreachable", code });
    expect(performance.now() - before).toBeLessThan(1_000);
  });

  test("nobody who listens", async () => {
    const { call } = await start(fine);
    stop();
    expect(await call("PutRecords", {}, 1_000)).toEqual({ kind: "unreachable", code: "ECONNREFUSED" });
  });
});

test("a 200 that is no JSON is an answer without a body", async () => {
  const { call } = await start((_, response) => void response.end("<html>"));
  expect(await call("PutRecords", {}, 1_000)).toEqual({ kind: "answered", body: null });
});

// A page that React renders on a server and takes over in the browser; both import the SDK.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { buildExample } from "./build.ts";
import { expect, type Line, test, toLine } from "./fixture.ts";

const visited: Line[] = [
  ["first_visit", "/", ""],
  ["session_start", "/", ""],
  ["page_view", "/", ""],
  ["click", "/", ""],
  ["add_to_wishlist", "/", ""],
  ["click", "/", ""],
  ["page_view", "/stamps", "/"],
];

/** Starts the built server, as `node dist/server.js` would. */
async function start(folder: string, port: number): Promise<ChildProcess> {
  const server = spawn(process.execPath, [`${folder}/server.js`], {
    env: { ...process.env, PORT: String(port), NODE_ENV: "development" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = await once(server.stdout as NonNullable<ChildProcess["stdout"]>, "data");
  if (!String(said).startsWith("listening")) throw new Error(`expected "listening", got "${said}"`);
  return server;
}

test("rendered on a server and hydrated under StrictMode, each page is one page view", async ({
  page,
  port,
  lab,
  rows,
}) => {
  const server = await start(await buildExample("server-rendered", lab.url, "development"), port);
  const origin = `http://localhost:${port}`;
  try {
    expect(await (await fetch(origin)).text()).toContain("<h1>Postcards – Seixo</h1>");
    await page.goto(origin, { waitUntil: "load" });
    // Until React has taken the page over, a click reaches nobody.
    await page.waitForFunction(() => Object.keys(document).some((key) => key.startsWith("__react")));
    await page.getByRole("button", { name: "Wish" }).click();
    await expect(page.getByRole("button", { name: "Wished" })).toBeVisible();
    await page.getByRole("link", { name: "Stamps" }).click();
    await expect(page).toHaveTitle("Stamps – Seixo");

    const all = await rows(visited.length);
    expect(all.map(toLine)).toEqual(visited);
    expect(new Set(all.map(({ session_id }) => session_id)).size).toBe(1);
    expect(new Set(all.map(({ page_load }) => page_load)).size).toBe(2);
  } finally {
    server.kill();
  }
});

// The page only seems to go away, in WebKit. A visitor who is asked and stays is not tried: the driver leaves unasked.

import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, pause, test, upTo } from "./fixture.ts";

const cases: { name: string; answer: RequestListener; andThen: string }[] = [
  {
    name: "a navigation that is stopped before its answer",
    answer: () => {},
    andThen: "setTimeout(stop, 500);",
  },
  {
    // Only the answer says that it is a file: until then it is a navigation like any other.
    name: "a link to a file",
    answer: (_, response) =>
      response.writeHead(200, { "content-disposition": 'attachment; filename="a.txt"' }).end("a"),
    andThen: "",
  },
];

for (const { name, answer, andThen } of cases) {
  test(`${name}: the same page goes on, nothing lost, nothing twice`, async ({
    driver,
    visit,
    untilQuiet,
    probe,
    arrived,
    copies,
    site,
  }) => {
    let isAsked = false;
    const elsewhere = createServer((request, response) => {
      isAsked = true;
      answer(request, response);
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
    try {
      await visit();
      await untilQuiet();
      await probe(0, 5);
      const { port } = elsewhere.address() as AddressInfo;
      await driver.executeScript(
        `setTimeout(() => location.assign("http://localhost:${port}/a.txt")); ${andThen}`,
      );
      await expect.poll(() => isAsked).toBe(true);
      await pause(1000);
      await probe(5, 5);
      expect(await arrived(10)).toEqual(upTo(10));
      expect(await copies()).toBe(0);
      expect(await driver.getCurrentUrl()).toBe(`${site.origin}/`);
    } finally {
      elsewhere.closeAllConnections();
      elsewhere.close();
    }
  });
}

import { createReadStream } from "node:fs";
import { createServer } from "node:http";
import { renderToPipeableStream } from "react-dom/server";
import { App } from "./app.tsx";

const script = new URL("browser/browser.js", import.meta.url);

const server = createServer(({ url = "/" }, response) => {
  const [path = "/"] = url.split("?");
  if (path === "/browser.js") {
    response.setHeader("content-type", "text/javascript");
    return createReadStream(script).pipe(response);
  }
  response.setHeader("content-type", "text/html");
  const { pipe } = renderToPipeableStream(<App path={path} />, {
    bootstrapModules: ["/browser.js"],
    onShellReady: () => pipe(response),
  });
});

server.listen(Number(process.env.PORT ?? 3000), () => console.log("listening"));

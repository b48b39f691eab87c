import { once } from "node:events";
import { createServer, type Server } from "node:net";

/** Below the ports that the system gives to clients (ip_local_port_range): none of those can take it meanwhile. */
const portMin = 20_000;
const portMax = 32_000;

/** A port that is free now, for a pipeline that is started on it again and again. */
export async function findPort(): Promise<number> {
  const server = await holdPort();
  const { port } = server;
  await server.release();
  return port;
}

/** Listens on a port, as another program would. */
export async function holdPort(): Promise<{ port: number; release(): Promise<void> }> {
  for (;;) {
    const port = portMin + Math.floor(Math.random() * (portMax - portMin));
    const server = await listen(port).catch(() => null);
    if (server) return { port, release: () => new Promise((done) => server.close(() => done())) };
  }
}

async function listen(port: number): Promise<Server> {
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening"); // rejects on "error"
  return server;
}

declare module "kinesalite" {
  import type { Server } from "node:http";
  export default function kinesalite(options: { path?: string; createStreamMs?: number }): Server;
}

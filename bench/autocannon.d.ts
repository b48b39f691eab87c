// The part of autocannon 9 that is used here; it has no types of its own.
declare module "autocannon" {
  interface Request {
    method: string;
    path: string;
    setupRequest(request: object): object;
  }
  interface Options {
    url: string;
    connections: number;
    /** Seconds. */
    duration: number;
    requests: Request[];
  }
  interface Result {
    "2xx": number;
    non2xx: number;
    /** Requests without an answer, timeouts included. */
    errors: number;
    /** Seconds. */
    duration: number;
    /** Milliseconds. */
    latency: { p50: number; p99: number };
  }
  export default function autocannon(options: Options): Promise<Result>;
}

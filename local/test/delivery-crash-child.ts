// Delivers until it is killed: says so when the rows have their final name and then never reaches the checkpoint.
import { startDelivery } from "../src/delivery/start-delivery.ts";

const [dataDir = "", streamName = "", endpoint = ""] = process.argv.slice(2);

await startDelivery({
  dataDir,
  streamName,
  endpoint,
  flushMs: 20,
  pollMs: 20,
  log: () => {},
  steps: (steps) => ({
    ...steps,
    writeCheckpoint() {
      process.stdout.write("renamed\n");
      return new Promise(() => {});
    },
  }),
});

/** Version of the collector, written to every row. A test holds it to package.json. */
export const collectorVersion = "0.1.0";

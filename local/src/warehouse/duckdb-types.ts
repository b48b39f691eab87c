import type { ColumnType } from "@riacho/contract/columns";

/** What each type of the contract is called in DuckDB. Timestamps hold microseconds and no time zone; ours are UTC. */
export const duckdbTypes: Readonly<Record<ColumnType, string>> = {
  string: "VARCHAR",
  bigint: "BIGINT",
  double: "DOUBLE",
  boolean: "BOOLEAN",
  timestamp: "TIMESTAMP",
};

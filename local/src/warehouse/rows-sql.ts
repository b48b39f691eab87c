import { type Column, columns as contractColumns } from "@riacho/contract/columns";
import { duckdbTypes } from "./duckdb-types.ts";
import { escapeGlob, quoteName, quoteText } from "./quote.ts";

/** The folder names' own columns: the hour of arrival, UTC, as text. */
const partitionColumns = ["dt", "hh"];

/**
 * The query behind the view `rows`: the contract's columns, then `dt` and `hh`.
 *
 * The typed empty part gives every column its name, type and place; the files are joined to it by name. So a file
 * written before a column existed reads as NULL there, and a column that the contract does not know stays out.
 *
 * @param rowsDir the folder with `dt=YYYY-MM-DD/hh=HH/*.parquet`
 * @param hasFiles false while there is none: DuckDB refuses a pattern that matches nothing
 */
export function toRowsSql(
  rowsDir: string,
  hasFiles: boolean,
  columns: readonly Column[] = contractColumns,
): string {
  const typed = [
    ...columns.map(({ name, type }) => `cast(null as ${duckdbTypes[type]}) as ${quoteName(name)}`),
    ...partitionColumns.map((name) => `cast(null as VARCHAR) as ${quoteName(name)}`),
  ];
  const empty = `select ${typed.join(", ")} where false`;
  if (!hasFiles) return empty;

  const files = quoteText(`${escapeGlob(rowsDir)}/dt=*/hh=*/*.parquet`);
  const names = [...columns.map(({ name }) => name), ...partitionColumns].map(quoteName).join(", ");
  return `select ${names} from (
    ${empty}
    union all by name
    select * from read_parquet(${files}, union_by_name = true, hive_partitioning = true, hive_types_autocast = false)
  )`;
}

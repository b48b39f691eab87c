// Athena's names for what DuckDB calls otherwise. Only names whose answers are the same on both belong here.

/** Statements that define them. */
export const athenaNames: readonly string[] = [
  "create macro approx_distinct(value) as approx_count_distinct(value)",
  // Like Athena: NULL for text that is no JSON, and for objects and arrays, which are no scalars.
  `create macro json_extract_scalar(document, path) as
     case when try(json_type(document, path)) in ('OBJECT', 'ARRAY') then null
     else try(json_extract_string(document, path)) end`,
  "create macro from_unixtime(seconds) as to_timestamp(seconds)",
  "create macro to_unixtime(instant) as epoch(instant)",
];

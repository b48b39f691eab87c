import {
  type DuckDBDecimalValue,
  type DuckDBTimestampTZValue,
  type DuckDBTimestampValue,
  DuckDBTypeId,
  type DuckDBValueConverter,
  type Json,
  JsonDuckDBValueConverter,
} from "@duckdb/node-api";
import { toTimestamp } from "@riacho/contract/columns";

/**
 * A value as JSON can carry it: whole numbers as numbers while they are exact, else as text; timestamps as the
 * contract writes them; NaN and infinities as text; lists and structs as arrays and objects.
 */
export const toJsonValue: DuckDBValueConverter<Json> = (value, type, converter) => {
  if (value === null) return null;
  switch (type.typeId) {
    case DuckDBTypeId.BIGINT:
    case DuckDBTypeId.UBIGINT:
    case DuckDBTypeId.HUGEINT:
    case DuckDBTypeId.UHUGEINT:
      return toWholeNumber(value as bigint);
    case DuckDBTypeId.DECIMAL:
      return toDecimalNumber(value as DuckDBDecimalValue);
    case DuckDBTypeId.TIMESTAMP:
      return toTimeText((value as DuckDBTimestampValue).micros) ?? String(value);
    case DuckDBTypeId.TIMESTAMP_TZ: {
      const text = toTimeText((value as DuckDBTimestampTZValue).micros);
      return text === null ? String(value) : `${text} UTC`;
    }
    default:
      return JsonDuckDBValueConverter(value, type, converter);
  }
};

function toWholeNumber(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

/** Digits that a double always keeps (IEEE 754 DBL_DIG). */
const exactDigits = 15;

function toDecimalNumber(value: DuckDBDecimalValue): number | string {
  const text = String(value);
  return text.replace(/\D/g, "").length <= exactDigits ? Number(text) : text;
}

const firstMs = -62_167_219_200_000n; // 0000-01-01
const lastMs = 253_402_300_799_999n; // 9999-12-31

/** Null where the contract's text cannot say it: finer than milliseconds, or outside the years 0 to 9999. */
function toTimeText(micros: bigint): string | null {
  const ms = micros / 1000n;
  if (micros % 1000n !== 0n || ms < firstMs || ms > lastMs) return null;
  return toTimestamp(Number(ms));
}

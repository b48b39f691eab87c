import { recordBytesMax } from "@riacho/contract/limits";

/**
 * Packs rows into records, one line a row. A request is one record, since Firehose bills each record rounded up to
 * 5 KB; only what exceeds a record's limit is split.
 */
export function toRecords(rows: readonly string[]): Uint8Array[] {
  const records: Uint8Array[] = [];
  let lines: string[] = [];
  let bytes = 0;
  for (const row of rows) {
    const rowBytes = Buffer.byteLength(row) + 1;
    if (bytes + rowBytes > recordBytesMax && lines.length > 0) {
      records.push(toRecord(lines));
      lines = [];
      bytes = 0;
    }
    lines.push(row);
    bytes += rowBytes;
  }
  records.push(toRecord(lines));
  return records;
}

function toRecord(lines: readonly string[]): Uint8Array {
  return Buffer.from(`${lines.join("\n")}\n`);
}

import { recordBytesMax } from "@riacho/contract/limits";

/** A row that is ready to be written into a record. */
export interface Line {
  /** JSON text of an object: what is the row's alone. */
  own: string;
  /** UTF-8 in place of that object's closing brace: what it shares with other rows, the brace, a newline. */
  rest: Uint8Array;
  /** What it takes of a record. */
  bytes: number;
}

const end = Buffer.from("}\n");

/** @param rest see `Line`. Default: the row shares nothing */
export function toLine(row: object, rest: Uint8Array = end): Line {
  const own = JSON.stringify(row);
  return { own, rest, bytes: Buffer.byteLength(own) - 1 + rest.length };
}

/**
 * Packs lines into records. A request is one record, since Firehose bills each record rounded up to 5 KB; only what
 * exceeds a record's limit is split.
 */
export function toRecords(lines: readonly Line[], bytesMax = recordBytesMax): Uint8Array[] {
  const records: Uint8Array[] = [];
  let packed: Line[] = [];
  let bytes = 0;
  for (const line of lines) {
    if (bytes + line.bytes > bytesMax && packed.length > 0) {
      records.push(toRecord(packed, bytes));
      packed = [];
      bytes = 0;
    }
    packed.push(line);
    bytes += line.bytes;
  }
  records.push(toRecord(packed, bytes));
  return records;
}

/** Into one piece of memory: a Buffer for each line, and these joined, would cost the whole request a sixth more. */
function toRecord(lines: readonly Line[], bytes: number): Uint8Array {
  const record = Buffer.allocUnsafe(bytes);
  let at = 0;
  for (const { own, rest } of lines) {
    at += record.write(own, at) - 1;
    record.set(rest, at);
    at += rest.length;
  }
  return record;
}

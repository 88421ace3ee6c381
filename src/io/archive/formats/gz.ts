/** gzip. Follows deno §7.3: the runtime's zlib, several members in a row, checksum and length verified. */
import { type ArchiveSource, readRange } from "../_bytes.ts";
import { gunzip } from "../_zlib.ts";

/** The unpacked bytes of a gzip file. Throws Integrity `archive/truncated`, `archive/corrupt`. */
export function decode(source: ArchiveSource): AsyncGenerator<Uint8Array> {
  return gunzip(readRange(source));
}

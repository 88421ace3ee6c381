/** xz, and the only importer of `xz-decompress` (the default export: the named one fails under `deno run`).
 *  Follows deno §7.3. The library reads several streams in a row, with padding, and checks CRC-32 and CRC-64. */
import xz from "xz-decompress";
import { type ArchiveSource, readRange } from "../_bytes.ts";
import { corrupt, truncated, unsupported } from "../core/faults.ts";

/** The unpacked bytes of an xz file. Throws Integrity `archive/truncated`, `archive/corrupt`; Lookup
 *  `archive/unsupported-format` for SHA-256 checks, filters beside LZMA2 and dictionaries over 64 MiB. */
export async function* decode(source: ArchiveSource): AsyncGenerator<Uint8Array> {
  const chunks = readRange(source);
  const input = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await chunks.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
  }, { highWaterMark: 0 });
  const reader = new xz.XzReadableStream(input).getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } catch (error) {
    throw decoderFault(error);
  } finally {
    // The library unpacks one file at a time: without this the next one would wait for ever. It fails when all is read.
    await reader.cancel().catch(() => {});
    await chunks.return(undefined);
  }
}

/** The numbers are those of the decoder inside the library (xz-embedded). */
function decoderFault(error: unknown): unknown {
  const result = error instanceof Error
    ? /failed with error code (\d+)$/.exec(error.message)?.[1]
    : undefined;
  if (result === undefined) return error;
  if (result === "4") return unsupported("xz with a dictionary over 64 MiB");
  if (result === "6") return unsupported("xz with other filters than LZMA2 or with SHA-256 checks");
  if (result === "8") return truncated("The compressed data ends too early.");
  return corrupt("The compressed data is not valid.", {}, error);
}

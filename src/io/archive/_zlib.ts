/** The one importer of node:zlib: chunks through an engine, with back-pressure, and checksums.
 *  Invariant: whatever ends the reading ends the engine too; its errors come out as IntegrityErrors. */
import type { Transform } from "node:stream";
import zlib from "node:zlib";
import { AtmosError } from "@/base/errors.ts";
import { corrupt, truncated, unsupported } from "./core/faults.ts";

const OUTPUT = { chunkSize: 64 * 1024 };

/** Unpacks gzip, several members in a row too. */
export function gunzip(chunks: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  return through(zlib.createGunzip(OUTPUT), chunks);
}

/** Unpacks one zstd frame. A frame that ends early gives less and no error: the caller watches the end. */
export function unzstd(chunks: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  return through(zlib.createZstdDecompress(OUTPUT), chunks);
}

/** Unpacks deflate without any header, as in zip. */
export function inflateRaw(chunks: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  return through(zlib.createInflateRaw(OUTPUT), chunks);
}

/** The same for a small piece: one call, at most `sizeBytes` of output. */
export function inflateRawPiece(bytes: Uint8Array, sizeBytes: number): Uint8Array {
  try {
    return zlib.inflateRawSync(bytes, { maxOutputLength: Math.max(1, sizeBytes) });
  } catch (error) {
    throw engineFault(error);
  }
}

/** Packs as deflate without any header. */
export function deflateRaw(bytes: Uint8Array): Uint8Array {
  return zlib.deflateRawSync(bytes);
}

/** Packs as gzip, without name and time. */
export function gzip(bytes: Uint8Array): Uint8Array {
  return zlib.gzipSync(bytes);
}

/** CRC-32 of `bytes`, going on from `before`. */
export function crc32(bytes: Uint8Array, before: number): number {
  return zlib.crc32(bytes, before);
}

async function* through(engine: Transform, chunks: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  feed(engine, chunks).catch((error) => engine.destroy(error)); // The loop below throws it.
  try {
    // Plain bytes: cutting and searching those of Node takes several times as long.
    for await (const chunk of engine) yield new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length);
  } catch (error) {
    throw engineFault(error);
  } finally {
    engine.destroy();
    await chunks.return(undefined);
  }
}

/** Asks for a chunk only when the engine has done with the one before. It may never be: zeros can follow the end. */
async function feed(engine: Transform, chunks: AsyncGenerator<Uint8Array>): Promise<void> {
  for await (const chunk of chunks) {
    await new Promise<void>((done, fail) => engine.write(chunk, (error) => error ? fail(error) : done()));
  }
  engine.end();
}

function engineFault(error: unknown): unknown {
  if (error instanceof AtmosError || !(error instanceof Error)) return error;
  const code = "code" in error ? String(error.code) : "";
  if (code === "Z_BUF_ERROR" || /unexpected end/.test(error.message)) {
    return truncated("The compressed data ends too early.");
  }
  if (/requires too much memory/.test(error.message)) return unsupported("zstd with a window over 128 MiB");
  const ours = /^(Z_|ERR_BUFFER_TOO_LARGE)/.test(code) || error.message.startsWith("Zstd ");
  return ours ? corrupt(`The compressed data is not valid (${error.message}).`, {}, error) : error;
}

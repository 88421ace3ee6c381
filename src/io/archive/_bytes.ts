/** Bytes on their way: ranges of a file as chunks, chunks as exact pieces.
 *  Invariant: a chunk, or a piece of it, is good until the next one is asked for: then its memory is used again. So
 *  memory stays flat whatever the size, and nothing is spent on clearing it. */
import type { FileReader } from "@/base/ports.ts";

const CHUNK_BYTES = 256 * 1024;

/** The archive that a reader works on. */
export interface ArchiveSource {
  readonly file: FileReader;
  readonly signal: AbortSignal;
  /** Name of the asset: single files take their name from it. */
  readonly assetName: string;
  /** Called with every number of unpacked bytes; throws Integrity `archive/bomb` when they are too many. */
  spend(bytes: number): void;
}

/** The bytes of an archive after its compression was undone. */
export interface UnpackedBytes {
  readonly bytes: AsyncGenerator<Uint8Array>;
  /** Whether there was a compression: it vouches for the length. */
  readonly isChecked: boolean;
}

/**
 * The bytes from `start` to `end` of the archive, or to its end when that comes first, in chunks of 256 KiB.
 * @throws the signal's reason
 */
export async function* readRange(
  { file, signal }: Pick<ArchiveSource, "file" | "signal">,
  start = 0,
  end = file.sizeBytes,
): AsyncGenerator<Uint8Array> {
  const chunk = new Uint8Array(Math.max(0, Math.min(CHUNK_BYTES, end - start)));
  for (let at = start; at < end;) {
    signal.throwIfAborted();
    const got = await file.read(chunk.subarray(0, end - at), at);
    if (got === 0) return;
    at += got;
    yield chunk.subarray(0, got);
  }
}

/** Bytes from `start`, at most `length`: fewer only where the archive ends. */
export async function readExactly(
  { file, signal }: Pick<ArchiveSource, "file" | "signal">,
  start: number,
  length: number,
): Promise<Uint8Array> {
  signal.throwIfAborted();
  const whole = new Uint8Array(Math.max(0, Math.min(length, file.sizeBytes - start)));
  let filled = 0;
  while (filled < whole.length) {
    const got = await file.read(whole.subarray(filled), start + filled);
    if (got === 0) break;
    filled += got;
  }
  return whole.subarray(0, filled);
}

/** A stream of chunks, read in pieces of the reader's choice. */
export interface ByteStream {
  /** The next `length` bytes; fewer only at the end. */
  take(length: number): Promise<Uint8Array>;
  /** The next `length` bytes in pieces, without copying; fewer only at the end. */
  pieces(length: number): AsyncGenerator<Uint8Array>;
  /** Ends the source before its end. */
  close(): Promise<void>;
}

/** Turns chunks into a `ByteStream`. */
export function byteStream(chunks: AsyncGenerator<Uint8Array>): ByteStream {
  let rest: Uint8Array = new Uint8Array(0);
  async function* pieces(length: number): AsyncGenerator<Uint8Array> {
    for (let wanted = length; wanted > 0;) {
      if (rest.length === 0) {
        const next = await chunks.next();
        if (next.done) return;
        rest = next.value;
        continue;
      }
      const piece = rest.subarray(0, wanted);
      rest = rest.subarray(piece.length);
      wanted -= piece.length;
      yield piece;
    }
  }
  async function take(length: number): Promise<Uint8Array> {
    if (rest.length >= length) {
      const piece = rest.subarray(0, length);
      rest = rest.subarray(length);
      return piece;
    }
    const whole = new Uint8Array(length);
    let filled = 0;
    for await (const piece of pieces(length)) {
      whole.set(piece, filled);
      filled += piece.length;
    }
    return whole.subarray(0, filled);
  }
  return {
    take,
    pieces,
    close: async () => {
      await chunks.return(undefined);
    },
  };
}

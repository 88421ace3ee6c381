/** bzip2, and the only importer of `unbzip2-stream`. Follows deno §7.3.
 *  The library is driven by hand: it unpacks inside `write` and `end` and hands the blocks out before they return.
 *  Invariant: a bomb is stopped inside such a call; 45 bytes can hold a block of 46 MB. */
import unbzip2Stream from "unbzip2-stream";
import { AtmosError } from "@/base/errors.ts";
import { type ArchiveSource, readRange } from "../_bytes.ts";
import { bomb, corrupt, truncated } from "../core/faults.ts";

/** The library keeps up to 925 KB before it unpacks; 100 times that is beyond every tool. */
const PENDING_LIMIT_BYTES = 128 * 1024 * 1024;

interface Engine {
  on(event: "data", listener: (block: Uint8Array) => void): void;
  on(event: "error", listener: (error: unknown) => void): void;
  write(chunk: Uint8Array): void;
  end(): void;
}

/** The unpacked bytes of a bzip2 file. Throws Integrity `archive/truncated`, `archive/corrupt`, `archive/bomb`. */
export async function* decode(source: ArchiveSource): AsyncGenerator<Uint8Array> {
  const engine: Engine = unbzip2Stream();
  const blocks: Uint8Array[] = [];
  const failures: unknown[] = [];
  let pending = 0;
  engine.on("error", (error) => failures.push(error));
  engine.on("data", (block) => {
    pending += block.length;
    if (pending > PENDING_LIMIT_BYTES) throw bomb("", "A few compressed bytes unpack to more than 128 MiB.");
    blocks.push(block);
  });
  function ready(atEnd: boolean): Uint8Array[] {
    if (failures.length > 0) throw engineFault(failures[0], atEnd);
    pending = 0;
    return blocks.splice(0);
  }
  for await (const chunk of readRange(source)) {
    engine.write(chunk);
    yield* ready(false);
  }
  engine.end();
  yield* ready(true);
}

/** Reading on after the last byte is a TypeError inside the library. */
function engineFault(error: unknown, atEnd: boolean): unknown {
  if (error instanceof AtmosError) return error;
  const short = error instanceof TypeError || (error instanceof Error && /prematurely/.test(error.message));
  return atEnd && short
    ? truncated("The compressed data ends too early.")
    : corrupt("The compressed data is not valid.", {}, error);
}

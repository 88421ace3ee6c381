/** bzip2: one stream after the other, as bzip2(1) reads them. Follows deno §7.3; core/bunzip unpacks each block.
 *  Invariant: a stream without its end and its checksum is an error; what follows the last stream is ignored. */
import { type ArchiveSource, readExactly } from "../_bytes.ts";
import {
  type BitReader,
  BLOCK_LIMIT_BYTES,
  newBlockTables,
  takeBits,
  unpackBlock,
  withPadding,
} from "../core/bunzip.ts";
import { corrupt, truncated } from "../core/faults.ts";

const BLOCK = 0x314159265359;
const END = 0x177245385090;

/** The unpacked bytes of a bzip2 file. Throws Integrity `archive/truncated`, `archive/corrupt`; Lookup
 *  `archive/unsupported-format` for blocks that only bzip2 0.9.0 wrote. */
export async function* decode(source: ArchiveSource): AsyncGenerator<Uint8Array> {
  const bits = bitsOf(source);
  for (let streams = 0;; streams++) {
    const level = streamLevel(await bits.ahead());
    if (level === undefined) {
      if (streams > 0) return;
      throw corrupt("It does not begin as bzip2 does.");
    }
    const tables = newBlockTables(level);
    let sum = 0;
    for (let mark = 0; mark !== END;) {
      const block = await bits.ahead();
      mark = takeBits(block, 24) * 0x1000000 + takeBits(block, 24);
      if (mark === BLOCK) sum = (sum << 1 | sum >>> 31) ^ (yield* unpackBlock(block, tables));
      else if (mark !== END) throw corrupt("No bzip2 block begins where one should.");
    }
    const ahead = await bits.ahead();
    if (takeBits(ahead, 32) !== sum >>> 0) throw corrupt("The checksum of the bzip2 stream does not match.");
    ahead.at = Math.ceil(ahead.at / 8) * 8;
  }
}

/** The bits of a file; `ahead` answers them with at least a whole block in memory, or all that is left. */
function bitsOf(source: ArchiveSource): { ahead(): Promise<BitReader> } {
  let start = 0;
  let bits: BitReader = { bytes: new Uint8Array(0), at: 0 };
  return {
    async ahead() {
      const end = start + bits.bytes.length, here = start + (bits.at >>> 3);
      if (end - here < BLOCK_LIMIT_BYTES && end < source.file.sizeBytes) {
        start = here;
        const read = await readExactly(source, here, 2 * BLOCK_LIMIT_BYTES);
        bits = { bytes: withPadding(read), at: bits.at & 7 };
      }
      return bits;
    },
  };
}

/** 1 to 9, and undefined where no stream begins. */
function streamLevel(bits: BitReader): number | undefined {
  const head = String.fromCharCode(...bits.bytes.subarray(bits.at >>> 3, (bits.at >>> 3) + 4));
  if (head !== "" && "BZh".startsWith(head)) throw truncated("The compressed data ends too early.");
  if (!/^BZh[1-9]/.test(head)) return undefined;
  bits.at += 32;
  return Number(head[3]);
}

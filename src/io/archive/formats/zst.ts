/** zstd. Follows RFC 8878 §3.1: the frames are walked here, the runtime's zlib unpacks each.
 *  Invariant: a frame that ends early is an error; the runtime's decoder (Deno 2.7 to 2.9) would end in silence and
 *  refuse a second frame. */
import { type ArchiveSource, type ByteStream, byteStream, readRange } from "../_bytes.ts";
import { unzstd } from "../_zlib.ts";
import { corrupt, truncated } from "../core/faults.ts";

const FRAME = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50; // The lowest four bits are free.

/** The unpacked bytes of a zstd file. Throws Integrity `archive/truncated`, `archive/corrupt`. */
export async function* decode(source: ArchiveSource): AsyncGenerator<Uint8Array> {
  const stream = byteStream(readRange(source));
  for (let frames = 0;; frames++) {
    const magic = await stream.take(4);
    if (magic.length === 0 && frames > 0) return;
    if (magic.length < 4) throw ended();
    if (little(magic) === FRAME) yield* unzstd(frame(stream, magic));
    else if (little(magic) >>> 4 === SKIPPABLE >>> 4) await skip(stream);
    else throw corrupt("No zstd frame begins where one should.");
  }
}

/** All bytes of one frame whose magic number was taken already. */
async function* frame(stream: ByteStream, magic: Uint8Array): AsyncGenerator<Uint8Array> {
  yield magic;
  const descriptor = await exactly(stream, 1);
  yield descriptor;
  const flags = little(descriptor);
  const singleSegment = (flags & 0x20) !== 0;
  const contentSize = [singleSegment ? 1 : 0, 2, 4, 8][flags >>> 6] ?? 0;
  const dictionary = [0, 1, 2, 4][flags & 3] ?? 0;
  yield await exactly(stream, (singleSegment ? 0 : 1) + dictionary + contentSize);
  for (let last = false; !last;) {
    const header = await exactly(stream, 3);
    yield header;
    const value = little(header);
    last = (value & 1) === 1;
    const isRun = (value >>> 1 & 3) === 1; // One byte stands for the whole block.
    yield await exactly(stream, isRun ? 1 : value >>> 3);
  }
  if ((flags & 4) !== 0) yield await exactly(stream, 4);
}

async function skip(stream: ByteStream): Promise<void> {
  let left = little(await exactly(stream, 4));
  for await (const piece of stream.pieces(left)) left -= piece.length;
  if (left > 0) throw ended();
}

async function exactly(stream: ByteStream, length: number): Promise<Uint8Array> {
  const bytes = await stream.take(length);
  if (bytes.length < length) throw ended();
  return bytes;
}

function little(bytes: Uint8Array): number {
  return bytes.reduceRight((value, byte) => value * 256 + byte, 0);
}

function ended() {
  return truncated("The compressed data ends too early.");
}

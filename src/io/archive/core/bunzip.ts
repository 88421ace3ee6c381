/** Unpacks one block of bzip2. Pure.
 *  Follows the format as bzip2 1.0.8 reads and writes it. An own reader: the libraries that were measured need twice
 *  the time, and memory for a whole unpacked block several times over.
 *  Invariant: no input reads or writes outside the tables; what a block unpacks to leaves in pieces, however long. */
import { corrupt, truncated, unsupported } from "./faults.ts";

/** No block is longer, whatever wrote it: 900,000 symbols of 20 bits behind the tables. */
export const BLOCK_LIMIT_BYTES = 2_400_000;

const PIECE_BYTES = 256 * 1024;
const GROUP_SYMBOLS = 50;
const MAX_SELECTORS = 18_002; // Some writers add a few that nothing uses.
const MAX_CODE_BITS = 20;
const LOOK_BITS = 10;
const MAX_SYMBOLS = 258;

/** Reads bits, the highest first. */
export interface BitReader {
  /** What `withPadding` gave. */
  readonly bytes: Uint8Array;
  /** Place of the next bit. */
  at: number;
}

/** Memory that one block after the other uses. */
export interface BlockTables {
  /** The bytes of a block in the low 8 bits, the place of the byte after each above them. */
  readonly chain: Int32Array;
  readonly selectors: Uint8Array;
  /** What a byte does to a checksum. */
  readonly crc: Int32Array;
}

/** @param level 1 to 9: hundreds of thousands of bytes in a block */
export function newBlockTables(level: number): BlockTables {
  const crc = new Int32Array(256);
  for (let byte = 0; byte < 256; byte++) {
    let value = byte << 24;
    for (let bit = 0; bit < 8; bit++) value = value << 1 ^ (value < 0 ? 0x04c11db7 : 0);
    crc[byte] = value;
  }
  return { chain: new Int32Array(level * 100_000), selectors: new Uint8Array(MAX_SELECTORS), crc };
}

/** The same bytes, with zeros behind them for a whole group of the longest symbols. */
export function withPadding(bytes: Uint8Array): Uint8Array {
  const padded = new Uint8Array(bytes.length + GROUP_SYMBOLS * MAX_CODE_BITS / 8 + 8);
  padded.set(bytes);
  return padded.subarray(0, bytes.length);
}

/** The next bits, at most 32. Throws Integrity `archive/truncated`. */
export function takeBits(bits: BitReader, count: number): number {
  let value = 0;
  if (bits.at + count > bits.bytes.length * 8) throw ended();
  for (const end = bits.at + count; bits.at < end;) {
    const have = Math.min(8 - (bits.at & 7), end - bits.at);
    const byte = bits.bytes[bits.at >>> 3] ?? 0;
    value = value * (1 << have) + (byte >>> 8 - (bits.at & 7) - have & (1 << have) - 1);
    bits.at += have;
  }
  return value;
}

/**
 * The bytes of the block whose magic number was taken already, in pieces; its checksum is returned at the end.
 * @throws Integrity `archive/corrupt`, `archive/truncated`; Lookup `archive/unsupported-format`
 */
export function* unpackBlock(bits: BitReader, tables: BlockTables): Generator<Uint8Array, number> {
  const expected = takeBits(bits, 32);
  if (takeBits(bits, 1) === 1) throw unsupported("bzip2 with randomised blocks");
  const start = takeBits(bits, 24);
  const bytes = usedBytes(bits);
  const codes = readCodes(bits, bytes.length + 2, tables.selectors);
  const length = readSymbols(bits, codes, bytes, tables);
  if (start >= length) throw invalid();
  linkChain(tables.chain, length);
  const crc = yield* walkChain(tables, start, length);
  if (crc !== expected) throw corrupt("The checksum of a bzip2 block does not match.");
  return crc;
}

/** The bytes that occur, in rising order. */
function usedBytes(bits: BitReader): Uint8Array {
  const bytes: number[] = [];
  const groups = takeBits(bits, 16);
  for (let group = 0; group < 16; group++) {
    if ((groups >>> 15 - group & 1) === 0) continue;
    const members = takeBits(bits, 16);
    for (let i = 0; i < 16; i++) if ((members >>> 15 - i & 1) === 1) bytes.push(group * 16 + i);
  }
  if (bytes.length === 0) throw invalid();
  return Uint8Array.from(bytes);
}

/** One of the codes that a block switches between. */
interface Code {
  /** By the next `LOOK_BITS` bits: symbol * 32 + length, 0 when the symbol is longer. */
  readonly look: Uint16Array;
  /** By length: one more than the last symbol of it, moved up to `MAX_CODE_BITS`. */
  readonly limits: Int32Array;
  /** By length: what to take from a symbol's bits to find its place in `symbols`. */
  readonly bases: Int32Array;
  readonly symbols: Uint16Array;
}

/** The codes, and which of them each group of symbols uses. */
interface Codes {
  readonly list: readonly Code[];
  readonly groups: number;
}

function readCodes(bits: BitReader, symbols: number, selectors: Uint8Array): Codes {
  const count = takeBits(bits, 3);
  const groups = takeBits(bits, 15);
  if (count < 2 || count > 6 || groups === 0) throw invalid();
  const order = [0, 1, 2, 3, 4, 5];
  for (let i = 0; i < groups; i++) {
    let place = 0;
    while (takeBits(bits, 1) === 1) if (++place >= count) throw invalid();
    const [code = 0] = order.splice(place, 1);
    order.unshift(code);
    if (i < MAX_SELECTORS) selectors[i] = code;
  }
  const list = Array.from({ length: count }, () => codeOf(readLengths(bits, symbols)));
  return { list, groups: Math.min(groups, MAX_SELECTORS) };
}

function readLengths(bits: BitReader, symbols: number): Uint8Array {
  const lengths = new Uint8Array(symbols);
  let length = takeBits(bits, 5);
  for (let i = 0; i < symbols; i++) {
    for (;;) {
      if (length < 1 || length > MAX_CODE_BITS) throw invalid();
      if (takeBits(bits, 1) === 0) break;
      length += takeBits(bits, 1) === 0 ? 1 : -1;
    }
    lengths[i] = length;
  }
  return lengths;
}

function codeOf(lengths: Uint8Array): Code {
  const code: Code = {
    look: new Uint16Array(1 << LOOK_BITS),
    limits: new Int32Array(MAX_CODE_BITS + 2),
    bases: new Int32Array(MAX_CODE_BITS + 2),
    symbols: new Uint16Array(MAX_SYMBOLS),
  };
  let next = 0, place = 0;
  for (let length = 1; length <= MAX_CODE_BITS; length++, next <<= 1) {
    code.bases[length] = next - place;
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] !== length) continue;
      code.symbols[place++] = symbol;
      if (length <= LOOK_BITS) {
        const from = next << LOOK_BITS - length;
        code.look.fill(symbol * 32 + length, from, from + (1 << LOOK_BITS - length));
      }
      next++;
    }
    code.limits[length] = next << MAX_CODE_BITS - length;
  }
  code.limits[MAX_CODE_BITS + 1] = 1 << 30; // Ends every search.
  return code;
}

/** Fills the chain with the bytes of the block in the order of its sort; answers how many there are. */
function readSymbols(
  bits: BitReader,
  { list, groups }: Codes,
  bytes: Uint8Array,
  { chain, selectors }: BlockTables,
): number {
  // A group is read without looking for the end of the input: there are zeros behind it.
  const input = new DataView(bits.bytes.buffer, bits.bytes.byteOffset),
    inputBits = bits.bytes.length * 8,
    endSymbol = bytes.length + 1;
  const recent = bytes.slice();
  let at = bits.at, length = 0, run = 0, runUnit = 1;
  const fault = () => at > inputBits ? ended() : invalid();
  for (let group = 0; group < groups; group++) {
    const code = list[selectors[group] ?? 0];
    if (code === undefined || at > inputBits) throw fault();
    for (let i = 0; i < GROUP_SYMBOLS; i++) {
      const next = input.getUint32(at >>> 3) << (at & 7) >>> 32 - MAX_CODE_BITS;
      const found = code.look[next >>> MAX_CODE_BITS - LOOK_BITS] || longSymbol(next, code);
      const symbol = found >>> 5;
      at += found & 31;
      if (symbol < 2) {
        run += runUnit << symbol;
        runUnit <<= 1;
        if (found === 0 || run > chain.length) throw fault();
        continue;
      }
      if (run > 0) {
        if (length + run > chain.length) throw fault();
        chain.fill(recent[0] ?? 0, length, length += run);
        run = 0;
        runUnit = 1;
      }
      if (symbol === endSymbol) {
        if (at > inputBits) throw ended();
        bits.at = at;
        return length;
      }
      if (length === chain.length) throw fault();
      chain[length++] = toFront(recent, symbol - 1);
    }
  }
  throw fault();
}

/** A symbol of more than `LOOK_BITS` bits, as `look` has the shorter ones; 0 when these bits are none. */
function longSymbol(next: number, { limits, bases, symbols }: Code): number {
  let length = LOOK_BITS + 1;
  while (next >= (limits[length] ?? 0)) length++;
  if (length > MAX_CODE_BITS) return 0;
  const symbol = symbols[(next >>> MAX_CODE_BITS - length) - (bases[length] ?? 0)];
  return symbol === undefined ? 0 : symbol * 32 + length;
}

function toFront(recent: Uint8Array, place: number): number {
  const byte = recent[place] ?? 0;
  if (place < 16) { for (let i = place; i > 0; i--) recent[i] = recent[i - 1] ?? 0; }
  else recent.copyWithin(1, 0, place);
  recent[0] = byte;
  return byte;
}

/** Undoes the sort: writes above each byte where the byte after it is. */
function linkChain(chain: Int32Array, length: number): void {
  const places = new Int32Array(256);
  for (let i = 0; i < length; i++) places[chain[i] ?? 0] = (places[chain[i] ?? 0] ?? 0) + 1;
  for (let byte = 0, place = 0; byte < 256; byte++) {
    const count = places[byte] ?? 0;
    places[byte] = place;
    place += count;
  }
  for (let i = 0; i < length; i++) {
    const byte = (chain[i] ?? 0) & 0xff, place = places[byte] ?? 0;
    places[byte] = place + 1;
    chain[place] = (chain[place] ?? 0) | i << 8;
  }
}

/** Where the walk stands. */
interface Walk {
  entry: number;
  left: number;
  /** The last byte, and how often in a row it was there: after four of them the next byte is a count. */
  last: number;
  run: number;
  crc: number;
}

function* walkChain(tables: BlockTables, start: number, length: number): Generator<Uint8Array, number> {
  const walk: Walk = { entry: tables.chain[start] ?? 0, left: length, last: -1, run: 0, crc: -1 };
  while (walk.left > 0) {
    const piece = new Uint8Array(PIECE_BYTES);
    yield piece.subarray(0, fillPiece(piece, walk, tables));
  }
  return ~walk.crc >>> 0;
}

function fillPiece(piece: Uint8Array, walk: Walk, { chain, crc: table }: BlockTables): number {
  let { entry, left, last, run, crc } = walk, filled = 0;
  for (const enough = piece.length - 255; left > 0 && filled < enough; left--) {
    entry = chain[entry >>> 8] ?? 0;
    const byte = entry & 0xff;
    if (run === 4) {
      for (let i = 0; i < byte; i++) {
        crc = crc << 8 ^ (table[crc >>> 24 ^ last] ?? 0);
        piece[filled++] = last;
      }
      run = 0;
      last = -1;
      continue;
    }
    run = byte === last ? run + 1 : 1;
    last = byte;
    crc = crc << 8 ^ (table[crc >>> 24 ^ byte] ?? 0);
    piece[filled++] = byte;
  }
  Object.assign(walk, { entry, left, last, run, crc });
  return filled;
}

function ended() {
  return truncated("The compressed data ends too early.");
}

function invalid() {
  return corrupt("The compressed data is not valid.");
}

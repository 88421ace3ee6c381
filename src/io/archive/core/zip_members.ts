/** A zip archive of files. Pure. Follows workflows §11.4, PKWARE's APPNOTE. Files below 4 GiB. */
import type { PackedFile } from "./tar_members.ts";

/** A file whose content has been compressed. */
export interface DeflatedFile extends PackedFile {
  readonly deflated: Uint8Array;
  readonly crc32: number;
}

const LOCAL = 0x04034b50, CENTRAL = 0x02014b50, END = 0x06054b50;
const UTF8_NAMES = 0x0800, DEFLATE = 8, VERSION = 20, UNIX = 3 << 8, REGULAR = 0o100000;

/** Pieces of the archive, with its directory. */
export function zipPieces(files: readonly DeflatedFile[]): readonly Uint8Array<ArrayBuffer>[] {
  const locals: Uint8Array<ArrayBuffer>[] = [], central: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const file of files) {
    const name = new TextEncoder().encode(file.path), common = commonFields(file, name.length);
    const local = record([[4, LOCAL], [2, VERSION], ...common]);
    const { mode } = file;
    central.push(
      record([
        [4, CENTRAL],
        [2, UNIX | VERSION],
        [2, VERSION],
        ...common,
        ...[[2, 0], [2, 0], [2, 0]] as const, // comment, disk, internal attributes
        [4, ((REGULAR | mode & 0o777) << 16) >>> 0],
        [4, offset],
      ]),
      new Uint8Array(name),
    );
    locals.push(local, new Uint8Array(name), new Uint8Array(file.deflated));
    offset += local.length + name.length + file.deflated.length;
  }
  const sizeBytes = central.reduce((sum, piece) => sum + piece.length, 0), count = files.length;
  const end = record([[4, END], [2, 0], [2, 0], [2, count], [2, count], [4, sizeBytes], [4, offset], [2, 0]]);
  return [...locals, ...central, end];
}

type Field = readonly [width: 2 | 4, value: number];

function commonFields(file: DeflatedFile, nameLength: number): readonly Field[] {
  const [time, date] = dosTime(file.modifiedAt);
  return [
    [2, UTF8_NAMES],
    [2, DEFLATE],
    [2, time],
    [2, date],
    [4, file.crc32],
    [4, file.deflated.length],
    [4, file.content.length],
    [2, nameLength],
    [2, 0],
  ];
}

/** In UTC; nothing is before 1980. */
function dosTime(modifiedAt: number): readonly [time: number, date: number] {
  const at = new Date(Math.max(modifiedAt, Date.UTC(1980, 0, 1)));
  return [
    at.getUTCHours() << 11 | at.getUTCMinutes() << 5 | at.getUTCSeconds() >> 1,
    (at.getUTCFullYear() - 1980) << 9 | (at.getUTCMonth() + 1) << 5 | at.getUTCDate(),
  ];
}

function record(fields: readonly Field[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(fields.reduce((sum, [width]) => sum + width, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [width, value] of fields) {
    if (width === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += width;
  }
  return bytes;
}

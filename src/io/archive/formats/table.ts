/** The formats that are read here: one row each, loaded when first used.
 *  Follows toolchain §10.4. Invariant: literal specifiers only, so that the compiled program holds every reader. */
import { type ArchiveSource, readRange, type UnpackedBytes } from "../_bytes.ts";
import type { ArchiveFormat, Compression } from "../core/detect.ts";
import type { ArchiveMember } from "../core/member.ts";

/** What a file of this family exports when it knows members. */
interface Container {
  readMembers(source: ArchiveSource, unpacked: UnpackedBytes): AsyncGenerator<ArchiveMember>;
}

/** What a file of this family exports when it undoes a compression. */
interface Codec {
  decode(source: ArchiveSource): AsyncGenerator<Uint8Array>;
}

interface Row {
  container(): Promise<Container>;
  readonly compression?: Compression;
}

const file = (): Promise<Container> => import("./file.ts");
const tar = (): Promise<Container> => import("./tar.ts");
const zip = (): Promise<Container> => import("./zip.ts");

/** Compression → how to undo it. */
const codecs: Readonly<Record<Compression, () => Promise<Codec>>> = {
  gz: () => import("./gz.ts"),
  xz: () => import("./xz.ts"),
  bz2: () => import("./bz2.ts"),
  zst: () => import("./zst.ts"),
};

const formats: Readonly<Record<ArchiveFormat, Row>> = {
  "raw": { container: file },
  "gz": { container: file, compression: "gz" },
  "xz": { container: file, compression: "xz" },
  "bz2": { container: file, compression: "bz2" },
  "zst": { container: file, compression: "zst" },
  "tar": { container: tar },
  "tar.gz": { container: tar, compression: "gz" },
  "tar.xz": { container: tar, compression: "xz" },
  "tar.bz2": { container: tar, compression: "bz2" },
  "tar.zst": { container: tar, compression: "zst" },
  "zip": { container: zip },
};

/** The members of an archive in its order; a member must be read, or left, before the next one is asked for. */
export async function* readMembers(
  format: ArchiveFormat,
  source: ArchiveSource,
): AsyncGenerator<ArchiveMember> {
  const { container, compression } = formats[format];
  const bytes = compression === undefined ? readRange(source) : unpackedBytes(compression, source);
  const { readMembers } = await container();
  yield* readMembers(source, { bytes: counted(source, bytes), isChecked: compression !== undefined });
}

/** The bytes of a compressed file. */
export async function* unpackedBytes(
  compression: Compression,
  source: ArchiveSource,
): AsyncGenerator<Uint8Array> {
  const { decode } = await codecs[compression]();
  yield* decode(source);
}

async function* counted(
  source: ArchiveSource,
  bytes: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    source.spend(chunk.length);
    yield chunk;
  }
}

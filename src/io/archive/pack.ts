/** Packs files into one archive. Follows workflows §11.4. Invariant: what is packed stands whole in memory. */
import { crc32, deflateRaw, gzip } from "./_zlib.ts";
import { type PackedFile, tarPieces } from "./core/tar_members.ts";
import { zipPieces } from "./core/zip_members.ts";

/** Formats that can be written. */
export type PackFormat = "tar" | "tgz" | "zip";

/** The archive. The same files give the same bytes. */
export async function packFiles(format: PackFormat, files: readonly PackedFile[]): Promise<Uint8Array> {
  if (format === "zip") {
    return await joined(zipPieces(files.map((file) => ({
      ...file,
      deflated: deflateRaw(file.content),
      crc32: crc32(file.content, 0),
    }))));
  }
  const tar = await joined(tarPieces(files));
  return format === "tar" ? tar : gzip(tar);
}

async function joined(pieces: readonly Uint8Array<ArrayBuffer>[]): Promise<Uint8Array> {
  return new Uint8Array(await new Blob([...pieces]).arrayBuffer());
}

/** Finds out what format a downloaded asset has, by reading its beginning.
 *  Follows toolchain §10.4; the decision itself is core/detect. */
import type { Context } from "@/base/context.ts";
import { type ArchiveSource, byteStream, readExactly } from "./_bytes.ts";
import { type ArchiveFormat, compressionOf, DETECT_HEAD_BYTES, detectFormat } from "./core/detect.ts";
import { located } from "./core/faults.ts";
import { unpackedBytes } from "./formats/table.ts";

const INNER_BYTES = 512;

/**
 * The format of the asset in the file `archive`: by its bytes (also those inside a compression), then by the
 * definition's format, then by the asset's name.
 * @param asset `declared`: the definition's format, undefined or empty when it has none
 * @throws Lookup `archive/unsupported-format`; Integrity `archive/unexpected-content`, `archive/truncated`,
 *   `archive/corrupt`
 */
export async function identifyArchive(
  { disk, signal }: Pick<Context, "disk" | "signal">,
  asset: { readonly archive: string; readonly assetName: string; readonly declared?: string | undefined },
): Promise<ArchiveFormat> {
  const { assetName, declared } = asset;
  const file = await disk.openRead(asset.archive);
  try {
    const source: ArchiveSource = { file, signal, assetName, spend: () => {} };
    const head = await readExactly(source, 0, DETECT_HEAD_BYTES);
    return detectFormat({ head, inner: await innerHead(source, head), declared, name: assetName });
  } catch (error) {
    throw located(error, assetName, "");
  } finally {
    file.close();
  }
}

async function innerHead(source: ArchiveSource, head: Uint8Array): Promise<Uint8Array | undefined> {
  const compression = compressionOf(head);
  if (compression === undefined) return undefined;
  const stream = byteStream(unpackedBytes(compression, source));
  try {
    return await stream.take(INNER_BYTES);
  } finally {
    await stream.close();
  }
}

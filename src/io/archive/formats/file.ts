/** An asset that is one file, compressed or not. Follows toolchain §10.4 and Trap 19. */
import type { ArchiveSource, UnpackedBytes } from "../_bytes.ts";
import type { ArchiveMember } from "../core/member.ts";

/**
 * The one member: named after the asset, without its last extension when it was compressed.
 * The name inside a gzip header is never used.
 */
export async function* readMembers(
  { assetName }: ArchiveSource,
  { bytes, isChecked }: UnpackedBytes,
): AsyncGenerator<ArchiveMember> {
  const name = assetName.slice(assetName.lastIndexOf("/") + 1);
  await Promise.resolve();
  yield {
    path: isChecked ? name.replace(/(?<=.)\.[^.]*$/, "") : name,
    kind: "file",
    target: "",
    mode: undefined,
    sizeBytes: undefined,
    modifiedAt: undefined,
    content: bytes,
  };
}

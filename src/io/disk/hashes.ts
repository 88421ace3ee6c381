/** Digests that are fed as bytes arrive. Follows deno §8.1 (the runtime's own streaming digests are the fastest).
 *  Invariant: `node:crypto` is loaded by the first digest and by nothing before it. */
import type { Disk } from "@/base/ports.ts";

/** Several digests of one sequence of bytes. */
export interface Hashes<A extends string> {
  update(bytes: Uint8Array): void;
  /** Lower-case hexadecimal; ends the digests. */
  digests(): Readonly<Partial<Record<A, string>>>;
}

const BLOCK_BYTES = 256 * 1024;

/** Begins digests of nothing. Algorithms in the words of OpenSSL; duplicates count once. */
export async function startHashes<A extends string>(algorithms: readonly A[]): Promise<Hashes<A>> {
  const { createHash } = await import("node:crypto");
  const hashes = [...new Set(algorithms)].map((name) => ({ name, hash: createHash(name) }));
  return {
    update: (bytes) => hashes.forEach(({ hash }) => hash.update(bytes)),
    digests() {
      const sums: Partial<Record<A, string>> = {};
      for (const { name, hash } of hashes) sums[name] = hash.digest("hex");
      return sums;
    },
  };
}

/** Feeds a whole file; answers its size. @throws Host `disk/…` */
export async function addFile(
  disk: Pick<Disk, "openRead">,
  path: string,
  hashes: Pick<Hashes<string>, "update">,
): Promise<number> {
  const file = await disk.openRead(path);
  try {
    const block = new Uint8Array(BLOCK_BYTES);
    let offset = 0;
    for (let count = await file.read(block, 0); count > 0; count = await file.read(block, offset)) {
      hashes.update(block.subarray(0, count));
      offset += count;
    }
    return offset;
  } finally {
    file.close();
  }
}

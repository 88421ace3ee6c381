/** Hashes that are there at once, for templates, which cannot wait. Follows templates §9.2. */
import { createHash } from "node:crypto";

/** Hexadecimal digits. */
export function syncHash(algorithm: string, bytes: Uint8Array): string {
  return createHash(algorithm).update(bytes).digest("hex");
}

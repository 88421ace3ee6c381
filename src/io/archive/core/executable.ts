/** Tells programs from everything else by their first bytes. Pure.
 *  Follows toolchain §10.4 ("never install an archive as a program"). */

/** Bytes of the head that `executableKind` wants to see; fewer only make it miss some. */
export const EXECUTABLE_HEAD_BYTES = 1024;

/** What makes a file runnable. `jar` needs a Java runtime. */
export type ExecutableKind = "elf" | "mach-o" | "pe" | "script" | "jar";

const MACH_O = new Set([0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe]);
const FAT = new Set([0xcafebabe, 0xcafebabf]);
const FAT_LIMIT = 40; // A Java class file has the same magic; its next word is a version of 45 or more.

/**
 * The kind of program that begins with these bytes; undefined for anything else (text without `#!`, archives, data).
 * @param head the first bytes of the file, `EXECUTABLE_HEAD_BYTES` or more when the file has them
 */
export function executableKind(head: Uint8Array): ExecutableKind | undefined {
  if (head.length < 4) return startsWith(head, "#!") ? "script" : undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const magic = view.getUint32(0);
  if (startsWith(head, "#!")) return "script";
  if (magic === 0x7f454c46) return "elf";
  if (MACH_O.has(magic)) return "mach-o";
  if (FAT.has(magic)) return head.length >= 8 && view.getUint32(4) < FAT_LIMIT ? "mach-o" : undefined;
  if (startsWith(head, "MZ")) return isPe(head, view) ? "pe" : undefined;
  return magic === 0x504b0304 && startsWith(head.subarray(30), "META-INF/") ? "jar" : undefined;
}

/** A PE header further down than the head shows is taken on trust. */
function isPe(head: Uint8Array, view: DataView): boolean {
  if (head.length < 64) return false;
  const at = view.getUint32(0x3c, true);
  return at + 4 > head.length || startsWith(head.subarray(at), "PE\0\0");
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return bytes.length >= text.length && [...text].every((char, i) => bytes[i] === char.charCodeAt(0));
}

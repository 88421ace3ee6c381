/** Where a member's name leads. Pure.
 *  Follows toolchain §10.5. Invariant: the result is relative, without `.`, `..` or empty parts; what climbs out on any
 *  system (drives, shares, backslashes, `...`, from which Windows drops a dot) is refused on every system. */
import { bomb, escape } from "./faults.ts";

/** Far more than any tool has, and little enough for every system together with the folder. */
const PATH_LIMIT_BYTES = 2048;
/** What file systems hold. */
const PART_LIMIT_BYTES = 255;
// deno-lint-ignore no-control-regex -- these are the ones that Windows refuses
const WINDOWS_TROUBLE = /[<>:"|?*\\\x00-\x1f]|[. ]$/;
const WINDOWS_DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³]) *(\.|$)/i;

/**
 * The place of a member inside the folder; empty for the folder itself.
 * @param name its name, or the name that its hard link refers to; then `linkOf` is the name of the link
 * @example memberPath("./a//b/../c/") → "a/c"
 * @throws Integrity `archive/escape`, `archive/bomb` for more than 2048 bytes, or 255 between two slashes
 */
export function memberPath(name: string, linkOf?: string): string {
  const subject = linkOf === undefined ? "Its name" : "What it is a hard link to";
  const member = linkOf ?? name;
  if (name.includes("\0")) throw escape(member, `${subject} has a NUL.`);
  if (isRooted(name)) throw escape(member, `${subject} is absolute.`);
  if (byteLength(name) > PATH_LIMIT_BYTES) {
    throw bomb(`${member.slice(0, 100)}…`, `${subject} is longer than ${PATH_LIMIT_BYTES} bytes.`);
  }
  if (name.split("/").some((part) => byteLength(part) > PART_LIMIT_BYTES)) {
    throw bomb(`${member.slice(0, 100)}…`, `${subject} has a part of more than ${PART_LIMIT_BYTES} bytes.`);
  }
  const path = normalize(name);
  if (path === undefined || normalize(name.replaceAll("\\", "/")) === undefined) {
    throw escape(member, `${subject} climbs out of the folder.`);
  }
  if (isRooted(path)) throw escape(member, `${subject} is absolute.`);
  return path;
}

/** Absolute on any system: `/x`, `\x`, `C:x`, `\\host\share`. */
export function isRooted(path: string): boolean {
  return /^([/\\]|[a-z]:)/i.test(path);
}

/** Whether a part of a path means the folder above; Windows drops dots and spaces at the end of names. */
export function isUp(part: string): boolean {
  return /^\.\.[. ]*$/.test(part);
}

/** Whether Windows can make a file of this path and take it for nothing else (a stream, a device). */
export function isWindowsName(path: string): boolean {
  return path.split("/").every((part) => !WINDOWS_TROUBLE.test(part) && !WINDOWS_DEVICE.test(part));
}

/** The folder that holds a path; empty at the top. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** In UTF-8; most names are too short to need counting. */
function byteLength(text: string): number {
  return text.length * 3 <= PART_LIMIT_BYTES ? text.length : new TextEncoder().encode(text).length;
}

function normalize(name: string): string | undefined {
  const parts: string[] = [];
  for (const part of name.split("/")) {
    if (part === "" || part === ".") continue;
    if (!isUp(part)) parts.push(part);
    else if (part !== ".." || parts.pop() === undefined) return undefined;
  }
  return parts.join("/");
}

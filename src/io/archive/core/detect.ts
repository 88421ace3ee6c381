/** Decides what format a downloaded asset has: first its bytes, then its definition, then its name. Pure.
 *  Follows toolchain §10.4 and aqua-registry §14. Invariant: a page or an error body of a server is never taken for an
 *  archive or a program, and a format that is not read here is named, never guessed around. */
import { IntegrityError } from "@/base/errors.ts";
import { executableKind } from "./executable.ts";
import { truncated, unsupported } from "./faults.ts";
import { isTarHeader, isZero } from "./tar_header.ts";

/** Bytes of the head that `detectFormat` wants to see. */
export const DETECT_HEAD_BYTES = 1024;

/** Compressions of a single file or of a tar. */
export type Compression = "gz" | "xz" | "bz2" | "zst";

/** The formats that are read here. */
export type ArchiveFormat = "raw" | "zip" | "tar" | Compression | `tar.${Compression}`;

/** What is known about an asset. */
export interface AssetFacts {
  /** The first `DETECT_HEAD_BYTES` of the asset, or all of it. */
  readonly head: Uint8Array;
  /** The first 512 bytes of what is compressed, when `compressionOf(head)` names a compression. */
  readonly inner?: Uint8Array | undefined;
  /** The definition's format; undefined or empty when it has none. */
  readonly declared?: string | undefined;
  /** Name of the asset. */
  readonly name: string;
}

const SPELLINGS: Readonly<Record<string, ArchiveFormat>> = {
  "raw": "raw",
  "zip": "zip",
  "tar": "tar",
  "tar.gz": "tar.gz",
  "tgz": "tar.gz",
  "tar.xz": "tar.xz",
  "txz": "tar.xz",
  "tar.bz2": "tar.bz2",
  "tbz2": "tar.bz2",
  "tbz": "tar.bz2",
  "tar.zst": "tar.zst",
  "tzst": "tar.zst",
  "gz": "gz",
  "gzip": "gz",
  "xz": "xz",
  "bz2": "bz2",
  "zst": "zst",
};
const UNSUPPORTED = ["dmg", "pkg", "7z", "rar", "tar.br", "br", "tar.lz4", "lz4", "tar.sz", "sz"];

/** Beginnings of files, as hexadecimal digits. */
const MAGIC: readonly (readonly [RegExp, Compression | "zip"])[] = [
  [/^1f8b08/, "gz"],
  [/^fd377a585a00/, "xz"],
  [/^425a683[1-9](314159265359|177245385090)/, "bz2"],
  [/^(28b52ffd|5.2a4d18)/, "zst"],
  [/^504b(0304|0506|0708504b)/, "zip"],
];
const UNSUPPORTED_MAGIC: readonly (readonly [RegExp, string])[] = [
  [/^377abcaf271c/, "7z"],
  [/^526172211a07/, "rar"],
  [/^04224d18/, "lz4"],
  [/^ff060000734e61507059/, "sz"],
  [/^78617221/, "pkg"],
  [/^213c617263683e0a64656269616e2d62/, "deb"],
  [/^edabeedb/, "rpm"],
  [/^4d534346/, "cab"],
  [/^d0cf11e0a1b11ae1/, "msi"],
];

/** Programs that are a zip inside; a definition that wants them unpacked says so. */
const RUNNABLE_ZIP = /\.(jar|war|pex|pyz|whl)$/i;
/** Names of assets that may well hold a page or data. */
const CONTENT_NAME = /\.(html?|xml|svg|json|js|ya?ml|txt|md)$/i;
const PAGES: readonly (readonly [RegExp, string])[] = [
  [/^<(!doctype\s+html|html|head|body)\b/i, "an HTML page"],
  [/^<(\?xml|error)\b/i, "an XML document"],
  [/^(\{\s*["}]|\[\s*["{[\]])/, "a JSON document"],
];

/** The compression that these first bytes show; then `detectFormat` wants to know what is inside. */
export function compressionOf(head: Uint8Array): Compression | undefined {
  const format = find(MAGIC, hex(head));
  return format === "zip" ? undefined : format;
}

/** Whether these are the first bytes of an archive or of a compressed file, of any format that is known here. */
export function isArchive(head: Uint8Array): boolean {
  const digits = hex(head);
  return find(MAGIC, digits) !== undefined || find(UNSUPPORTED_MAGIC, digits) !== undefined ||
    isTarHeader(head.subarray(0, 512));
}

/** Whether this is a zip that is run as it is, told by its name. */
export function isRunnableZip(head: Uint8Array, name: string): boolean {
  return RUNNABLE_ZIP.test(name) && find(MAGIC, hex(head)) === "zip";
}

/**
 * The format of an asset. `raw` means that the asset itself is the file: declared so, a program, or nothing known.
 * @example detectFormat({ head: bytes of a gzip, inner: a tar header, declared: "zip", name: "x" }) → "tar.gz"
 * @throws Lookup `archive/unsupported-format`; Integrity `archive/unexpected-content` for a page or an error body,
 *   `archive/truncated` for an empty file
 */
export function detectFormat({ head, inner, declared = "", name }: AssetFacts): ArchiveFormat {
  if (head.length === 0) throw truncated("The file is empty.");
  const said = spelled(declared) ?? spelledName(name);
  if (said === "raw") {
    if (!CONTENT_NAME.test(name)) refusePage(head, name, PAGES);
    return "raw";
  }
  const digits = hex(head);
  const foreign = find(UNSUPPORTED_MAGIC, digits);
  if (foreign !== undefined) throw unsupported(foreign);
  const magic = find(MAGIC, digits);
  if (magic === "zip") return declared === "" && RUNNABLE_ZIP.test(name) ? "raw" : "zip";
  if (magic !== undefined) return holdsTar(inner, said) ? `tar.${magic}` : magic;
  if (isTarHeader(head.subarray(0, 512))) return "tar";
  if (executableKind(head) !== undefined) return "raw";
  if (said !== undefined || !CONTENT_NAME.test(name)) refusePage(head, name, PAGES);
  if (said === undefined) return "raw";
  const format = SPELLINGS[said];
  if (format === undefined) throw unsupported(said);
  return format;
}

/** A declared format, when it is one that anybody knows; aqua decides by bytes and name for every other text. */
function spelled(declared: string): string | undefined {
  const format = declared.toLowerCase().replace(/^\./, "");
  return Object.hasOwn(SPELLINGS, format) || UNSUPPORTED.includes(format) ? format : undefined;
}

/** The format that a file name ends in. */
function spelledName(name: string): string | undefined {
  const known = [...Object.keys(SPELLINGS), ...UNSUPPORTED].filter((format) => format !== "raw");
  return known.sort((a, b) => b.length - a.length).find((format) =>
    name.toLowerCase().endsWith(`.${format}`)
  );
}

/** A tar by its first header; an empty tar, which begins with its end, only when somebody says that it is one. */
function holdsTar(inner: Uint8Array | undefined, said: string | undefined): boolean {
  const saidTar = (SPELLINGS[said ?? ""] ?? "").startsWith("tar");
  if (inner === undefined) return saidTar;
  return isTarHeader(inner.subarray(0, 512)) || (saidTar && isZero(inner));
}

function refusePage(head: Uint8Array, name: string, pages: typeof PAGES): void {
  const text = new TextDecoder().decode(head).trimStart();
  const content = find(pages, text);
  if (content === undefined) return;
  const start = text.slice(0, 120).replace(/[\s\p{C}]+/gu, " ").trim();
  throw new IntegrityError("archive/unexpected-content", `${content} instead of ${name}`, {
    explanation: "The server answered with a page, such as a login form or an error, and not with the file.",
    facts: { content, start },
  });
}

function find<T>(table: readonly (readonly [RegExp, T])[], text: string): T | undefined {
  return table.find(([pattern]) => pattern.test(text))?.[1];
}

/** The first bytes as hexadecimal digits. */
function hex(head: Uint8Array): string {
  return Array.from(head.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

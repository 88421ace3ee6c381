/** Extensions of assets and programs: what counts as one, what is appended. Pure.
 *  Follows aqua-registry §7, §8. Invariant: names are compared as text, case counts. */
import type { PackageRecord } from "./record.ts";

/** In this order: the first that ends the name is its extension. */
const archiveExtensions = (
  "tar.br tar.bz2 tar.gz tar.lz4 tar.sz tar.xz tbr tbz tbz2 tgz tlz4 tsz txz tar.zst zip gz bz2 lz4 sz xz zst dmg pkg " +
  "rar tar"
).split(" ").map((extension) => `.${extension}`);

/** Without its archive extension, when it has a known one: `foo.exe` and `foo.7z` stay as they are. */
export function withoutArchiveExtension(asset: string): string {
  const extension = archiveExtensions.find((extension) => asset.endsWith(extension));
  return extension === undefined ? asset : asset.slice(0, -extension.length);
}

/** From the last dot of the last path element on, with the dot; empty when there is none. */
export function extensionOf(name: string): string {
  const base = name.slice(name.lastIndexOf("/") + 1);
  const dot = base.lastIndexOf(".");
  return dot === -1 ? "" : base.slice(dot);
}

/** As `extensionOf`, after every occurrence of the version (without one leading v) is deleted: `foo-1.2` has none. */
export function extensionBesideVersion(name: string, version: string): string {
  const bare = version.startsWith("v") ? version.slice(1) : version;
  return extensionOf(bare === "" ? name : name.replaceAll(bare, ""));
}

/** A rendered asset name or URL with what the package's format and the system append to it. */
export function finishName(
  rendered: string,
  pkg: PackageRecord,
  context: { os: string; version: string },
): string {
  if (rendered === "") return "";
  const named = appendFormat(rendered, pkg);
  return context.os === "windows" ? completeForWindows(named, pkg, context.version) : named;
}

function appendFormat(name: string, pkg: PackageRecord): string {
  const format = pkg.format ?? "";
  if (pkg.append_ext === false || format === "" || format === "raw") return name;
  if (withoutArchiveExtension(name) !== name || name.endsWith(`.${format}`)) return name;
  return `${name}.${format}`;
}

function completeForWindows(name: string, pkg: PackageRecord, version: string): string {
  if (name.endsWith(".exe") || name.endsWith(".jar")) return name;
  const format = pkg.format ?? "";
  const isProgram = format === "raw" || (format === "" && extensionBesideVersion(name, version) === "");
  const complete = pkg.complete_windows_ext ?? !isScriptType(pkg);
  return isProgram && complete ? name + windowsExtension(pkg) : name;
}

/** What a program without extension gets on Windows. */
export function windowsExtension(pkg: PackageRecord): string {
  return pkg.windows_ext || (isScriptType(pkg) ? ".sh" : ".exe");
}

function isScriptType(pkg: PackageRecord): boolean {
  return pkg.type === "github_content" || pkg.type === "github_archive";
}

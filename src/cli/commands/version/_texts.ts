/** Releases for people. Pure. Follows toolchain §14, §17.7.
 *  Invariant: what others wrote cannot steer the terminal. */
import { shortSizeText } from "@/base/text/size.ts";
import type { ReleaseDetails, ReleaseRow } from "@/features/self/core/release_rows.ts";
import type { Style } from "@/ui/style.ts";
import { tableLines } from "@/ui/table.ts";
import { harmless } from "@/ui/text.ts";

/** Lines of a table: the running release is marked. */
export function releaseTable(
  rows: readonly ReleaseRow[],
  { style, width }: { readonly style: Style; readonly width: number | undefined },
): readonly string[] {
  const cells = rows.map(({ tag, published, prerelease, current, title }) => {
    const text = harmless(tag) + (current ? " (this one)" : "");
    const release = current ? { text, paint: style.green } : text;
    return [release, published.slice(0, 10), prerelease ? "prerelease" : "", oneLine(title)];
  });
  const shown = [0, 1, 2, 3].filter((column) => column === 0 || cells.some((row) => row[column] !== ""));
  const head = ["RELEASE", "PUBLISHED", "KIND", "TITLE"];
  return tableLines({
    head: shown.map((column) => head[column] ?? ""),
    rows: cells.map((row) => shown.map((column) => row[column] ?? "")),
  }, width);
}

/** Lines about one release: what it is, its notes, its files. */
export function releaseLines(release: ReleaseDetails, style: Style): readonly string[] {
  const { tag, title, published, prerelease, current, url, body, assets } = release;
  const facts = [
    published && `published ${published.slice(0, 10)}`,
    prerelease && "prerelease",
    current && "this one is running",
  ];
  const files = assets.map(({ name, size }) => [harmless(name), shortSizeText(size)]);
  const notes = harmless(body.replaceAll("\r\n", "\n")).trim();
  return [
    style.bold(title === tag ? harmless(tag) : `${harmless(tag)}  ${oneLine(title)}`),
    ...[facts.filter(Boolean).join(", "), harmless(url)].filter((line) => line !== ""),
    ...notes === "" ? [] : ["", ...notes.split("\n")],
    ...files.length === 0 ? [] : ["", ...tableLines({ head: ["FILE", "SIZE"], rows: files })],
  ];
}

function oneLine(text: string): string {
  return harmless(text.replaceAll(/\s+/g, " "));
}

/** Finds the few packages of a large registry text that may bear a name, so that only these are decoded. Pure.
 *  Follows aqua-registry §2 (measurements), toolchain §7.4. Invariant: a name is found here exactly if decoding the
 *  whole text would find it; a text whose shape does not promise that is not sliced. */
import { type DecodedRegistry, decodeRegistry } from "./decode.ts";

/** A registry text cut into its packages. */
export interface RegistrySlices {
  /**
   * Decodes every package that has the last part of a name somewhere in a name of its own, in any case.
   * @throws ConfigError `yaml/syntax`, also where a package uses an anchor of another one
   */
  decodeLike(name: string): DecodedRegistry;
}

interface Slice {
  readonly start: number;
  readonly end: number;
  /** From 1. */
  readonly line: number;
}

/**
 * Cuts a registry in block style, as generated ones are: one line `packages:`, then items of one indentation.
 * @returns undefined for any other text
 */
export function sliceRegistry(text: string, file: string): RegistrySlices | undefined {
  const head = /^(?:---\n|#.*\n|\n)*packages:\n(?=( *)- )/.exec(text);
  if (head === null || text.includes("\r") || text.includes("\t")) return undefined;
  const indent = head[1] ?? "";
  if (oddLine(indent).test(text.slice(head[0].length))) return undefined;
  const slices = cut(text, head[0].length, indent);
  const always = [...text.matchAll(UNCLEAR_NAME)].map(({ index }) => index);
  return {
    decodeLike(name) {
      const places = [...always, ...placesOf(text, name.slice(name.lastIndexOf("/") + 1))];
      const found = new Set(places.flatMap((place) => sliceAt(slices, place) ?? []));
      const decoded = slices.filter((slice) => found.has(slice)).map((slice) =>
        // As many lines as stand before it, so that positions are those of the file.
        decodeRegistry(`${"\n".repeat(slice.line - 2)}packages:\n${text.slice(slice.start, slice.end)}`, file)
      );
      return {
        packages: decoded.flatMap(({ packages }) => packages),
        issues: decoded.flatMap(({ issues }) => issues),
      };
    },
  };
}

/** A line that belongs to no item: neither begins one nor is indented further, nor empty, nor a comment. */
function oddLine(indent: string): RegExp {
  return new RegExp(`^(?!${indent}  |${indent}- | *#| *$)`, "m");
}

/** A name that its line does not show as it is: in a block, with a tag, an anchor, an alias or an escape. */
const UNCLEAR_NAME = /(?:name|path)["']? *:(?: *$| +[|>&*!#].*$|.*\\.*$)/gm;

function cut(text: string, from: number, indent: string): readonly Slice[] {
  const starts = [...text.slice(from).matchAll(new RegExp(`^${indent}- `, "gm"))].map(({ index }) =>
    from + index
  );
  let line = text.slice(0, from).split("\n").length;
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? text.length, slice = { start, end, line };
    for (let at = text.indexOf("\n", start); at >= 0 && at < end; at = text.indexOf("\n", at + 1)) line++;
    return slice;
  });
}

/** Where a name or its last part is the value of a key that a package may be named by. */
function placesOf(text: string, part: string): readonly number[] {
  const escaped = part.replace(/[^\w]/gu, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`);
  const naming = new RegExp(`(?:name|path)["']? *:.*(?<=[ "'/])${escaped}(?=[ "',}]|$)`, "gimu");
  return [...text.matchAll(naming)].map(({ index }) => index);
}

function sliceAt(slices: readonly Slice[], place: number): Slice | undefined {
  let low = 0, high = slices.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((slices[middle]?.end ?? Infinity) > place) high = middle;
    else low = middle + 1;
  }
  return slices[low];
}

/** Reads and edits the text of a `.tool-versions` file. Pure. Follows toolchain §4.
 *  Invariants: an edit changes only the lines of the tool it is about; comments, blank lines, order, spacing, line ends
 *  and a byte order mark stay. `1.2.0` and `v1.2.0` are one version (trap 7). */
import { hasControlCharacters } from "@/base/text/control_characters.ts";
import { bareVersion, isPathSafe, sameVersion } from "./tool_spec.ts";

/** The versions of one tool, first is the default; `line` counts from 1. */
export interface ToolLine {
  readonly name: string;
  readonly versions: readonly string[];
  readonly line: number;
}

/** A line that says nothing. */
export interface BadLine {
  /** Its first field. */
  readonly name: string;
  readonly line: number;
  readonly why: "has no version" | "is no tool name" | "is not UTF-8 text";
}

/** What a versions file says: lines with versions and lines that make no sense, both in file order. */
export interface VersionsFile {
  readonly tools: readonly ToolLine[];
  readonly bad: readonly BadLine[];
}

/** Answers the id behind a name as it stands in the file; the name itself when nothing is known. */
export type IdOf = (name: string) => string;

/** Reads the text of a versions file; a field that begins with `#` ends its line. */
export function parseVersionsFile(text: string): VersionsFile {
  const tools: ToolLine[] = [], bad: BadLine[] = [];
  splitLines(text).forEach((raw, index) => {
    const { name, versions } = readLine(raw);
    const line = index + 1;
    if (name === "") return;
    const why = faultOf(name, versions);
    if (why === undefined) tools.push({ name, versions, line });
    else bad.push({ name, line, why });
  });
  return { tools, bad };
}

function faultOf(name: string, versions: readonly string[]): BadLine["why"] | undefined {
  // Bytes of another encoding were decoded to U+FFFD; UTF-16 leaves NULs.
  if ([name, ...versions].some((field) => field.includes("\uFFFD") || hasControlCharacters(field))) {
    return "is not UTF-8 text";
  }
  if (!isPathSafe(name)) return "is no tool name";
  return versions.length === 0 ? "has no version" : undefined;
}

/**
 * Merges the lines that name the same tool: one entry per id at the place of its first line, versions in order of
 * appearance without repetition.
 */
export function mergeToolLines(
  tools: readonly ToolLine[],
  idOf: IdOf,
): readonly (ToolLine & { readonly id: string })[] {
  const byId = new Map<string, ToolLine & { id: string; versions: string[] }>();
  for (const { versions, ...tool } of tools) {
    const id = idOf(tool.name), known = byId.get(id.toLowerCase());
    if (known) known.versions.push(...versions);
    else byId.set(id.toLowerCase(), { ...tool, id, versions: [...versions] });
  }
  return [...byId.values()].map((tool) => ({ ...tool, versions: distinct(tool.versions) }));
}

/** Where `addVersion` puts a version: behind the others, before them, or instead of them. */
export type Placement = "last" | "first" | "only";

/**
 * Adds a version to the tool's line, or a line at the end when the file has none for it.
 * @param tool the name as typed (for a new line) and its id
 * @returns the same text when nothing changes
 */
export function addVersion(
  text: string,
  tool: {
    readonly name: string;
    readonly id: string;
    readonly version: string;
    readonly placement: Placement;
  },
  idOf: IdOf,
): string {
  const lines = splitLines(text);
  const own = linesOf(lines, tool.id, idOf);
  const first = own[0], last = own.at(-1);
  if (first === undefined) return appendLine(text, `${tool.name} ${tool.version}`);
  const listed = own.flatMap((index) => readLine(lines[index] ?? "").versions);
  if (tool.placement === "last" && has(listed, tool.version)) return text;
  return editLines(text, own, (versions, index) => {
    const others = without(versions, tool.version);
    switch (tool.placement) {
      case "only":
        return index === first ? [tool.version] : [];
      case "first":
        return index === first ? [tool.version, ...others] : others;
      case "last":
        return index === last ? [...others, tool.version] : others;
    }
  });
}

/**
 * Drops a version of a tool, or the whole tool when no version is given; a line that loses its last version goes.
 * @returns undefined when the file has no such tool or version
 */
export function removeVersion(
  text: string,
  tool: { readonly id: string; readonly version?: string | undefined },
  idOf: IdOf,
): string | undefined {
  const lines = splitLines(text);
  const own = linesOf(lines, tool.id, idOf);
  const { version } = tool;
  const hit = own.some((index) =>
    version === undefined || has(readLine(lines[index] ?? "").versions, version)
  );
  if (!hit) return undefined;
  return editLines(
    text,
    own,
    (versions) => version === undefined ? [] : without(versions, version),
  );
}

/** Replaces a version in its position, wherever the tool's lines have it. The same text when they do not. */
export function replaceVersion(
  text: string,
  tool: { readonly id: string; readonly from: string; readonly to: string },
  idOf: IdOf,
): string {
  const own = linesOf(splitLines(text), tool.id, idOf);
  return editLines(
    text,
    own,
    (versions) => distinct(versions.map((version) => version === tool.from ? tool.to : version)),
  );
}

function has(versions: readonly string[], version: string): boolean {
  return versions.some((each) => sameVersion(each, version));
}

function without(versions: readonly string[], version: string): readonly string[] {
  return versions.filter((each) => !sameVersion(each, version));
}

/** The first spelling of every version. */
function distinct(versions: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return versions.filter((version) => {
    const isNew = !seen.has(bareVersion(version));
    seen.add(bareVersion(version));
    return isNew;
  });
}

const BOM = "\uFEFF";

function splitLines(text: string): string[] {
  return text.split("\n");
}

/** The fields of a line before its comment, with their places. A byte order mark counts as a blank. */
function fieldsOf(raw: string): readonly RegExpExecArray[] {
  const fields = [...raw.matchAll(/\S+/g)];
  const comment = fields.findIndex(([text]) => text.startsWith("#"));
  return comment < 0 ? fields : fields.slice(0, comment);
}

function readLine(raw: string): { name: string; versions: string[] } {
  const [name = "", ...versions] = fieldsOf(raw).map(([text]) => text);
  return { name, versions };
}

/** Indices of the lines that name a tool. */
function linesOf(lines: readonly string[], id: string, idOf: IdOf): number[] {
  return lines.flatMap((raw, index) => {
    const { name } = readLine(raw);
    return name !== "" && idOf(name).toLowerCase() === id.toLowerCase() ? [index] : [];
  });
}

function editLines(
  text: string,
  own: readonly number[],
  edit: (versions: readonly string[], index: number) => readonly string[],
): string {
  const edited = splitLines(text).flatMap((raw, index) => {
    if (!own.includes(index)) return [raw];
    const versions = edit(readLine(raw).versions, index);
    if (versions.length > 0) return [replaceVersions(raw, versions)];
    return raw.startsWith(BOM) && index === 0 ? [BOM] : [];
  });
  return edited[0] === BOM ? BOM + edited.slice(1).join("\n") : edited.join("\n");
}

/** Puts other versions into a line; the name, the blanks around it and what follows the versions stay. */
function replaceVersions(raw: string, versions: readonly string[]): string {
  const [name, ...old] = fieldsOf(raw);
  const first = old[0], last = old[old.length - 1];
  if (name === undefined) return raw;
  if (first === undefined || last === undefined) {
    const end = name.index + name[0].length;
    return `${raw.slice(0, end)} ${versions.join(" ")}${raw.slice(end)}`;
  }
  const blanks = blanksBefore(raw, old);
  const usual = blanks.at(-1) || " ";
  const texts = versions.map((version, index) => {
    const known = old.findIndex(([text]) => text === version);
    const place = known < 0 && versions.length === old.length ? index : known;
    return index === 0 ? version : (blanks[place] || usual) + version;
  });
  return raw.slice(0, first.index) + texts.join("") + raw.slice(last.index + last[0].length);
}

/** The blanks between each field and the one before; none before the first. */
function blanksBefore(raw: string, fields: readonly RegExpExecArray[]): readonly string[] {
  return fields.map(({ index }, at) => {
    const before = fields[at - 1];
    return before === undefined ? "" : raw.slice(before.index + before[0].length, index);
  });
}

function appendLine(text: string, line: string): string {
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const needsBreak = text !== "" && text !== BOM && !text.endsWith("\n");
  return `${text}${needsBreak ? eol : ""}${line}${eol}`;
}

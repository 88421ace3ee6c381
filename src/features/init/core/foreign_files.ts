/** Versions that files of other tool managers name, as far as they are plain. Pure. Follows toolchain §4.1, §5.1.
 *  Invariant: nothing is guessed: what is no plain version of a tool that has a name here is left out, by name. */
import { baseName } from "@/base/path.ts";
import { bareVersion, isPathSafe, versionFault } from "@/features/toolchain/core/tool_spec.ts";

/** A tool that a file names. */
export interface FoundVersion {
  /** Short name, else id. */
  readonly name: string;
  readonly id: string;
  readonly version: string;
}

/** What a file names. */
export interface ForeignTools {
  readonly found: readonly FoundVersion[];
  /** What it names beside that, in its words. */
  readonly leftOut: readonly string[];
}

/** Short names → ids. */
type Names = Readonly<Record<string, string>>;

/** A file of another tool manager, and how to read it. `parsed` is the YAML value of the text. */
interface ForeignFile {
  readonly file: string;
  readonly isYaml?: boolean;
  read(content: { readonly text: string; readonly parsed: unknown }, names: Names): ForeignTools;
}

/** The files that are looked for, in this order. */
export const FOREIGN_FILES: readonly ForeignFile[] = [
  ...["terraform", "opentofu", "terragrunt", "packer", "helmfile"].map((name) => ({
    file: `.${name}-version`,
    read: ({ text }: { readonly text: string }, names: Names) => readSingle(name, text, names),
  })),
  ...["mise.toml", ".mise.toml"].map((file) => ({
    file,
    read: ({ text }: { readonly text: string }, names: Names) => readMise(text, names),
  })),
  ...["aqua.yaml", "aqua.yml", ".aqua.yaml", ".aqua.yml"].map((file) => ({
    file,
    isYaml: true,
    read: ({ parsed }: { readonly parsed: unknown }, names: Names) => readAqua(parsed, names),
  })),
];

/** The first line that is no comment. */
function readSingle(name: string, text: string, names: Names): ForeignTools {
  const line = text.replace(/^\uFEFF/, "").split(/\r?\n/).map((line) => line.trim())
    .find((line) => line !== "" && !line.startsWith("#")) ?? "";
  const id = own(names, name);
  if (id === undefined || !/^v?\d+(\.\d+)+/.test(line) || versionFault(line) !== undefined) {
    return { found: [], leftOut: line === "" ? [] : [`${name} ${line}`] };
  }
  return { found: [{ name, id, version: line }], leftOut: [] };
}

/** Lines of the table `[tools]`, `name = "version"`; a version of few numbers means the newest below it. */
function readMise(text: string, names: Names): ForeignTools {
  let isTools = false;
  const found: FoundVersion[] = [], leftOut: string[] = [];
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    if (/^\[/.test(line)) isTools = /^\[\s*tools\s*\](\s*#.*)?$/.test(line);
    if (!isTools || line === "" || /^[[#]/.test(line)) continue;
    const [, key = "", version] =
      /^("[^"]*"|'[^']*'|[\w.-]+)\s*=\s*(?:["']([^"']*)["']\s*(?:#.*)?$)?/.exec(line) ?? [];
    const written = key.replaceAll(/["']/g, "");
    const name = written.replace(/^aqua:/, "");
    const id = own(names, name) ?? (written === name ? undefined : name);
    if (
      id === undefined || version === undefined || !isPackageId(id) || versionFault(version) !== undefined
    ) {
      if (written !== "") leftOut.push(version === undefined ? written : `${written} ${version}`);
      continue;
    }
    found.push(foundVersion(id, /^\d+(\.\d+)?$/.test(version) ? `latest:${version}` : version, names));
  }
  return { found, leftOut };
}

/** Items of `packages` with a name and a version of the standard registry. */
function readAqua(parsed: unknown, names: Names): ForeignTools {
  const { packages } = recordOf(parsed);
  const found: FoundVersion[] = [], leftOut: string[] = [];
  for (const item of Array.isArray(packages) ? packages : []) {
    const { name, version, registry, import: imported } = recordOf(item);
    if (typeof name !== "string") {
      if (typeof imported === "string") leftOut.push(`import ${imported}`);
      continue;
    }
    const [id = "", tag = typeof version === "string" ? version : ""] = name.split("@");
    const isStandard = registry === undefined || registry === "standard";
    if (isStandard && isPackageId(id) && versionFault(tag) === undefined) {
      found.push(foundVersion(id, tag, names));
    } else leftOut.push(name);
  }
  return { found, leftOut };
}

function foundVersion(id: string, version: string, names: Names): FoundVersion {
  const short = baseName(id);
  return { name: own(names, short) === id ? short : id, id, version: bareVersion(version) };
}

function isPackageId(id: string): boolean {
  return /^[^/\s]+(\/[^/\s]+)+$/.test(id) && isPathSafe(id);
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function own(names: Names, name: string): string | undefined {
  return Object.hasOwn(names, name) ? names[name] : undefined;
}

/** Outputs of terraform as texts for other programs. Pure. Follows components §7.10.
 *  Invariant: a value keeps its digits and is quoted where a shell would read it. */
import { jsonLine, jsonText } from "@/base/text/json_text.ts";
import { quoteShWord } from "@/base/text/quote.ts";
import { isTree, type Tree } from "@/features/stacks/core/merge.ts";
import { sortedKeys } from "@/features/stacks/core/sorted_keys.ts";
import { renderYaml } from "@/lang/yaml/render.ts";

/** The formats, in the order in which people are told. */
export const OUTPUT_FORMATS = [
  ...["json", "yaml", "hcl", "env", "dotenv", "bash", "csv", "tsv", "table", "github"],
];

/** How names and nested values are written. */
export interface OutputOptions {
  readonly format: string;
  readonly uppercase: boolean;
  /** Whether members of maps are outputs of their own: `key_member`. */
  readonly flatten: boolean;
}

/** All outputs as one text that ends with a newline; without outputs it may be empty. */
export function outputText(outputs: Tree, options: OutputOptions): string {
  const { format, uppercase, flatten } = options;
  const flat = flatten ? flattened(outputs, "") : Object.entries(outputs);
  const entries = flat.map(([key, value]) => [uppercase ? key.toUpperCase() : key, value] as const);
  const named = Object.fromEntries(entries);
  switch (format) {
    case "json":
      return `${jsonText(sortedKeys(named))}\n`;
    case "yaml":
      return renderYaml(named, { sortKeys: true });
    case "hcl":
      return lines(entries.map(([key, value]) => `${key} = ${hcl(value, "")}`));
    default:
      return lines(rows(entries, format));
  }
}

/** The value of one output. */
export function oneOutputText(value: unknown, format: string): string {
  switch (format) {
    case "json":
      return `${jsonText(value)}\n`;
    case "yaml":
      return renderYaml(value);
    case "hcl":
      return `${hcl(value, "")}\n`;
    default:
      return `${scalar(value)}\n`;
  }
}

function rows(entries: readonly (readonly [string, unknown])[], format: string): readonly string[] {
  const told = entries.filter(([, value]) => value !== null).map(([key, value]) =>
    [key, scalar(value)] as const
  );
  switch (format) {
    case "dotenv":
      return told.map(([key, text]) => `${key}=${quoteShWord(text)}`);
    case "bash":
      return told.map(([key, text]) => `export ${key}=${quoteShWord(text)}`);
    case "csv":
      return ["key,value", ...told.map((row) => row.map(csvField).join(","))];
    case "tsv":
      return ["key\tvalue", ...told.map((row) => row.map((text) => text.replace(/[\t\n]/g, " ")).join("\t"))];
    case "table": {
      const width = Math.max(3, ...told.map(([key]) => key.length));
      return ["key".padEnd(width) + "  value", ...told.map(([key, text]) => `${key.padEnd(width)}  ${text}`)];
    }
    case "github":
      return told.flatMap(([key, text]) => githubLines(key, text));
    default:
      return told.map(([key, text]) => `${key}=${text}`);
  }
}

/** More than one line stands between two words that it does not hold. */
function githubLines(key: string, text: string): readonly string[] {
  if (!text.includes("\n")) return [`${key}=${text}`];
  let end = "EOF";
  while (text.split("\n").includes(end)) end += "_";
  return [`${key}<<${end}`, text, end];
}

function flattened(value: Tree, prefix: string): readonly (readonly [string, unknown])[] {
  return Object.entries(value).flatMap(([key, member]) =>
    isTree(member) ? flattened(member, `${prefix}${key}_`) : [[`${prefix}${key}`, member] as const]
  );
}

function scalar(value: unknown): string {
  return typeof value === "object" && value !== null ? jsonLine(value) : String(value ?? "");
}

function csvField(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function hcl(value: unknown, indent: string): string {
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    return `[\n${value.map((item) => `${deeper}${hcl(item, deeper)},\n`).join("")}${indent}]`;
  }
  if (isTree(value)) {
    const members = Object.entries(value).map(([key, member]) =>
      `${deeper}${/^[A-Za-z_][\w-]*$/.test(key) ? key : JSON.stringify(key)} = ${hcl(member, deeper)}\n`
    );
    return members.length === 0 ? "{}" : `{\n${members.join("")}${indent}}`;
  }
  if (typeof value === "string") {
    return JSON.stringify(value).replaceAll("${", "$${").replaceAll("%{", "%%{");
  }
  return String(value);
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join("");
}

/** The text that puts directories on PATH, in the syntax of each shell. Pure. Follows toolchain §13.6. */
import { quoteFish, quotePowerShell, quoteSh } from "@/base/text/quote.ts";

/** Formats of `toolchain env`, in the order in which messages list them. */
export const ENV_FORMATS = ["bash", "json", "dotenv", "fish", "powershell", "github", "zsh", "sh"] as const;

/** One of the formats. */
export type EnvFormat = typeof ENV_FORMATS[number];

/** What the lines are made of. */
export interface PathFacts {
  /** One item per tool, in PATH order. Keys are those of the JSON. */
  readonly tools: readonly { readonly tool: string; readonly version: string; readonly path: string }[];
  /** The tools' directories. */
  readonly dirs: readonly string[];
  /** The tools' directories and the current PATH behind them. */
  readonly fullPath: readonly string[];
  readonly separator: string;
  /** When the project has proxies: their directory, first in `dirs`, and what they need to know. */
  readonly proxy?: { readonly dir: string; readonly variables: Readonly<Record<string, string>> } | undefined;
}

/** Renders PATH, and what proxies need, in a format; ends in a newline. `github` has one directory a line and no
 *  current PATH. */
export function renderPath(facts: PathFacts, format: EnvFormat): string {
  const variables = Object.entries(facts.proxy?.variables ?? {});
  if (format === "json" || format === "github") return renderOwnPath(facts, format);
  const lines = variables.map(([name, value]) => renderVariable(name, value, format));
  return renderOwnPath(facts, format) + lines.join("");
}

function renderVariable(name: string, value: string, format: EnvFormat): string {
  switch (format) {
    case "dotenv":
      return `${name}=${quoteSh(value)}\n`;
    case "fish":
      return `set -gx ${name} ${quoteFish(value)}\n`;
    case "powershell":
      return `$env:${name} = ${quotePowerShell(value)}\n`;
    default:
      return `export ${name}=${quoteSh(value)}\n`;
  }
}

function renderOwnPath(facts: PathFacts, format: EnvFormat): string {
  const joined = facts.fullPath.join(facts.separator);
  switch (format) {
    case "bash":
    case "zsh":
    case "sh":
      return `export PATH=${quoteSh(joined)}\n`;
    case "dotenv":
      return `PATH=${quoteSh(joined)}\n`;
    case "fish":
      return `set -gx PATH ${facts.fullPath.map(quoteFish).join(" ")}\n`;
    case "powershell":
      return `$env:PATH = ${quotePowerShell(joined)}\n`;
    case "github":
      return facts.dirs.map((dir) => `${dir}\n`).join("");
    case "json":
      return JSON.stringify(
        { tools: facts.tools, final_path: joined, count: facts.tools.length, proxy: facts.proxy },
        null,
        2,
      ) + "\n";
  }
}

/** A line that assigns, up to its value. */
const ASSIGNMENT = /^(export \w+=|set -gx \w+ |\$env:\w+ = |\w+=)/;

/** The lines of `addition` that `existing` lacks, as the text to append to it. A shell heeds the last assignment of a
 *  variable, so an earlier one does not count; lines that assign nothing count where all of them are at the end. */
export function newLines(existing: string, addition: string): string {
  const linesOf = (text: string) => text.split(/\r?\n/).filter((line) => line !== "");
  const known = linesOf(existing), wanted = linesOf(addition);
  const isLast = (line: string) => {
    const start = ASSIGNMENT.exec(line)?.[0];
    return start !== undefined && known.findLast((each) => each.startsWith(start)) === line;
  };
  const isAtEnd = known.slice(-wanted.length).join("\n") === wanted.join("\n");
  const fresh = isAtEnd ? "" : wanted.filter((line) => !isLast(line)).map((line) => `${line}\n`).join("");
  return fresh !== "" && existing !== "" && !existing.endsWith("\n") ? `\n${fresh}` : fresh;
}

/** Reads the text of a checksum file and finds the sum of one asset. Pure.
 *  Follows aqua-registry §15.2, §25.5, toolchain §11.2. Invariant: names match as a whole, never as a part. */
import { IntegrityError } from "@/base/errors.ts";
import type { ChecksumAlgorithm, ChecksumPlan } from "./checksum_plan.ts";

/** Compiles an RE2 pattern; the function answers the groups of the first match, the whole match first. */
export type PatternCompiler = (
  pattern: string,
) => (text: string) => readonly (string | undefined)[] | undefined;

/** The expected sum of an asset. `sum` is lower-case. */
export interface ExpectedChecksum {
  readonly sum: string;
  readonly algorithm: ChecksumAlgorithm;
  /** What was odd about the file. */
  readonly warnings: readonly string[];
}

type Reading = Pick<ChecksumPlan, "format" | "pattern" | "key" | "algorithm">;

/** Either one sum for whatever the file stands beside, or sums by file name. */
type Sums = string | ReadonlyMap<string, string>;

/**
 * Finds the sum of `plan.key`.
 * @throws IntegrityError `registry/checksum-not-listed`, `registry/checksum-empty`, `registry/checksum-odd`
 */
export function findChecksum(text: string, plan: Reading, compile: PatternCompiler): ExpectedChecksum {
  const lines = text.replaceAll("\r\n", "\n");
  const sums = readSums(lines, plan, compile);
  const found = typeof sums === "string" ? sums : sums.get(plan.key);
  if (found !== undefined) return identify(found, plan.algorithm, []);
  const odd = plan.format === "lines" ? oddLine(lines, plan.key) : undefined;
  if (odd !== undefined) {
    return identify(odd, plan.algorithm, [
      `the checksum file does not have the usual form "sum  ${plan.key}"`,
    ]);
  }
  throw notListed(plan.key, typeof sums === "string" ? [] : [...sums.keys()]);
}

function readSums(text: string, { format, pattern, key }: Reading, compile: PatternCompiler): Sums {
  if (format === "raw") return required(text.trim(), key);
  if (format === "regexp") return matchedSums(text, pattern ?? { checksum: "" }, compile);
  const lines = text.trim().split("\n");
  const first = lines[0] ?? "";
  if (lines.length === 1 && !/[ \t]/.test(first)) return required(first, key);
  return listedSums(lines, key);
}

function required(sum: string, key: string): string {
  if (sum === "") throw noChecksum(key);
  return sum;
}

/** Cut at the first blank, or at the first tab of a line without blanks; the later of equal names wins. */
function listedSums(lines: readonly string[], key: string): Sums {
  const sums = new Map<string, string>();
  for (const line of lines) {
    const blank = line.indexOf(" ");
    const cut = blank === -1 ? line.indexOf("\t") : blank;
    if (cut === -1) continue;
    const path = line.slice(cut + 1).trim();
    sums.set(path.slice(path.lastIndexOf("/") + 1).replace(/^\*/, ""), line.slice(0, cut));
  }
  if (sums.size === 0) throw noChecksum(key);
  return sums;
}

function matchedSums(text: string, pattern: NonNullable<Reading["pattern"]>, compile: PatternCompiler): Sums {
  const sumOf = captured(compile(pattern.checksum));
  const lines = text.split("\n");
  if (pattern.file === undefined) return lines.map(sumOf).find((sum) => sum !== undefined) ?? new Map();
  const nameOf = captured(compile(pattern.file));
  return new Map(lines.flatMap((line) => {
    const name = nameOf(line);
    const sum = sumOf(line);
    return name === undefined || sum === undefined ? [] : [[name, sum] as const];
  }));
}

function captured(match: ReturnType<PatternCompiler>): (line: string) => string | undefined {
  return (line) => {
    const groups = match(line) ?? [];
    return (groups.length > 1 ? groups[1] : groups[0]) || undefined;
  };
}

/** `SHA256 (name) = sum`, `name: sum`, and the sum before the name with more columns or with blanks in the name. */
function oddLine(text: string, key: string): string | undefined {
  for (const line of text.split("\n")) {
    const bsd = /^[A-Za-z0-9-]+ ?\((.+)\) ?= ?([0-9A-Fa-f]+)$/.exec(line.trim());
    const colon = /^(.+?)\s*:\s*([0-9A-Fa-f]{32,})$/.exec(line.trim());
    const [, path, sum] = bsd ?? colon ?? [];
    if (path !== undefined && path.slice(path.lastIndexOf("/") + 1) === key) return sum;
  }
  return undefined;
}

const algorithmByLength: Readonly<Record<number, ChecksumAlgorithm>> = {
  32: "md5",
  40: "sha1",
  64: "sha256",
  128: "sha512",
};

/** The sum in lower case, without a prefix that names its algorithm; its length may tell another algorithm. */
function identify(
  found: string,
  algorithm: ChecksumAlgorithm,
  warnings: readonly string[],
): ExpectedChecksum {
  const named = /^(?:md5|sha1|sha256|sha512)[:=-]([0-9A-Fa-f]+)$/i.exec(found);
  // GNU programs begin a line with a backslash when its name has one.
  const sum = (named?.[1] ?? found).toLowerCase().replace(/^\\/, "");
  const told = /^[0-9a-f]+$/.test(sum) ? algorithmByLength[sum.length] : undefined;
  if (told === undefined) throw notASum(found);
  return {
    sum,
    algorithm: told,
    warnings: [
      ...warnings,
      ...(named === null ? [] : [`the checksum file writes the algorithm before the sum: ${found}`]),
      ...(told === algorithm ? [] : [`the sum has the length of ${told}, the definition says ${algorithm}`]),
    ],
  };
}

function noChecksum(key: string): IntegrityError {
  return new IntegrityError("registry/checksum-empty", `the checksum file for ${key} holds no checksum`, {
    facts: { file: key },
  });
}

const SHOWN_LENGTH = 60;

function notASum(found: string): IntegrityError {
  const shown = JSON.stringify(found.length > SHOWN_LENGTH ? `${found.slice(0, SHOWN_LENGTH)}…` : found);
  return new IntegrityError("registry/checksum-odd", "the checksum file is none", {
    explanation: `Where the sum should be it has ${shown}.`,
  });
}

function notListed(key: string, names: readonly string[]): IntegrityError {
  return new IntegrityError("registry/checksum-not-listed", `${key} is not listed in its checksum file`, {
    explanation: names.length === 0 ? undefined : `It lists: ${names.slice(0, 20).join(", ")}.`,
    facts: { file: key },
  });
}

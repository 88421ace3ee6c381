/** Reads and writes TOML 1.0. The only user of npm smol-toml. Pure. Follows templates §3.2 (`data.TOML`).
 *  Invariant: whole numbers beyond ±2^53 are bigint; dates are the text that somebody wrote. */
import { parse, stringify, TomlDate, TomlError } from "smol-toml";
import { ConfigError } from "@/base/errors.ts";

/** The value of a text: maps, lists, texts, numbers, bool. @throws Config `toml/syntax` */
export function parseToml(text: string, file: string): unknown {
  try {
    return plain(parse(text, { integersAsBigInt: "asNeeded" }));
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [reason = ""] = error.message.replace(/^Invalid TOML document: /, "").split("\n");
    throw new ConfigError("toml/syntax", reason, { at: { file, line: error.line, column: error.column } });
  }
}

/** A map as a document. @throws TypeError for null and for what is no map */
export function renderToml(value: unknown): string {
  return stringify(value);
}

function plain(value: unknown): unknown {
  if (value instanceof TomlDate) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]));
}

/** What the builtins about texts do.
 *  Follows aqua-registry §10. Pure.
 *  Invariant: no answer is longer than the limit, whatever the arguments are. */
import { compareBytes, isList, RunFailure, type Value } from "./_value.ts";

const MAX_TEXT = 1_000_000;

/** Without a leading part, once. */
export function trimPrefix(text: string, prefix: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}

/** Without a trailing part, once. */
export function trimSuffix(text: string, suffix: string): string {
  return text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text;
}

/** Without the characters of a set at both ends. */
export function trimCharacters(text: string, set: string): string {
  const members = new Set(set);
  const characters = [...text];
  let start = 0;
  let end = characters.length;
  while (start < end && members.has(characters[start] ?? "")) start++;
  while (end > start && members.has(characters[end - 1] ?? "")) end--;
  return characters.slice(start, end).join("");
}

/** The parts between separators; at most `limit` of them, the last with the rest; a negative limit is none. */
export function splitText(text: string, separator: string, limit: number): readonly string[] {
  const parts = separator === "" ? [...text] : text.split(separator);
  if (limit < 0 || parts.length <= limit) return parts;
  return limit === 0 ? [] : [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(separator)];
}

/** What `replaceText` does: at most `limit` times; a negative limit is none. */
export interface Replacement {
  readonly old: string;
  readonly fresh: string;
  readonly limit: number;
}

/** Replaces a part by another from the left. An empty part is found before each character and at the end. */
export function replaceText(text: string, { old, fresh, limit }: Replacement): string {
  const pieces = old === "" ? ["", ...text] : text.split(old);
  if (old === "") pieces.push("");
  const count = limit < 0 ? pieces.length - 1 : Math.min(limit, pieces.length - 1);
  checkLength(text.length + count * fresh.length);
  const rest = pieces.slice(count).join(old);
  return [...pieces.slice(0, count), rest].join(fresh);
}

/** The text several times. Throws RunFailure for a negative count. */
export function repeatText(text: string, count: number): string {
  if (count < 0) {
    throw new RunFailure(`invalid argument for repeat (expected positive integer, got ${count})`);
  }
  checkLength(count);
  checkLength(text.length * count);
  return text.repeat(count);
}

/** Joins texts with another between them. */
export function joinTexts(texts: readonly string[], glue: string): string {
  checkLength(texts.reduce((sum, text) => sum + text.length + glue.length, 0));
  return texts.join(glue);
}

/** The value as text, as Go prints it; the keys of maps sorted. */
export function formatValue(value: Value): string {
  if (value === null) return "<nil>";
  if (isList(value)) return `[${joinTexts(value.map(formatValue), " ")}]`;
  if (value instanceof Map) {
    const keys = [...value.keys()].sort(compareBytes);
    return `map[${joinTexts(keys.map((key) => `${key}:${formatValue(value.get(key) ?? null)}`), " ")}]`;
  }
  return String(value);
}

/** Throws RunFailure when a text of this length would be too long. */
export function checkLength(length: number): void {
  if (length > MAX_TEXT) throw new RunFailure("memory budget exceeded");
}

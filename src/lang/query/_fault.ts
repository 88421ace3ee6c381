/** The errors of queries, with the place in the query. Follows templates §5. Pure.
 *  Invariant: lines and columns count from 1, columns in characters. */
import { ConfigError } from "@/base/errors.ts";

/** Codes of this room: text that is no query; a part of yq that is not built; a failure while it ran. */
export type FaultCode = "query/syntax" | "query/unsupported" | "query/evaluation";

/** A place in a query; `at` counts UTF-16 units from 0. */
export interface Place {
  readonly text: string;
  readonly at: number;
  /** What to do about an error there. */
  readonly advice?: string | undefined;
}

/** Makes the error for a place in a query: `message (line:column)`, with the query below it. */
export function fault(code: FaultCode, place: Place, message: string): ConfigError {
  const what = code === "query/syntax" ? `bad query: ${message}` : message;
  return new ConfigError(code, `${what} (${lineAndColumn(place)})`, {
    explanation: withQuery(place),
    facts: { expression: place.text },
  });
}

/** Makes the error for a part of yq that is not built. */
export function unsupported(place: Place, part: string): ConfigError {
  return new ConfigError("query/unsupported", `unsupported yq expression: ${part}`, {
    explanation: withQuery(place),
    facts: { expression: place.text, place: lineAndColumn(place) },
  });
}

const MAX_SHOWN = 200;

function withQuery({ text, advice }: Place): string {
  const shown = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN).toWellFormed()}…` : text;
  return `The query is ${shown}${advice === undefined ? "" : `\n${advice}`}`;
}

function lineAndColumn({ text, at }: Place): string {
  const before = text.slice(0, at);
  const lineStart = before.lastIndexOf("\n") + 1;
  return `${before.split("\n").length}:${[...before.slice(lineStart)].length + 1}`;
}

/** The errors of the expression language, with the place in the expression in their title.
 *  Follows aqua-registry §10. Pure.
 *  Invariant: titles are `what (line:column)`, both from 1, columns in characters. */
import { ConfigError } from "@/base/errors.ts";

/** Codes of this room: text that is no expression; wrong names or types; a part of the language that is not
 *  built; a failure while it ran. */
export type FaultCode = "expr/syntax" | "expr/type" | "expr/not-built" | "expr/run";

/** A place in an expression; `at` counts UTF-16 units from 0. */
export interface Place {
  readonly text: string;
  readonly at: number;
}

/** Makes the error for a place in an expression. */
export function fault(code: FaultCode, { text, at }: Place, message: string): ConfigError {
  const before = text.slice(0, at);
  const lineStart = before.lastIndexOf("\n") + 1;
  const line = before.split("\n").length;
  const column = [...before.slice(lineStart)].length + 1;
  return new ConfigError(code, `${message} (${line}:${column})`, { facts: { expression: text } });
}

/** The errors of functions: which call, at which key, in which file, and why. Pure.
 *  Follows config §11 and templates §4.2. Invariant: every error names the key path and carries the position. */
import { AtmosError, ConfigError, type ErrorDetails, type SourcePosition } from "@/base/errors.ts";
import { dottedPath, type KeyPath } from "@/base/schema/reading.ts";
import { redactText } from "@/io/net/core/redact.ts";

/** A call, as far as errors speak of it. */
export interface CallPlace {
  readonly tag: string;
  readonly text: string;
  readonly path: KeyPath;
  readonly place: { positionOf(path: KeyPath): SourcePosition | undefined };
}

/** The words behind a tag are not what the function takes: `functions/bad-arguments`. */
export function badArguments(call: CallPlace, explanation: string): ConfigError {
  return new ConfigError(
    "functions/bad-arguments",
    `invalid Atmos YAML function: ${shown(call)} at ${placeName(call.path)}`,
    { explanation, at: call.place.positionOf(call.path) },
  );
}

/** A function could not do what it says: `functions/failed` unless another code is given. */
export function failed(call: CallPlace, explanation: string, details: FailureDetails = {}): ConfigError {
  const { code = "functions/failed", ...rest } = details;
  return new ConfigError(code, `failed to execute yaml function: ${shown(call)} at ${placeName(call.path)}`, {
    ...rest,
    explanation,
    at: call.place.positionOf(call.path),
  });
}

/** What a failure may carry beside its reason. */
export interface FailureDetails extends Pick<ErrorDetails, "hints" | "facts" | "cause" | "exitCode"> {
  readonly code?: string;
}

/** An error from below a function becomes a failure of that call; its place becomes part of the reason. */
export function failedBy(call: CallPlace, error: AtmosError): ConfigError {
  const { at, title, explanation } = error;
  const where = at === undefined
    ? ""
    : `${[at.file, at.line, at.column].filter((it) => it !== undefined).join(":")}: `;
  const isExcerpt = explanation?.includes("\n") ?? false;
  const reason = explanation === undefined ? title : `${title}${isExcerpt ? "\n" : ". "}${explanation}`;
  return failed(call, where + reason, { hints: error.hints, facts: error.facts, cause: error });
}

/** A key path in a sentence. */
export function placeName(path: KeyPath): string {
  return path.length === 0 ? "the top of the file" : dottedPath(path);
}

const SHOWN_LENGTH = 80;

/** The first line of a call without passwords in addresses, cut where it gets long. */
function shown({ tag, text }: CallPlace): string {
  const [first = "", ...more] = redactText(text.trim()).split(/\r?\n/);
  const line = first.length > SHOWN_LENGTH ? first.slice(0, SHOWN_LENGTH) : first;
  const isCut = line.length < first.length || more.length > 0;
  return line === "" ? tag : `${tag} ${line}${isCut ? "…" : ""}`;
}

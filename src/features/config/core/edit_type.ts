/** Which YAML a word of the command line becomes. Pure. Follows config §9.4.
 *  Invariant: a word that does not fit its type is refused, never turned into another one. */
import { UsageError } from "@/base/errors.ts";
import type { ScalarType } from "@/base/schema/reading.ts";
import type { YamlKind } from "@/lang/yaml/edit_yaml.ts";
import { resolvePlainScalar } from "@/lang/yaml/scalars.ts";

/** What `--type` takes. */
export const EDIT_TYPES = ["auto", "string", "int", "bool", "float", "null", "yaml"] as const;

/** A word and what is known of the place where it goes. */
export interface TypedWord {
  /** As users write it. */
  readonly path: string;
  readonly text: string;
  readonly type: typeof EDIT_TYPES[number];
  /** What may stand there: scalars of these types, none of them for a collection; undefined where nobody knows. */
  readonly wanted: readonly ScalarType[] | undefined;
  /** What stands there now. */
  readonly now: YamlKind | undefined;
}

/** YAML, and what the user should hear about it. */
export interface TypedSource {
  readonly source: string;
  readonly warning?: string;
}

const INT = /^[-+]?(0|[1-9]\d*)$/;
const FLOAT = /^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?$/;
const NO_NUMBER = /^[-+]?\.?(nan|inf|infinity)$/i;

/** Turns a word into YAML. Throws Usage `config/bad-value`, `config/needs-yaml` (exit 1). */
export function typedSource(word: TypedWord): TypedSource {
  const { text, type } = word;
  switch (type) {
    case "auto":
      return automatic(word);
    case "string":
      return { source: JSON.stringify(text) };
    case "null":
      return { source: "null" };
    case "yaml":
      return { source: text };
    default:
      return scalar(word, type);
  }
}

function automatic(word: TypedWord): TypedSource {
  const { path, text, wanted, now } = word;
  const isCollection = wanted?.length === 0 || (wanted?.length !== 1 && (now === "map" || now === "list"));
  if (isCollection) {
    throw new UsageError("config/needs-yaml", `${path} is a list or map`, {
      exitCode: 1,
      explanation: "A plain word cannot replace it.",
      hints: [`Give the whole value with --type=yaml, as '[a, b]' or '{a: 1}'.`],
    });
  }
  const types = wanted ?? [];
  if (types.length === 1) return ofType(word, types[0] ?? "string");
  const fits = (type: ScalarType) => types.length === 0 || types.includes(type);
  if (now === "text" && fits("string")) return { source: JSON.stringify(text) };
  if (now === "bool" && fits("boolean")) return scalar(word, "bool");
  if (now === "number" && fits("number")) return scalar(word, "float");
  return byLook(text);
}

function ofType(word: TypedWord, type: ScalarType): TypedSource {
  switch (type) {
    case "string":
      return { source: JSON.stringify(word.text) };
    case "boolean":
      return scalar(word, "bool");
    case "integer":
      return scalar(word, "int");
    case "number":
      return scalar(word, "float");
  }
}

function byLook(text: string): TypedSource {
  const isNumber = INT.test(text) || (FLOAT.test(text) && isRead(text, "number") && !/^[-+]?0\d/.test(text));
  if (/^(true|false)$/.test(text) || isNumber) return { source: text };
  const source = JSON.stringify(text);
  return NO_NUMBER.test(text)
    ? { source, warning: `${text} is kept as a string, since it is no number` }
    : { source };
}

const NAMES = { int: "an integer", bool: "a boolean (true or false)", float: "a float" };

function scalar({ path, text }: TypedWord, type: keyof typeof NAMES): TypedSource {
  if (type === "float" && NO_NUMBER.test(text)) return byLook(text);
  const fits = type === "bool"
    ? /^(true|false)$/.test(text)
    : type === "int"
    ? INT.test(text)
    : FLOAT.test(text) && isRead(text, "number");
  if (fits) return { source: text };
  throw new UsageError("config/bad-value", `${path} needs ${NAMES[type]}, not "${text}"`, {
    exitCode: 1,
    hints: ["Another type: --type=string, int, bool, float, null or yaml."],
  });
}

function isRead(text: string, as: "number"): boolean {
  const value = resolvePlainScalar(text);
  return typeof value === as || typeof value === "bigint";
}

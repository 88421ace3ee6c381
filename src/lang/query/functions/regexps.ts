/** Functions with regular expressions, in Go's syntax. Follows templates §5 (yq v4). Pure.
 *  Invariant: offsets and lengths count bytes of UTF-8, as in yq. */
import { ConfigError } from "@/base/errors.ts";
import { compileRe2, type Re2, type Re2Group, type Re2Match } from "@/lang/regexp/re2.ts";
import { unitsOf } from "../_budget.ts";
import { made, mapOf } from "../_node.ts";
import { nounOf, textOf } from "../_value.ts";
import { type Call, type Chapter, oneText } from "./function.ts";

/** `test`, `match`, `capture`, `sub`. The option `"g"` behind a semicolon means all matches. */
export const regexps: Chapter = {
  test: { arity: [1, 2], run: (call) => [made(matchesOf(call).found.length > 0)] },
  match: {
    arity: [1, 2],
    run: (call) => {
      const { text, found } = matchesOf(call);
      const offsetOf = byteOffsets(text);
      return found.map((match) => made(describeMatch(match, offsetOf)));
    },
  },
  capture: {
    arity: [1, 2],
    run: (call) =>
      matchesOf(call).found.map(({ groups }) =>
        made(
          mapOf(
            groups.flatMap(({ name, text }) => name === undefined ? [] : [[name, text ?? null] as const]),
          ),
        )
      ),
  },
  sub: { arity: [1, 3], run: (call) => [made(substitute(call))] },
};

function matchesOf(call: Call): { readonly text: string; readonly found: readonly Re2Match[] } {
  const text = inputText(call);
  const expression = compile(oneText(call, 0), call);
  const all = call.args.length > 1 && optionsOf(call, 1) === "g";
  const found = expression.findAll(text, all ? Infinity : 1);
  call.budget.spend(found.length + unitsOf(text.length));
  return { text, found };
}

function inputText({ input: { value }, error }: Call): string {
  if (typeof value === "string") return value;
  throw error(`cannot match ${nounOf(value)}, only a string`);
}

function compile(pattern: string, { error }: Call): Re2 {
  try {
    return compileRe2(pattern);
  } catch (cause) {
    if (!(cause instanceof ConfigError)) throw cause;
    throw error(`bad regular expression ${JSON.stringify(pattern)}: ${cause.title}`);
  }
}

function optionsOf(call: Call, index: number): string {
  const options = oneText(call, index);
  if (options === "" || options === "g") return options;
  const advice = options.includes("i") ? ", write (?i) in front of the expression to ignore case" : "";
  throw call.error(`unknown option ${JSON.stringify(options)}${advice}`);
}

function describeMatch({ groups }: Re2Match, offsetOf: (start: number) => number) {
  const [whole, ...captures] = groups.map((group) => describeGroup(group, offsetOf));
  return { ...whole, captures: captures.map((capture, index) => withName(capture, groups[index + 1]?.name)) };
}

function describeGroup({ text, start }: Re2Group, offsetOf: (start: number) => number) {
  if (text === undefined || start === undefined) return { string: null, offset: -1, length: 0 };
  return { string: text, offset: offsetOf(start), length: new TextEncoder().encode(text).length };
}

function withName<T extends object>(
  capture: T,
  name: string | undefined,
): T | (T & { readonly name: string }) {
  return name === undefined ? capture : { ...capture, name };
}

/** Bytes before a place; cheap when asked for places in order. */
function byteOffsets(text: string): (start: number) => number {
  let [units, bytes] = [0, 0];
  return (start) => {
    if (start < units) [units, bytes] = [0, 0];
    bytes += new TextEncoder().encode(text.slice(units, start)).length;
    units = start;
    return bytes;
  };
}

/** The expression and the replacement are separated by a comma or a semicolon; all matches are replaced. */
function substitute(call: Call): string {
  const text = inputText(call);
  const values = call.args.flatMap((arg) => arg([call.input])).map(({ value }) => textOf(value));
  const [pattern, replacement, options = "g"] = values;
  if (pattern === undefined || replacement === undefined || options !== "g" || values.length > 3) {
    throw call.error('expected sub("expression", "replacement")');
  }
  call.budget.spend(unitsOf(text.length * (1 + replacement.length)));
  return compile(pattern, call).replaceAll(text, replacement);
}

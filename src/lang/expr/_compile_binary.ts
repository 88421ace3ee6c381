/** Checks and compiles the operators between two operands.
 *  Follows aqua-registry §10. Pure.
 *  Invariant: `and` and `or` with a literal operand are settled before anything runs, so a failing other side does
 *  not count; the original folds constants in the same way. */
import { type Code, type Frame, located, type Scope, spendOn, typeFault } from "./_code.ts";
import type { RegexpCompiler } from "./environment.ts";
import { checkTexts, findOperator } from "./_operators.ts";
import type { Compile } from "./_predicates.ts";
import {
  BOOL,
  elementOf,
  isAssignable,
  isComparable,
  mayBe,
  NIL,
  type StaticType,
  UNKNOWN,
} from "./_static_type.ts";
import type { BinaryNode, Node } from "./_syntax.ts";
import { asBool, asText, isEqual, isList, RunFailure, typeName, type Value } from "./_value.ts";

const MAX_REGEXPS = 100;

/** A binary node in the middle of being compiled. */
interface Operation {
  readonly scope: Scope;
  readonly node: BinaryNode;
  readonly left: Code;
  readonly right: Code;
}

/** Compiles a binary node. Throws ConfigError `expr/type`. */
export function compileBinary(scope: Scope, node: BinaryNode, compile: Compile): Code {
  const left = compile(scope, node.left);
  const right = compile(scope, node.right);
  const operation = { scope, node, left, right };
  switch (node.operator) {
    case "or":
    case "||":
      return compileLogical(operation, true);
    case "and":
    case "&&":
      return compileLogical(operation, false);
    case "??":
      return {
        type: coalescedType(left.type, right.type),
        run: (frame) => left.run(frame) ?? right.run(frame),
      };
    case "in":
      return compileIn(operation);
    case "matches":
      return compileMatches(operation);
    default:
      return compileOperator(operation);
  }
}

function compileOperator(operation: Operation): Code {
  const { scope, node, left, right } = operation;
  const operator = findOperator(node.operator);
  const type = operator?.check(left.type, right.type);
  if (operator === undefined || type === undefined) throw mismatch(operation);
  const { run } = operator;
  const isStrict = ["string", "int"].includes(left.type.kind) && left.type.kind === right.type.kind;
  return {
    type,
    run: located(scope, node, (frame) => {
      const [a, b] = [left.run(frame), right.run(frame)];
      spendOn(frame, a, b);
      // Of nothing found by `find` the type promises a value.
      if (isStrict && (a === null || b === null)) throw new RunFailure("a value is missing");
      const result = run(a, b);
      spendOn(frame, result);
      return result;
    }),
  };
}

/** `decides` is the value that makes the other operand unimportant: true for `or`. */
function compileLogical(operation: Operation, decides: boolean): Code {
  const { scope, node, left, right } = operation;
  const bothBool = left.type.kind === "bool" && right.type.kind === "bool";
  if (!bothBool && !mayBe(left.type, right.type, ["bool"])) throw mismatch(operation);
  if (left.constant === !decides) return right;
  if (right.constant === !decides) return left;
  if (left.constant === decides || right.constant === decides) {
    return { type: BOOL, run: () => decides, constant: decides };
  }
  const run = located(
    scope,
    node,
    (frame) => asBool(left.run(frame)) === decides ? decides : asBool(right.run(frame)),
  );
  return { type: BOOL, run };
}

function coalescedType(left: StaticType, right: StaticType): StaticType {
  if (left.kind === "nil") return right.kind === "nil" ? NIL : right;
  return right.kind === "nil" || isAssignable(right, left) ? left : UNKNOWN;
}

function compileIn(operation: Operation): Code {
  const { scope, node, left, right } = operation;
  checkIn(operation);
  const constants = constantTexts(node.right);
  if (constants !== undefined && left.type.kind === "string") {
    return { type: BOOL, run: (frame) => constants.has(left.run(frame)) };
  }
  const run = located(scope, node, (frame) => isIn(frame, left.run(frame), right.run(frame)));
  return { type: BOOL, run };
}

function checkIn(operation: Operation): void {
  const { scope, node, left, right } = operation;
  if (right.type.kind === "map") {
    if (left.type.kind === "any" || left.type.kind === "string") return;
    throw typeFault(scope, node, `cannot use ${left.type.name} as type string in map key`);
  }
  if (right.type.kind === "list") {
    const element = elementOf(right.type);
    if (isComparable(left.type, element)) return;
    throw typeFault(scope, node, `cannot use ${left.type.name} as type ${element.name} in array`);
  }
  if (right.type.kind === "any" || (left.type.kind === "any" && right.type.kind === "string")) return;
  throw mismatch(operation);
}

function constantTexts(node: Node): ReadonlySet<Value> | undefined {
  if (node.kind !== "list") return undefined;
  const texts = node.items.map((item) =>
    item.kind === "literal" && item.type === "string" ? item.value : undefined
  );
  return texts.every((text) => text !== undefined) ? new Set(texts) : undefined;
}

function isIn(frame: Frame, needle: Value, haystack: Value): boolean {
  if (haystack === null) return false;
  if (isList(haystack)) {
    spendOn(frame, haystack);
    return haystack.some((item) => isEqual(item, needle));
  }
  if (haystack instanceof Map) return typeof needle === "string" && haystack.has(needle);
  throw new RunFailure(`operator "in" not defined on ${typeName(haystack)}`);
}

function compileMatches(operation: Operation): Code {
  const { scope, node, left, right } = operation;
  const constant = typeof right.constant === "string"
    ? compilePattern(scope.compileRegexp, right.constant, (message) => typeFault(scope, node, message))
    : undefined;
  if (checkTexts(left.type, right.type) === undefined) throw mismatch(operation);
  const compiled = constant === undefined ? rememberPatterns(scope.compileRegexp) : () => constant;
  const run = located(scope, node, (frame) => {
    const [text, pattern] = [left.run(frame), right.run(frame)];
    spendOn(frame, text, pattern);
    return text !== null && pattern !== null && compiled(asText(pattern))(asText(text));
  });
  return { type: BOOL, run };
}

/** The patterns that one place in an expression meets are few: the elements of a list, most often. */
function rememberPatterns(compileRegexp: RegexpCompiler): RegexpCompiler {
  const known = new Map<string, (text: string) => boolean>();
  return (pattern) => {
    const found = known.get(pattern);
    if (found !== undefined) return found;
    const compiled = compilePattern(compileRegexp, pattern, (message) => new RunFailure(message));
    if (known.size >= MAX_REGEXPS) known.clear();
    known.set(pattern, compiled);
    return compiled;
  };
}

function compilePattern(
  compileRegexp: RegexpCompiler,
  pattern: string,
  toError: (message: string) => Error,
): (text: string) => boolean {
  try {
    return compileRegexp(pattern);
  } catch (error) {
    throw toError(error instanceof Error ? error.message : String(error));
  }
}

function mismatch({ scope, node, left, right }: Operation): Error {
  const types = `${left.type.name} and ${right.type.name}`;
  return typeFault(scope, node, `invalid operation: ${node.operator} (mismatched types ${types})`);
}

/** The value of an expression that needs nothing but itself: no variables, no functions. Pure.
 *  Follows the HCL native syntax specification. Invariant: what could only be known elsewhere is an error, never null. */
import { ConfigError } from "@/base/errors.ts";
import { binaryValue, isFault, type OperatorFault, unaryValue } from "./_operators.ts";
import { asBool, asNumber, asText, type HclValue, isList, isMap, kindOf, membersOf } from "./value.ts";
import { type HclExpression, type HclLoop, type HclSource, positionIn } from "./syntax.ts";

/** What names of `for` stand for; `item` of a splat has the name "". */
type Scope = ReadonlyMap<string, HclValue>;

type Of<Kind extends HclExpression["kind"]> = Extract<HclExpression, { readonly kind: Kind }>;

interface Place {
  readonly source: HclSource;
  readonly scope: Scope;
  /** Of how many expressions this one is a part. */
  readonly depth: number;
}

/** The parser bounds nesting and chains, but not chains within each other; the stack of the program is not endless. */
const MAX_DEPTH = 800;

/**
 * @param source where the expression stands, for positions
 * @throws ConfigError `hcl/evaluation` with file, line and column: for references, for calls of functions, for operands that
 * do not fit
 * @example evaluateHcl(attribute.value, file) // 3 for `1 + 2`
 */
export function evaluateHcl(expression: HclExpression, source: HclSource): HclValue {
  return valueOf(expression, { source, scope: new Map(), depth: 0 });
}

/** Config `hcl/evaluation` at an expression. */
function fault(
  { source }: Place,
  { start }: HclExpression,
  title: string,
  hints: readonly string[] = [],
): ConfigError {
  return new ConfigError("hcl/evaluation", title, { hints, at: positionIn(source, start) });
}

function valueOf(expression: HclExpression, outer: Place): HclValue {
  const place = { ...outer, depth: outer.depth + 1 };
  if (place.depth > MAX_DEPTH) {
    throw fault(place, expression, `more than ${MAX_DEPTH} expressions within each other`);
  }
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "item":
      return place.scope.get("") ?? null;
    case "reference":
      return referenced(expression, place);
    case "call":
      throw fault(place, expression, `functions may not be called here: ${expression.name}()`, [
        "Write the value itself.",
      ]);
    case "tuple":
      return expression.items.map((item) => valueOf(item, place));
    case "template":
      return templateText(expression.parts, place);
    case "conditional":
      return chosen(expression, place);
    case "repeat":
      return rounds(expression.loop, place).map((round) => textOf(expression.content, round)).join("");
    case "unary":
    case "binary":
      return computed(expression, place);
    case "object":
      return objectOf(expression, place);
    case "for":
      return expression.newKey === undefined
        ? tupleFor(expression, place)
        : objectFor(expression, expression.newKey, place);
    case "attribute":
      return member(expression, place, expression.name);
    case "index":
      return member(expression, place, valueOf(expression.key, place));
    case "splat":
      return splat(expression, place);
  }
}

function referenced(expression: Of<"reference">, place: Place): HclValue {
  const value = place.scope.get(expression.name);
  if (value !== undefined) return value;
  throw fault(place, expression, `variables may not be used here: ${expression.name}`, [
    `A text needs quotes: "${expression.name}".`,
  ]);
}

function computed(expression: Of<"unary" | "binary">, place: Place): HclValue {
  const result: HclValue | OperatorFault = expression.kind === "unary"
    ? unaryValue(expression.operator, valueOf(expression.operand, place))
    : binaryValue(
      expression.operator,
      valueOf(expression.left, place),
      () => valueOf(expression.right, place),
    );
  if (isFault(result)) throw fault(place, expression, result.fault);
  return result;
}

function templateText(parts: readonly HclExpression[], place: Place): string {
  return parts.map((part) => textOf(part, place)).join("").normalize("NFC");
}

function textOf(expression: HclExpression, place: Place): string {
  const value = valueOf(expression, place), text = asText(value);
  if (text === undefined) throw fault(place, expression, `${kindOf(value)} cannot be put into a text`);
  return text;
}

/** The result that is not taken decides only what kind of scalar the other becomes, and may be impossible. */
function chosen(expression: Of<"conditional">, place: Place): HclValue {
  const { condition, then, otherwise } = expression;
  const isFirst = truthOf(condition, place, "a condition");
  const value = valueOf(isFirst ? then : otherwise, place);
  const other = possibleValue(isFirst ? otherwise : then, place);
  if (value === null || other === null || other === undefined || isAlike(value, other)) return value;
  const text = typeof value === "string" || typeof other === "string" ? asText(value) : undefined;
  if (text !== undefined && asText(other) !== undefined) return text;
  throw fault(place, expression, `the results of ? and : are ${kindOf(value)} and ${kindOf(other)}`);
}

function possibleValue(expression: HclExpression, place: Place): HclValue | undefined {
  try {
    return valueOf(expression, place);
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

function isAlike(value: HclValue, other: HclValue): boolean {
  if (isNumber(value)) return isNumber(other);
  return typeof value === typeof other && isList(value) === isList(other);
}

function isNumber(value: HclValue): boolean {
  return typeof value === "number" || typeof value === "bigint";
}

function truthOf(expression: HclExpression, place: Place, what: string): boolean {
  const value = valueOf(expression, place), truth = asBool(value);
  if (truth === undefined) throw fault(place, expression, `${what} is ${kindOf(value)}, not a bool`);
  return truth;
}

function keyText(expression: HclExpression, place: Place): string {
  const value = valueOf(expression, place), text = asText(value);
  if (text === undefined) throw fault(place, expression, `${kindOf(value)} cannot be a key`);
  return text;
}

function objectOf({ entries }: Of<"object">, place: Place): HclValue {
  const { source } = place;
  return Object.fromEntries(entries.map(({ key, isComputed, value }) => {
    const isWord = !isComputed && (key.kind === "reference" || key.kind === "literal");
    if (!isComputed && key.kind === "attribute") {
      throw fault(place, key, "a key with a dot needs quotes");
    }
    return [isWord ? source.text.slice(key.start, key.end) : keyText(key, place), valueOf(value, place)];
  }));
}

/** One place for each member of what a loop goes over. */
function rounds({ key: keyName, value: valueName, over }: HclLoop, place: Place): readonly Place[] {
  const value = valueOf(over, place), members = membersOf(value);
  if (members === undefined) throw fault(place, over, `for cannot go over ${kindOf(value)}`);
  return members.map(([key, member]) => {
    const scope = new Map(place.scope).set(valueName, member);
    return { ...place, scope: keyName === undefined ? scope : scope.set(keyName, key) };
  });
}

function wantedRounds(expression: Of<"for">, place: Place): readonly Place[] {
  const { loop, condition } = expression;
  return rounds(loop, place).filter((round) =>
    condition === undefined || truthOf(condition, round, "the if of a for")
  );
}

function tupleFor(expression: Of<"for">, place: Place): HclValue {
  return wantedRounds(expression, place).map((round) => valueOf(expression.result, round));
}

function objectFor(expression: Of<"for">, newKey: HclExpression, place: Place): HclValue {
  const groups = new Map<string, HclValue[]>();
  for (const round of wantedRounds(expression, place)) {
    const key = keyText(newKey, round), group = groups.get(key) ?? [];
    if (group.length > 0 && !expression.isGrouped) {
      throw fault(place, newKey, `the key ${JSON.stringify(key)} comes twice`, [
        "Write ... behind the value to make lists.",
      ]);
    }
    groups.set(key, [...group, valueOf(expression.result, round)]);
  }
  const entries = [...groups].map(([key, group]) =>
    [key, expression.isGrouped ? group : group[0] ?? null] as const
  );
  return Object.fromEntries(entries);
}

function splat({ of, each }: Of<"splat">, place: Place): HclValue {
  const value = valueOf(of, place);
  const items = value === null ? [] : isList(value) ? value : [value];
  return items.map((item) => valueOf(each, { ...place, scope: new Map(place.scope).set("", item) }));
}

function member(expression: Of<"attribute" | "index">, place: Place, key: HclValue): HclValue {
  const value = valueOf(expression.of, place);
  const found = isList(value)
    ? itemOf(value, expression.kind === "index" ? key : null)
    : isMap(value)
    ? memberOf(value, key)
    : undefined;
  if (found !== undefined) return found;
  const name = asText(key);
  throw fault(place, expression, `${kindOf(value)} has no member${name === undefined ? "" : ` ${name}`}`);
}

function itemOf(list: readonly HclValue[], key: HclValue): HclValue | undefined {
  const index = key === null ? undefined : asNumber(key);
  return index === undefined ? undefined : list[Number(index)];
}

function memberOf(map: Readonly<Record<string, HclValue>>, key: HclValue): HclValue | undefined {
  const name = asText(key);
  return name !== undefined && Object.hasOwn(map, name) ? map[name] : undefined;
}

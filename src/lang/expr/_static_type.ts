/** The types that an expression is checked with before it runs.
 *  Follows aqua-registry §10, T14. Pure.
 *  Invariant: names are those of the Go types behind them, since error texts show them. */

/** A type. `any` is what is known only when the expression runs; lists know their elements where they can. */
export interface StaticType {
  readonly kind: "any" | "nil" | "bool" | "int" | "float" | "string" | "list" | "map" | "function";
  readonly name: string;
  readonly element?: StaticType;
}

/** Known only at run time. */
export const UNKNOWN: StaticType = { kind: "any", name: "unknown" };
/** As `UNKNOWN`, for the members of untyped lists and maps. */
export const INTERFACE: StaticType = { kind: "any", name: "interface {}" };
/** The type of `nil`. */
export const NIL: StaticType = { kind: "nil", name: "unknown" };
/** The type of `true`. */
export const BOOL: StaticType = { kind: "bool", name: "bool" };
/** The type of `1`. */
export const INT: StaticType = { kind: "int", name: "int" };
/** The type of `1.0`. */
export const FLOAT: StaticType = { kind: "float", name: "float64" };
/** The type of `"a"`. */
export const STRING: StaticType = { kind: "string", name: "string" };
/** What `split` answers. */
export const STRINGS: StaticType = { kind: "list", name: "[]string", element: STRING };
/** A list of which nothing more is known. */
export const LIST: StaticType = { kind: "list", name: "[]interface {}", element: INTERFACE };
/** The type of `{a: 1}`. */
export const MAP: StaticType = { kind: "map", name: "map[string]interface {}", element: INTERFACE };

/** A list whose elements are all of one type. */
export function listOf(element: StaticType): StaticType {
  return { ...LIST, element };
}

/** The type of the elements of a list or map; `UNKNOWN` for anything else. */
export function elementOf(type: StaticType): StaticType {
  return type.element ?? UNKNOWN;
}

/** Whether the type is an integer or a float. */
export function isNumeric(type: StaticType): boolean {
  return type.kind === "int" || type.kind === "float";
}

/** Whether a value of one type may stand where the other is declared. What is not known does not fit anywhere. */
export function isAssignable(from: StaticType, to: StaticType): boolean {
  return from.kind !== "any" && to.kind !== "nil" && (to.name === INTERFACE.name || from.name === to.name);
}

/** Whether `==` between the two types can be true. */
export function isComparable(left: StaticType, right: StaticType): boolean {
  const kinds = [left.kind, right.kind];
  if (kinds.includes("any") || kinds.includes("nil")) return true;
  if (isNumeric(left) && isNumeric(right)) return true;
  return (left.kind === "list" && right.kind === "list") || left.name === right.name;
}

/** Whether an operator fits: each side is of one of the kinds or known only at run time. */
export function mayBe(left: StaticType, right: StaticType, kinds: readonly StaticType["kind"][]): boolean {
  if (left.kind === "any") return right.kind === "any" || kinds.includes(right.kind);
  return right.kind === "any" && kinds.includes(left.kind);
}

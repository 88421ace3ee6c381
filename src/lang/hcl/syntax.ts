/** The tree of a text in HCL 2 native syntax. Pure.
 *  Follows the HCL native syntax specification. Invariant: offsets count UTF-16 units of the text without its byte order
 *  mark. */
import type { SourcePosition } from "@/base/errors.ts";

/** A text and where it comes from. */
export interface HclSource {
  /** Without a byte order mark. */
  readonly text: string;
  /** Name for positions and messages. */
  readonly file: string;
}

/** From `start` up to, but not including, `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What stands between braces, or in a file. */
export interface HclBody {
  /** By name, in the order of the text. */
  readonly attributes: ReadonlyMap<string, HclAttribute>;
  readonly blocks: readonly HclBlock[];
}

/** `name = expression`; the span is that of the name. */
export interface HclAttribute extends Span {
  readonly name: string;
  readonly value: HclExpression;
}

/** `type "label" { … }`; the span reaches from the type to the opening brace. */
export interface HclBlock extends Span {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: HclBody;
}

/** A value that HCL can hold; whole numbers beyond ±2^53 are bigint. */
export type HclScalar = string | number | bigint | boolean | null;

/** `in` of a for: over what, under which names, and which of it counts. */
export interface HclLoop {
  /** Name of the key or index; undefined when only values are named. */
  readonly key: string | undefined;
  readonly value: string;
  readonly over: HclExpression;
}

/** `key = value` or `key : value` of an object. */
export interface HclEntry {
  readonly key: HclExpression;
  /** Whether it is more than a bare word, which would be the key itself. */
  readonly isComputed: boolean;
  readonly value: HclExpression;
}

/** Something that has a value. */
export type HclExpression =
  & Span
  & (
    | { readonly kind: "literal"; readonly value: HclScalar }
    | { readonly kind: "reference"; readonly name: string }
    | { readonly kind: "attribute"; readonly of: HclExpression; readonly name: string }
    | { readonly kind: "index"; readonly of: HclExpression; readonly key: HclExpression }
    /** `each` is what becomes of one item, which it calls `item`. */
    | { readonly kind: "splat"; readonly of: HclExpression; readonly each: HclExpression }
    | { readonly kind: "item" }
    | { readonly kind: "call"; readonly name: string; readonly args: readonly HclExpression[] }
    | { readonly kind: "tuple"; readonly items: readonly HclExpression[] }
    | { readonly kind: "object"; readonly entries: readonly HclEntry[] }
    /** A tuple without `newKey`, else an object; `isGrouped` makes lists of what has one key. */
    | {
      readonly kind: "for";
      readonly loop: HclLoop;
      readonly newKey: HclExpression | undefined;
      readonly result: HclExpression;
      readonly condition: HclExpression | undefined;
      readonly isGrouped: boolean;
    }
    | { readonly kind: "unary"; readonly operator: "-" | "!"; readonly operand: HclExpression }
    | {
      readonly kind: "binary";
      readonly operator: string;
      readonly left: HclExpression;
      readonly right: HclExpression;
    }
    | {
      readonly kind: "conditional";
      readonly condition: HclExpression;
      readonly then: HclExpression;
      readonly otherwise: HclExpression;
    }
    | { readonly kind: "template"; readonly parts: readonly HclExpression[] }
    /** `%{ for … }` … `%{ endfor }` in a template. */
    | { readonly kind: "repeat"; readonly loop: HclLoop; readonly content: HclExpression }
  );

/** Line and column, in characters, of an offset. */
export function positionIn(source: HclSource, offset: number): SourcePosition {
  const { text, file } = source;
  return positionsIn({ file, text: text.slice(0, offset) })(offset);
}

/** Tells positions as `positionIn`; cuts the text into lines only once. */
export function positionsIn({ text, file }: HclSource): (offset: number) => SourcePosition {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return (offset) => {
    const after = starts.findIndex((start) => start > offset);
    const line = after < 0 ? starts.length : after, start = starts[line - 1] ?? 0;
    return { file, line, column: [...text.slice(start, offset)].length + 1 };
  };
}

/** The offset of a position that `positionIn` could have told. */
export function offsetIn({ text }: HclSource, { line = 1, column = 1 }: SourcePosition): number {
  let start = 0;
  for (let each = 1; each < line; each++) start = text.indexOf("\n", start) + 1;
  const characters = text.slice(start, start + 2 * column); // of one unit or two
  return start + [...characters].slice(0, column - 1).join("").length;
}

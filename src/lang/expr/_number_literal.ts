/** Reads number literals.
 *  Follows aqua-registry §10. Pure.
 *  Invariant: integers stay exact: one beyond 53 bits is refused rather than rounded. */
import { failAt, type Parser } from "./_parser.ts";
import type { LiteralNode } from "./_syntax.ts";
import type { Token } from "./_token.ts";

/**
 * The node of a number token, `_` between digits allowed.
 * @throws ConfigError `expr/syntax` for digits that are missing or too many
 */
export function parseNumber(p: Parser, token: Token): LiteralNode {
  const digits = token.value.replaceAll("_", "").toLowerCase();
  const isPrefixed = /^0[xbo]/.test(digits);
  const isFloat = !isPrefixed && /[.e]/.test(digits);
  const value = isPrefixed || isFloat || /^\d+$/.test(digits) ? Number(digits) : NaN;
  if (Number.isNaN(value)) return failAt(p, token, `invalid number literal: ${token.value}`);
  if (isFloat && !Number.isFinite(value)) return failAt(p, token, "float literal is too large");
  if (!isFloat && !Number.isSafeInteger(value)) return failAt(p, token, "integer literal is too large");
  return { kind: "literal", type: isFloat ? "float" : "int", value, at: token.at };
}

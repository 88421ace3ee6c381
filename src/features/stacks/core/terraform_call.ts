/** The words behind `!terraform.state` and `!terraform.output`. Pure. Follows templates §4.3.
 *  Invariant: what follows the component, or the stack, is one expression, taken as it is written. */
import { argumentsOf } from "@/features/functions/core/arguments.ts";
import { badArguments, type CallPlace } from "@/features/functions/core/failure.ts";

/** What is asked for. */
export interface TerraformCall {
  readonly component: string;
  /** Undefined: the stack of the caller. */
  readonly stack: string | undefined;
  /** The name of an output, or an expression of yq. */
  readonly expression: string;
}

/** Begins an expression, not the name of a stack. */
const EXPRESSION = /^[.[{|]/;
const PLAIN_NAME = /^[\w-]+$/;

/** @throws Config `functions/bad-arguments` */
export function parseTerraformCall(call: CallPlace): TerraformCall {
  const words = [...argumentsOf(call)], [component, second, third] = words;
  const wrong = () =>
    badArguments(call, "terraform function requires 2 or 3 arguments: component, stack, output.");
  if (component === undefined) throw badArguments(call, "expected arguments: component, stack, output.");
  if (second === undefined) throw wrong();
  if (third === undefined || isExpression(component.rest, second.value)) {
    return { component: component.value, stack: undefined, expression: unquoted(component.rest) };
  }
  if (words.length > 3 && !/^[.[{|'"]/.test(second.rest)) throw wrong();
  return { component: component.value, stack: second.value, expression: unquoted(second.rest) };
}

/** Whether the words after the component are an expression. A quoted word before another one may well be a stack. */
function isExpression(text: string, first: string): boolean {
  if (/^['"]/.test(text)) return !PLAIN_NAME.test(first);
  return EXPRESSION.test(text);
}

/** One quoted value is what stands between its quotes. */
function unquoted(text: string): string {
  const trimmed = text.trim(), quote = trimmed[0] ?? "";
  const isQuoted = (quote === '"' || quote === "'") &&
    new RegExp(`^${quote}(?:${quote}${quote}|[^${quote}])*${quote}$`).test(trimmed);
  return isQuoted ? trimmed.slice(1, -1).replaceAll(quote + quote, quote) : trimmed;
}

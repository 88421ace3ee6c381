/** The words behind `!store` and `!store.get`. Pure. Follows templates §4.3. */
import { type Argument, argumentsOf } from "@/features/functions/core/arguments.ts";
import { badArguments, type CallPlace } from "@/features/functions/core/failure.ts";

/** What is read, and what becomes of it. */
export interface StoreCall {
  /** The words up to the first `|`. */
  readonly words: readonly string[];
  /** Stands for a value that is not there. */
  readonly fallback: string | undefined;
  /** Applied to the value that was read. */
  readonly query: string | undefined;
}

/** @throws Config `functions/bad-arguments` */
export function parseStoreCall(call: CallPlace): StoreCall {
  const words: string[] = [];
  for (const argument of argumentsOf(call)) {
    if (argument.value === "|") return { words, ...optionsOf(call, argument.rest) };
    words.push(argument.value);
  }
  return { words, fallback: undefined, query: undefined };
}

type Options = Pick<StoreCall, "fallback" | "query">;

function optionsOf(call: CallPlace, text: string): Options {
  const [, name = "", rest = ""] = /^(default|query)\s+([^]*)$/.exec(text) ?? [];
  if (name === "") {
    throw badArguments(call, "unexpected pipe: behind | stands default <value> or query <expression>.");
  }
  if (name === "query") {
    const next = rest.search(/\|\s*(?:default|query)\s/);
    const query = (next < 0 ? rest : rest.slice(0, next)).trim();
    return { ...(next < 0 ? NONE : optionsOf(call, rest.slice(next + 1).trim())), query };
  }
  const argument: Argument | undefined = argumentsOf({ ...call, text: rest }).next().value ?? undefined;
  if (argument === undefined) throw badArguments(call, "default needs a value.");
  if (argument.rest === "") return { ...NONE, fallback: argument.value };
  if (!argument.rest.startsWith("|")) {
    throw badArguments(call, "default takes one value; put words into quotes.");
  }
  return { ...optionsOf(call, argument.rest.slice(1).trim()), fallback: argument.value };
}

const NONE: Options = { fallback: undefined, query: undefined };

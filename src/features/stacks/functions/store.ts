/** `!store` and `!store.get`: values that stores of atmos.yaml keep. Follows templates §4.4.
 *  Invariant: what a store gives is data, whatever it looks like. */
import { AtmosError, CancelledError, ConfigError } from "@/base/errors.ts";
import { badArguments, failed } from "@/features/functions/core/failure.ts";
import { valueOf } from "@/features/stores/core/stored_value.ts";
import { readStored, type Wanted } from "@/features/stores/store.ts";
import { parseStoreCall, type StoreCall } from "../core/store_call.ts";
import { sortedKeys } from "../core/sorted_keys.ts";
import type { StackCall, StackFunction } from "./stack_call.ts";

const store: StackFunction = async (call) => {
  const parsed = parseStoreCall(call),
    { name, wanted } = wantedOf(call, parsed),
    { fallback, query } = parsed;
  const text = await stored(call, name, wanted);
  if (text === undefined) {
    if (fallback !== undefined) return fallback;
    throw failed(call, `Failed to get key ${wanted.key}: it was not found in the store ${name}.`, {
      hints: ["Add | default <value> if it may be missing."],
    });
  }
  const value = valueOf(text);
  if (value === null && fallback !== undefined && call.tag === "!store.get") return fallback;
  return query === undefined ? value : await queried(call, query, value);
};

export default store;

function wantedOf(call: StackCall, { words }: StoreCall): { readonly name: string; readonly wanted: Wanted } {
  if (call.tag === "!store.get") {
    const [name, key, more] = words;
    if (name === undefined || key === undefined || more !== undefined) {
      throw badArguments(call, "store.get function requires 2 parameters: store and key.");
    }
    return { name, wanted: { key } };
  }
  if (words.length < 3 || words.length > 4) {
    throw badArguments(
      call,
      "store function requires 3 or 4 parameters: store, stack (may be left out), component, key.",
    );
  }
  const [name = "", ...rest] = words, key = rest.at(-1) ?? "", component = rest.at(-2) ?? "";
  return { name, wanted: { stack: rest.length === 3 ? rest[0] ?? "" : call.instance.stack, component, key } };
}

async function stored(call: StackCall, name: string, wanted: Wanted): Promise<string | undefined> {
  const { ctx, settings } = call.session;
  try {
    return await readStored(ctx, settings.config.stores, { store: name, wanted });
  } catch (error) {
    if (!(error instanceof AtmosError) || error instanceof CancelledError) throw error;
    const reason = [error.title, error.explanation].filter((line) => line !== undefined).join(". ");
    throw failed(call, reason, { hints: error.hints, facts: error.facts, cause: error });
  }
}

async function queried(call: StackCall, query: string, value: unknown): Promise<unknown> {
  const { compileQuery } = await import("@/lang/query/query.ts");
  try {
    const results = compileQuery(query)(sortedKeys(value));
    return results.length > 1 ? results : results[0] ?? null;
  } catch (error) {
    if (error instanceof ConfigError) throw failed(call, error.title, { cause: error });
    throw error;
  }
}

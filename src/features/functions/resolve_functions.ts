/** Replaces the functions of a parsed document by their values. Follows config §4.3 and templates §4.
 *  Invariants: the document is never changed; nothing runs while the document holds a tag that is not supported; of several
 *  failures the first in the document is told. */
import { mapLimited } from "@/base/flow/limit.ts";
import type { Context } from "@/base/context.ts";
import { AtmosError, CancelledError, ConfigError, type SourcePosition } from "@/base/errors.ts";
import type { KeyPath } from "@/base/schema/reading.ts";
import type { Tagged } from "@/lang/yaml/parse.ts";
import { failedBy } from "./core/failure.ts";
import { findFunctions, putValues } from "./core/tagged_tree.ts";
import { functions } from "./types/table.ts";

/** What functions may use. */
export type FunctionContext = Pick<Context, "cwd" | "disk" | "env" | "host" | "procs" | "random" | "signal">;

/** Answers what a query finds in a value. */
type Query = (value: unknown) => readonly unknown[];

/** Where the document stands. */
export interface FunctionPlace {
  /** Absolute path of the file that holds the values. */
  readonly file: string;
  /** Base path, where files that a stack manifest includes are searched; undefined in `atmos.yaml`. */
  readonly root: string | undefined;
  positionOf(path: KeyPath): SourcePosition | undefined;
  /** Compiles the query behind the path of `!include`; without it such a query is refused. */
  compileQuery?(text: string): Query | Promise<Query>;
  /** Reads what `!include` finds at an http or https address; without it such addresses are refused. */
  readRemote?(address: string): Promise<string>;
  /** Whether an `!include` with these words can only be done later; without it none waits. */
  waits?(text: string): boolean;
}

/** One use of a function. */
export interface FunctionCall {
  /** As written, with its `!`. */
  readonly tag: string;
  /** The words behind the tag, as the document has them after YAML undid its quotes. */
  readonly text: string;
  readonly path: KeyPath;
  readonly place: FunctionPlace;
}

/** What a function does. Errors that are no ConfigErrors are told as failures of the call. */
export type YamlFunction = (ctx: FunctionContext, call: FunctionCall) => Promise<unknown>;

/** As many functions run at the same time. */
const BOUND = 4;

/**
 * Answers the document with every function replaced by its value; `!append` and `!unset` stay as `Marker`s. Maps under `<<`
 * that come from functions are merged. A node that aliases share is resolved once and stays shared.
 * @param value what `parseYaml` answered
 * @throws Config `functions/unsupported-tag`, `functions/append-without-list`, `functions/bad-merge`,
 * `functions/bad-arguments`, `functions/failed`, `functions/unsupported-include`, `functions/remote-include`
 */
export async function resolveFunctions(
  ctx: FunctionContext,
  value: unknown,
  place: FunctionPlace,
): Promise<unknown> {
  const of = place.root === undefined ? " for atmos.yaml" : "";
  const positionOf = (path: KeyPath) => place.positionOf(path);
  const found = findFunctions(value, { functions: Object.keys(functions), of, positionOf });
  if (found === undefined) return value;
  let hasFailed = false;
  const results = await mapLimited(found, BOUND, async ({ node, text, path }) => {
    if (hasFailed) return undefined; // all before the failure have begun, so the first in the document is known
    try {
      return await callFunction(ctx, { tag: node.tag, text, path, place });
    } catch (error) {
      hasFailed = true;
      throw error;
    }
  });
  const values = new Map<Tagged, unknown>();
  for (const [index, { node }] of found.entries()) {
    const result = results[index];
    if (result?.ok === false) throw result.error;
    values.set(node, result?.value);
  }
  return putValues(value, values, place);
}

async function callFunction(ctx: FunctionContext, call: FunctionCall): Promise<unknown> {
  const module = await functions[call.tag]?.();
  try {
    return await module?.default(ctx, call);
  } catch (error) {
    const isToldAsItIs = error instanceof ConfigError || error instanceof CancelledError;
    throw error instanceof AtmosError && !isToldAsItIs ? failedBy(call, error) : error;
  }
}

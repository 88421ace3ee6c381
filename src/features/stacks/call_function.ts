/** Runs one YAML function of a manifest. Follows templates §4.1. Invariant: an error names the call and its key. */
import type { Context } from "@/base/context.ts";
import { AtmosError, CancelledError, ConfigError } from "@/base/errors.ts";
import { failed, failedBy } from "@/features/functions/core/failure.ts";
import type { FunctionCall } from "@/features/functions/resolve_functions.ts";
import { functions as table } from "@/features/functions/types/table.ts";

/** @throws Config `functions/failed`, `functions/bad-arguments` … */
export async function callFunction(ctx: Context, call: FunctionCall): Promise<unknown> {
  const module = await table[call.tag]?.();
  if (module === undefined) throw failed(call, "This function cannot be run yet.");
  try {
    return await module.default(ctx, call);
  } catch (error) {
    const isToldAsItIs = error instanceof ConfigError || error instanceof CancelledError;
    throw error instanceof AtmosError && !isToldAsItIs ? failedBy(call, error) : error;
  }
}

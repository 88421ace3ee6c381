/** Turns failed outcomes into the error that ends the command. Follows toolchain §10.2, §20.
 *  Invariant: one failure is shown whole; of several every one is named. */
import { AtmosError, HostError } from "@/base/errors.ts";
import type { InstallOutcome } from "./install.ts";

/** As `throwErrors`, for what an installation ended in. */
export function throwFailures(outcomes: readonly InstallOutcome[]): void {
  throwErrors(outcomes.filter(({ outcome }) => outcome === "failed").map(({ error }) => error));
}

/**
 * @param tools how many they are about; of errors with the same words one is told
 * @throws the one error, or Host `toolchain/several-failed` that lists several; its exit code is that of all of them
 *   when they agree, else 1. Nothing when there is none
 */
export function throwErrors(all: readonly unknown[], tools = all.length): void {
  const errors = [...new Map(all.map((error) => [wordsOf(error), error])).values()];
  if (errors.length === 0) return;
  if (errors.length === 1) throw errors[0];
  const known = errors.filter((error) => error instanceof AtmosError);
  const codes = new Set(known.map((error) => error.exitCode));
  throw new HostError("toolchain/several-failed", tools === 1 ? "1 tool failed" : `${tools} tools failed`, {
    hints: [...new Set(known.flatMap((error) => error.hints))].slice(0, 5),
    exitCode: codes.size === 1 && known.length === errors.length ? known[0]?.exitCode : 1,
    cause: errors,
  });
}

/** What users read of an error; of a defect the error itself. */
function wordsOf(error: unknown): unknown {
  return error instanceof AtmosError ? `${error.title}\n${error.explanation ?? ""}` : error;
}

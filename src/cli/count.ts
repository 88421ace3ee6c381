/** Checks numbers that count things. Pure. Follows toolchain §20. */
import { UsageError } from "@/base/errors.ts";

/** @throws Usage `toolchain/bad-count` (exit 1) unless the value of a flag is a whole number of at least `least` */
export function checkCount(flag: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new UsageError("toolchain/bad-count", `--${flag} must be a whole number of at least ${least}`, {
    explanation: `It is ${value}.`,
    exitCode: 1,
  });
}

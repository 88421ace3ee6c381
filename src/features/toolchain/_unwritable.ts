/** Adds to a failure of the disk below the install root that tools may go elsewhere. Pure. Follows toolchain §20. */
import { HostError } from "@/base/errors.ts";

const CODES = ["disk/permission", "disk/read-only", "disk/no-space"];

/** The same error with one more hint, where a place below the install root could not be written. */
export function withOtherRoot(error: unknown, installRoot: string): unknown {
  if (!(error instanceof HostError) || !CODES.includes(error.code)) return error;
  if (!String(error.facts["path"] ?? "").startsWith(installRoot)) return error;
  const { code, title, explanation, hints, facts, at, exitCode, cause } = error;
  const elsewhere = 'Or install elsewhere: export ATMOS_TOOLCHAIN_PATH="$PWD/.tools"';
  return new HostError(code, title, {
    explanation,
    hints: [...hints, elsewhere],
    facts,
    at,
    exitCode,
    cause,
  });
}

/** Adds to a failure of the disk how to do without the place that cannot be written. Pure. Follows toolchain §20. */
import { HostError } from "@/base/errors.ts";
import { dirName } from "@/base/path.ts";

const CODES = ["disk/permission", "disk/read-only", "disk/no-space"];

/** The same error with one more hint, where a place below the install root could not be written. */
export function withOtherRoot(error: unknown, installRoot: string): unknown {
  return withHint(error, installRoot, 'Or install elsewhere: export ATMOS_TOOLCHAIN_PATH="$PWD/.tools"');
}

/** The same where the lock file could not be written, which comes after the tools are there. */
export function withoutLockFile(error: unknown, lockFile: string): unknown {
  const hint = "Or write `lock: off` below `toolchain:` in atmos.yaml; the tools are installed.";
  return withHint(error, `${dirName(lockFile)}/`, hint);
}

function withHint(error: unknown, place: string, hint: string): unknown {
  if (!(error instanceof HostError) || !CODES.includes(error.code)) return error;
  if (!String(error.facts["path"] ?? "").startsWith(place)) return error;
  const { code, title, explanation, hints, facts, at, exitCode, cause } = error;
  return new HostError(code, title, { explanation, hints: [...hints, hint], facts, at, exitCode, cause });
}

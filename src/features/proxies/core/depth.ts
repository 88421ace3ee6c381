/** Counts how many shims stand in each other's way. Pure. Follows toolchain §16 (recursion).
 *  Invariant: a shim's script counts the same way. */
import { HostError } from "@/base/errors.ts";

/** The variable that counts. */
export const DEPTH_VARIABLE = "ATMOS_PROXY_DEPTH";

/** So many are a circle; a script tells it by the third digit. */
const DEEPEST = 100;

/**
 * The environment one step deeper.
 * @throws Host `proxies/circle`
 */
export function deeperEnvironment(
  env: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const text = env[DEPTH_VARIABLE] ?? "", depth = /^(0|[1-9]\d*)$/.test(text) ? Number(text) : 0;
  if (depth < DEEPEST) return { ...env, [DEPTH_VARIABLE]: String(depth + 1) };
  throw new HostError("proxies/circle", "proxies of several programs call each other in a circle", {
    hints: ["Take one of their directories off PATH."],
  });
}

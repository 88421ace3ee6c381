/** Finds the compiled program that the end-to-end tests run. Follows house §8.1.
 *  ATMOS_BIN names another one; without it the tests take what `deno task build` made. */
import { pathOf } from "../../../scripts/checkout.ts";

/** Absolute path of the program under test. Throws, naming the task to run, when it is not there. */
export function binaryPath(): string {
  const path = Deno.env.get("ATMOS_BIN") ||
    pathOf(Deno.build.os === "windows" ? "dist/atmos.exe" : "dist/atmos");
  try {
    Deno.statSync(path);
  } catch (cause) {
    throw new Error(`${path} is not there: run deno task build`, { cause });
  }
  return path;
}

/** Makes a program of `build/js`. Follows deno §3. Invariant: the output is named `atmos`, because the name is in its bytes. */
import { pathOf, readText } from "../checkout.ts";
import type { Base } from "./base.ts";
import { HIDDEN_CHUNKS } from "./bundle.ts";
import { run } from "./program.ts";

/**
 * Compiles the bundle for a target of Deno (such as `aarch64-apple-darwin`).
 * @returns the path of the program below `build`
 */
export async function compile(base: Base, target: string): Promise<string> {
  const program = `build/${target}/${target.includes("windows") ? "atmos.exe" : "atmos"}`;
  // A code cache would be a file in a shared folder that others could have put there (deno §2.4).
  const flags = ["--allow-all", "--no-check", "--no-code-cache", "--env-file=build.env", "--target", target];
  const chunks: readonly string[] = JSON.parse(await readText(HIDDEN_CHUNKS));
  const hidden = chunks.flatMap((chunk) => ["--include", chunk]);
  const args = ["compile", "--quiet", ...flags, ...hidden, "--output", pathOf(program), "main.js"];
  await run(base.compiler, args, { cwd: pathOf("build/js"), env: base.env });
  return program;
}

/** Runs other programs for the scripts, the running Deno above all: it need not be on PATH.
 *  Invariant: a failure carries what the program said. */
import { pathOf } from "../checkout.ts";

/** What a program may be given beside its words. The folder is the checkout unless given. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly clearEnv?: boolean;
}

/** Runs a program and answers its stdout without the final newline. Throws with its stderr when it fails. */
export async function run(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, {
    cwd: pathOf("."),
    ...options,
    args: [...args],
  }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trimEnd();
  if (!success) throw new Error(`${program} ${args.join(" ")} failed\n${decode(stderr) || decode(stdout)}`);
  return decode(stdout);
}

/** Runs the Deno that runs this script. */
export function runDeno(args: readonly string[], options?: RunOptions): Promise<string> {
  return run(Deno.execPath(), args, options);
}

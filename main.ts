/** The program. Follows house §3. Invariant: the only exit. `--version` alone is answered at once, because scripts ask
 *  it often and it needs none of the rest. */
import { commit } from "./src/base/build_info.ts";
import { proxyCallOf } from "./src/base/invoked_proxy.ts";
import { repeatableCall } from "./src/base/repeatable.ts";
import { USE_VARIABLES, VERSION_VARIABLE } from "./src/base/use_variables.ts";
import { versionText } from "./src/cli/version_text.ts";
import { systemHost } from "./src/io/host/host.ts";
import { invokedName } from "./src/io/host/invoked_name.ts";

const proxy = proxyCallOf(Deno.args, invokedName());
const asksVersion = !proxy && Deno.args.length === 1 && Deno.args[0] === "--version" &&
  ![...USE_VARIABLES, VERSION_VARIABLE].some((name) => Deno.env.get(name)); // another release may be meant
// Run from source, nothing tells whether the program is still the same.
const repeatable = proxy || commit === "unknown" ? undefined : repeatableCall(Deno.args);
if (!asksVersion || !isWritten(versionText(systemHost()))) {
  Deno.exit(await repeated() ?? await ran());
}

async function repeated(): Promise<number | undefined> {
  if (!repeatable) return undefined;
  const { repeatOutcome } = await import("./src/io/outcome/repeat.ts");
  return await repeatOutcome(repeatable);
}

async function ran(): Promise<number> {
  const { run } = await import("./src/app/run.ts");
  return await run(Deno.args, { proxy, repeatable });
}

/** Whether a text reached stdout whole; if not, `run` meets the same trouble and can tell it. */
function isWritten(text: string): boolean {
  const bytes = new TextEncoder().encode(text);
  try {
    return Deno.stdout.writeSync(bytes) === bytes.length;
  } catch {
    return false;
  }
}

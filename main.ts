/** The program. Follows house §3. Invariant: the only exit. `--version` alone is answered at once, because scripts ask
 *  it often and it needs none of the rest. */
import { versionText } from "./src/cli/version_text.ts";
import { systemHost } from "./src/io/host/host.ts";

if (Deno.args.length === 1 && Deno.args[0] === "--version") {
  await Deno.stdout.write(new TextEncoder().encode(versionText(systemHost())));
} else {
  const { run } = await import("./src/app/run.ts");
  Deno.exit(await run(Deno.args));
}

/** The program. Follows house §3. Invariant: the only exit. */
import { run } from "./src/app/run.ts";

Deno.exit(await run(Deno.args));

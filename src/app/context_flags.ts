/** The global flags as a Context carries them. Pure. */
import type { GlobalFlags } from "@/base/context.ts";
import type { GlobalInput } from "@/cli/global_flags.ts";

/** The flags that were given, with what else is known of the run. */
export function contextFlags(
  { flags, typed }: GlobalInput,
  look: Pick<GlobalFlags, "logsLevel" | "color">,
): GlobalFlags {
  return {
    ...look,
    // Where the words say that the configuration is; the variables are the configuration's own business.
    ...flags["base-path"] && { basePath: flags["base-path"] },
    ...typed.has("profile") && { profile: flags.profile },
    ...typed.has("config") && { config: flags.config },
    ...typed.has("config-path") && { configPath: flags["config-path"] },
    interactive: flags.interactive,
    typed: Object.fromEntries(
      Object.entries(flags).filter(([name]) => typed.has(name)).map(([name, value]) => [name, String(value)]),
    ),
  };
}

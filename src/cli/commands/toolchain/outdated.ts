/** `atmos toolchain outdated`, the short name of `atmos toolchain update --check`. Follows toolchain §13.20. */
import { command } from "@/cli/command.ts";
import update from "./update.ts";

export default command({
  ...update,
  summary: "Tell which tools have newer versions, and exit with 1 when one has",
  description: "Same as `atmos toolchain update --check`: changes nothing.",
  aliases: [],
  examples: ["atmos toolchain outdated", "atmos toolchain outdated --minor --format json"],
  run: (ctx, input) => update.run(ctx, { ...input, flags: { ...input.flags, check: true } }),
});

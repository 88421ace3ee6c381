/** `atmos toolchain versions`, the documented name of `atmos toolchain get --all`. Follows toolchain §13 (quick table). */
import { command } from "@/cli/command.ts";
import get from "./get.ts";

export default command({
  ...get,
  summary: "Print the available versions of a tool",
  examples: ["atmos toolchain versions terraform"],
  hidden: true,
  run: (ctx, input) => get.run(ctx, { ...input, flags: { ...input.flags, all: true } }),
});

/** `atmos packer version`. Follows components §8.1. */
import { command } from "@/cli/command.ts";
import { runVersion } from "@/cli/tool_version.ts";

export default command({
  summary: "Print the version of packer",
  examples: ["atmos packer version"],
  run: (ctx) => runVersion(ctx, "packer"),
});

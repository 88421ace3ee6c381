/** `atmos terraform version`. Follows components §7.1. */
import { command } from "@/cli/command.ts";
import { runVersion } from "@/cli/tool_version.ts";

export default command({
  summary: "Print the version of terraform",
  examples: ["atmos terraform version"],
  run: (ctx) => runVersion(ctx, "terraform"),
});

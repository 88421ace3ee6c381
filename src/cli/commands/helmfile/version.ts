/** `atmos helmfile version`. Follows components §9.1. */
import { command } from "@/cli/command.ts";
import { runVersion } from "@/cli/tool_version.ts";

export default command({
  summary: "Print the version of helmfile",
  examples: ["atmos helmfile version"],
  run: (ctx) => runVersion(ctx, "helmfile"),
});

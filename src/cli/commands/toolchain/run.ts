/** `atmos toolchain run`: `exec` with a child. Follows toolchain §13.17. */
import { command } from "@/cli/command.ts";
import exec, { startTool } from "./exec.ts";

export default command({
  ...exec,
  summary: "Run a tool as a child of this process",
  examples: ["atmos toolchain run terraform@1.9.8 -- plan", "atmos toolchain run jq -r .name package.json"],
  run: (ctx, input) => startTool(ctx, input, ctx.procs.run),
});

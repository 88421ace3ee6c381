/** `atmos config schema`. Follows config §9.5. */
import { resolvePath } from "@/base/path.ts";
import { command } from "@/cli/command.ts";

export default command({
  summary: "Print the JSON Schema of atmos.yaml, or write it to a file",
  description:
    "For editors and other checkers. It is made from what this program itself reads the file with.",
  args: { file: { summary: "file to write, with its directories; it is replaced", complete: "file" } },
  examples: ["atmos config schema", "atmos config schema .vscode/atmos.schema.json"],
  staysHere: true,
  anyVersion: true,
  async run(ctx, { args: { file } }) {
    const { configSchema } = await import("@/features/config/json_schema.ts");
    const text = JSON.stringify(configSchema(), null, 2) + "\n";
    if (file === undefined) ctx.out.data(text);
    else await ctx.disk.writeAtomic(resolvePath(ctx.cwd, file), text);
    return 0;
  },
});

/** `atmos env`. Follows config §9.7. */
import type { Context } from "@/base/context.ts";
import { HostError, UsageError } from "@/base/errors.ts";
import { dirName, resolvePath } from "@/base/path.ts";
import { command } from "@/cli/command.ts";

export default command({
  summary: "Print the variables of the env section",
  flags: {
    format: {
      type: "string",
      short: "f",
      summary: "How they are written",
      choices: ["bash", "json", "dotenv", "github"],
      default: "bash",
    },
    "output-file": {
      type: "string",
      short: "o",
      summary: "Append to this file, json replaces it; for github $GITHUB_ENV unless given",
      placeholder: "file",
      complete: "file",
    },
    export: { type: "boolean", summary: "--export=false leaves the word out of bash", default: true },
  },
  examples: ['eval "$(atmos env)"', "atmos env --format github", "atmos env -f dotenv -o .env"],
  async run(ctx, { flags: { format, export: exported, "output-file": file } }) {
    const output = file || (format === "github" ? ctx.env["GITHUB_ENV"] || undefined : undefined);
    if (format === "github" && output === undefined) throw noFile();
    const { loadEnvSection } = await import("@/features/config/env_section.ts");
    const { envText } = await import("@/features/config/core/env_text.ts");
    const text = envText(await loadEnvSection(ctx), format, exported);
    if (output === undefined) ctx.out.data(text);
    else await write(ctx, resolvePath(ctx.cwd, output), { text, isWhole: format === "json" });
    return 0;
  },
});

async function write(
  { disk }: Context,
  path: string,
  { text, isWhole }: { readonly text: string; readonly isWhole: boolean },
): Promise<void> {
  if ((await disk.stat(dirName(path)))?.kind !== "directory") {
    throw new HostError("env/no-folder", `${path} cannot be written: its folder does not exist`, {
      hints: [`mkdir -p ${dirName(path)}`],
    });
  }
  const before = isWhole ? "" : await disk.readText(path) ?? "";
  await disk.writeAtomic(path, before + text);
}

function noFile(): UsageError {
  return new UsageError("env/no-file", "--format=github needs a file", {
    explanation: "GITHUB_ENV is not set, as it is in a GitHub workflow.",
    hints: ["Name one: atmos env --format github --output-file FILE"],
    exitCode: 1,
  });
}

/** `type: file`: one of the files below a directory. Follows workflows §11.2. Invariant: the answer is a file that exists. */
import { ConfigError } from "@/base/errors.ts";
import { joinPath, resolvePath } from "@/base/path.ts";
import { listFiles } from "@/io/disk/list_files.ts";
import { canAnswer, noTerminal } from "../questions.ts";
import type { StepHandler } from "../step_call.ts";

const file: StepHandler = async (call) => {
  const { ctx, step, workingDirectory } = call, message = call.required("prompt");
  const standIn = call.text("default");
  if (!canAnswer(call)) {
    if (standIn === undefined) throw noTerminal(call);
    const path = resolvePath(workingDirectory, standIn);
    if ((await ctx.disk.stat(path))?.kind === "file") return { code: 0, value: path };
    throw new ConfigError("steps/no-file", `the default is no file: ${standIn}`, {
      explanation: `Step \`${step.name}\`.`,
      at: step.at,
    });
  }
  const root = resolvePath(workingDirectory, call.text("path") ?? ".");
  const endings = Array.isArray(step.fields["extensions"]) ? step.fields["extensions"].map(String) : [];
  const found = (await listFiles(ctx.disk, root)).filter((path) =>
    endings.length === 0 ||
    endings.some((ending) => path.endsWith(ending.startsWith(".") ? ending : `.${ending}`))
  );
  if (found.length === 0) {
    throw new ConfigError("steps/no-file", "no files found matching criteria", {
      explanation: `Step \`${step.name}\` looked in ${root}.`,
      at: step.at,
    });
  }
  const { pick } = await import("@/io/prompt/prompts.ts");
  const choices = found.map((value) => ({ value, label: value }));
  return { code: 0, value: joinPath(root, await pick(ctx, { message, choices })) };
};

export default file;

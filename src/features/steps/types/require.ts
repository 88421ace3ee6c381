/** `require` and `assert`: programs, files and directories that must be there. Follows workflows §11.4. */
import { ConfigError } from "@/base/errors.ts";
import { resolvePath } from "@/base/path.ts";
import type { StepHandler } from "../step_call.ts";

const require: StepHandler = async (call) => {
  const { ctx, env, workingDirectory, step } = call;
  const listed = (key: string) => {
    const list = step.fields[key] ?? [];
    const items = Array.isArray(list) ? list : [list];
    return items.map((item, index) => String(call.rendered(String(item), `${key}[${index}]`)));
  };
  const [tools, files, dirs] = [listed("tools"), listed("files"), listed("dirs")];
  if (tools.length + files.length + dirs.length === 0) {
    throw new ConfigError(
      "steps/missing-field",
      `step \`${step.name}\` requires none of tools, files, or dirs`,
      {
        at: step.at,
      },
    );
  }
  const kindOf = async (path: string) => (await ctx.disk.stat(resolvePath(workingDirectory, path)))?.kind;
  const missing: string[] = [];
  for (const tool of tools) {
    if (await ctx.procs.find(tool, env["PATH"] ?? "") === undefined) missing.push(`tool ${tool}`);
  }
  for (const file of files) if (await kindOf(file) !== "file") missing.push(`file ${file}`);
  for (const dir of dirs) if (await kindOf(dir) !== "directory") missing.push(`directory ${dir}`);
  if (missing.length > 0) {
    const hint = call.text("hint");
    throw new ConfigError("steps/missing", `required and not there: ${missing.join(", ")}`, {
      explanation: `Step \`${step.name}\`.`,
      hints: hint === undefined ? [] : [hint],
      at: step.at,
    });
  }
  const metadata = { tools: tools.length, files: files.length, dirs: dirs.length };
  const counts = `${tools.length} tool(s), ${files.length} file(s), ${dirs.length} dir(s)`;
  return { code: 0, value: `all requirements satisfied (${counts})`, metadata };
};

export default require;

/** `!exec <script>`: what a shell script prints. Follows config §4.3, templates §4.4.
 *  Invariant: the script sees the environment of the process, its stderr is ours, and it never reads our stdin; a script
 *  of a manifest that fails decides our exit code. */
import type { ProcessResult } from "@/base/ports.ts";
import { badArguments, failed } from "../core/failure.ts";
import { parseJson } from "../core/json_text.ts";
import type { FunctionCall, FunctionContext, YamlFunction } from "../resolve_functions.ts";

/** More would not be a setting. */
const LIMIT_BYTES = 64 * 1024 * 1024;

const exec: YamlFunction = async (ctx, call) => {
  if (call.text.trim() === "") throw badArguments(call, "Expected arguments: a shell script.");
  const result = await runScript(ctx, call);
  if (result.code !== 0) throw scriptFailed(call, await withOwnCode(ctx, call, result));
  const text = result.stdout.replace(/(?:\r?\n)+$/, "");
  try {
    return parseJson(text);
  } catch {
    return text; // most scripts print plain text
  }
};

export default exec;

async function shellOf({ procs, env }: FunctionContext): Promise<string> {
  return await procs.find("bash", env["PATH"] ?? "") ?? "sh";
}

async function runScript(ctx: FunctionContext, call: FunctionCall): Promise<ProcessResult> {
  const { cwd, env, procs, signal } = ctx;
  const program = await shellOf(ctx);
  const level = Number(env["ATMOS_SHLVL"] ?? 0);
  const ATMOS_SHLVL = String(Number.isSafeInteger(level) ? level + 1 : 1);
  return await procs.capture({ program, args: ["-c", call.text], env: { ...env, ATMOS_SHLVL }, cwd }, {
    limitBytes: LIMIT_BYTES,
    strictLimit: true,
    showStderr: true,
    signal,
  });
}

/** The result with 1 as the code of a text that is no shell script: shells differ there. */
async function withOwnCode(ctx: FunctionContext, call: FunctionCall, result: ProcessResult) {
  if (result.code !== 2 || call.place.root === undefined) return result;
  const { cwd, env, procs, signal } = ctx;
  const program = await shellOf(ctx);
  const { code } = await procs.capture({ program, args: ["-n", "-c", call.text], env, cwd }, { signal });
  return code === 0 ? result : { ...result, code: 1 };
}

function scriptFailed(call: FunctionCall, { code, stderr }: ProcessResult): Error {
  const said = stderr.trimEnd().split(/[\r\n]/).pop()?.trim() ?? "";
  return failed(call, `The command ended with exit code ${code}${said === "" ? "." : `: ${said}`}`, {
    facts: { command: call.text, exitCode: code },
    exitCode: call.place.root === undefined ? undefined : code,
  });
}

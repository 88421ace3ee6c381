/** Policies in Rego, asked by the program `opa`: that of the project's tools, or of PATH, or installed when there is none.
 *  Follows stacks §16.2. Invariant: what is checked goes over stdin, because it holds the environment. */
import type { Context } from "@/base/context.ts";
import { ConfigError, HostError } from "@/base/errors.ts";
import type { ProcessPlan } from "@/base/ports.ts";
import { planCommand } from "@/features/toolchain/command_plan.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { opaAnswer } from "./core/opa_answer.ts";

/** What is asked. */
export interface OpaQuestion {
  /** Absolute paths of the policy and of the files and directories that it needs. */
  readonly files: readonly string[];
  /** JSON. */
  readonly input: string;
  readonly timeoutSeconds: number;
  /** Of the policy, for errors. */
  readonly name: string;
}

const LIMIT_BYTES = 16 * 1024 * 1024;

/**
 * What `data.atmos.errors` holds; nothing means that all is well.
 * @throws Config `validate/broken-policy`, `validate/opa-timeout`; what installing throws
 */
export async function askOpa(ctx: Context, question: OpaQuestion): Promise<readonly string[]> {
  const plan = await planOpa(ctx);
  // Policies of both versions of the language; releases before 1.0 have no such flag and need none.
  const old = await evaluate(ctx, { ...plan, args: argsOf(question, ["--v0-compatible"]) }, question);
  if (old.kind === "violations") return old.messages;
  const plain = await evaluate(ctx, { ...plan, args: argsOf(question, []) }, question);
  if (plain.kind === "violations") return plain.messages;
  const { message } = old.isUsage ? plain : old;
  throw new ConfigError("validate/broken-policy", `the policy ${question.name} cannot be evaluated`, {
    explanation: message,
    hints: [`opa check --v0-compatible ${question.files.join(" ")}`],
  });
}

async function planOpa(ctx: Context): Promise<ProcessPlan> {
  const toolchain = await openToolchain(ctx, { flags: {}, given: new Set() });
  const request = { program: "opa", args: [], install: true };
  const plan = await planCommand(ctx, toolchain, { ...request, uses: [] });
  if (plan.program !== "opa") return plan;
  const program = await ctx.procs.find("opa", plan.env["PATH"] ?? "");
  if (program !== undefined) return { ...plan, program };
  return await planCommand(ctx, toolchain, { ...request, uses: ["open-policy-agent/opa@latest"] });
}

function argsOf({ files }: OpaQuestion, flags: readonly string[]): readonly string[] {
  const data = files.flatMap((file) => ["--data", file]);
  return [
    "eval",
    ...flags,
    "--format",
    "json",
    "--stdin-input",
    "--ignore",
    "*_test.rego",
    ...data,
    "data.atmos.errors",
  ];
}

async function evaluate(ctx: Context, plan: ProcessPlan, { input, timeoutSeconds, name }: OpaQuestion) {
  try {
    const options = { stdin: input, limitBytes: LIMIT_BYTES, strictLimit: true, signal: ctx.signal };
    return opaAnswer(await ctx.procs.capture(plan, { ...options, timeoutMs: timeoutSeconds * 1000 }));
  } catch (error) {
    if (!(error instanceof HostError) || error.code !== "process/timeout") throw error;
    throw new ConfigError("validate/opa-timeout", `the policy ${name} took longer than ${timeoutSeconds} s`, {
      hints: ["Give it more seconds: --timeout, or timeout in settings.validation of the component."],
      cause: error,
    });
  }
}

/** What `exec` and `run` would do. Follows toolchain §13.8. Invariant: nothing is installed and nothing runs. */
import type { Context } from "@/base/context.ts";
import { LookupError } from "@/base/errors.ts";
import { quoteShWord } from "@/base/text/quote.ts";
import { parseToolSpec } from "@/features/toolchain/core/tool_spec.ts";
import { type ExecRequest, planExec } from "@/features/toolchain/exec.ts";
import { planInstall } from "@/features/toolchain/install_plan.ts";
import { servicesLater } from "@/features/toolchain/services_later.ts";
import type { Toolchain } from "@/features/toolchain/settings.ts";

/** Tells it in one line, with one before it for a tool that would be installed first. Throws as the call itself. */
export async function tellCall(ctx: Context, toolchain: Toolchain, request: ExecRequest): Promise<0> {
  const { program, before } = await planned(ctx, toolchain, request);
  for (const line of before) ctx.out.say("info", line);
  ctx.out.say("info", `Would execute: ${[program, ...request.args].map(quoteShWord).join(" ")}`);
  return 0;
}

interface Planned {
  /** A bare name while the tool is not installed. */
  readonly program: string;
  readonly before: readonly string[];
}

async function planned(ctx: Context, toolchain: Toolchain, request: ExecRequest): Promise<Planned> {
  try {
    return { program: (await planExec(ctx, toolchain, { ...request, install: false })).program, before: [] };
  } catch (error) {
    const isMissing = error instanceof LookupError && error.code === "toolchain/not-installed";
    if (!isMissing || !request.install) throw error;
    const services = servicesLater(ctx, toolchain);
    const before = await planInstall(ctx, services, { specs: [request.spec], reinstall: false });
    return { program: request.command ?? shortName(parseToolSpec(request.spec).name), before };
  }
}

/** `owner/repo` → `repo`. */
function shortName(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

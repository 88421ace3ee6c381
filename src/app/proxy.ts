/** Calls that stand for a tool: a shim that asks what it is, or a link to this program under another name.
 *  Follows toolchain §16. Invariant: no flag and no variable that is about our own commands (`--chdir`, another release,
 *  the level of talk) comes between a caller and his tool. */
import type { ProxyCall } from "@/base/invoked_proxy.ts";
import type { Terminal } from "@/base/ports.ts";
import { deeperEnvironment } from "@/features/proxies/core/depth.ts";
import { createStopper } from "./stopper.ts";
import { openSession, type Session, showError } from "./session.ts";
import { wire } from "./wiring.ts";

/** Facts of the process. */
export interface ProxyFacts {
  readonly env: Readonly<Record<string, string>>;
  readonly term: Terminal;
}

/**
 * Becomes the tool.
 * @returns the exit code where it could not; undefined when the name of a link means nothing, so that the words are for
 *   us after all
 */
export async function runProxy(call: ProxyCall, { env, term }: ProxyFacts): Promise<number | undefined> {
  const session = openSession({ env, term });
  try {
    return await become(call, session);
  } catch (error) {
    return await showError(error, session);
  } finally {
    session.out.close();
  }
}

async function become(call: ProxyCall, { env, term, out, color }: Session): Promise<number | undefined> {
  using stopper = createStopper();
  const { ctx, cleanUp } = await wire({
    argv: call.args,
    env: call.isLink ? deeperEnvironment(env) : env, // a script has counted
    flags: { logsLevel: "info", color: color(term.stderrIsTty) },
    term,
    out,
    stopper,
    chdir: undefined,
  });
  const { becomeProxy } = await import("@/features/proxies/run.ts");
  try {
    return await stopper.wait(becomeProxy(ctx, call));
  } catch (error) {
    throw stopper.stopped ?? error;
  } finally {
    await stopper.wait(cleanUp());
  }
}

/** The program from its words to its exit code. Follows house §5.2, §6 and §8.2.
 *  Invariant: never rejects; whatever happens, clean-ups have run and the terminal is as it was when it resolves. */
import type { Context } from "@/base/context.ts";
import { UsageError } from "@/base/errors.ts";
import type { ProxyCall } from "@/base/invoked_proxy.ts";
import type { RepeatableCall } from "@/base/repeatable.ts";
import type { Call as Words } from "@/cli/aliases.ts";
import { missedFlags } from "@/cli/global_flags.ts";
import { rootGroup } from "@/cli/commands/table.ts";
import { type Route, routeWords } from "@/cli/router.ts";
import { systemEnvironment } from "@/io/host/environment.ts";
import { systemTerminal } from "@/io/host/terminal.ts";
import { answer, tellFirstStep } from "./answer.ts";
import { contextFlags } from "./context_flags.ts";
import { askProject, mayKnowMore, tellNamesake } from "./project_words.ts";
import { becomeOtherRelease, isAskedFor, mayBeHandedOver, projectSays } from "./self_version.ts";
import type { OutcomeWatch } from "./outcome_watch.ts";
import { openSession, type Session, showError } from "./session.ts";
import { createStopper } from "./stopper.ts";

/** How the program was called. */
export interface Call {
  /** The tool that it stands for. */
  readonly proxy: ProxyCall | undefined;
  /** What may be told again another time. */
  readonly repeatable: RepeatableCall | undefined;
}

/** Runs the program, or becomes the tool that it stands for; answers the exit code. */
export async function run(words: readonly string[], { proxy, repeatable }: Call): Promise<number> {
  const own = { env: systemEnvironment(), term: systemTerminal() };
  const watch = repeatable && (await import("./outcome_watch.ts")).watchOutcome(own, repeatable);
  const { env, term } = watch ?? own;
  if (proxy) {
    const { runProxy } = await import("./proxy.ts");
    const code = await runProxy(proxy, { env, term });
    if (code !== undefined) return code;
  }
  for (let call: Words = { words, trail: [] };;) {
    const outcome = await runWords(call, { env, term, watch });
    if (typeof outcome === "number") return outcome;
    call = outcome;
  }
}

/** Runs what the words mean; answers the exit code, or other words when they began with an alias. */
async function runWords(
  call: Words,
  { env, term, watch }: Pick<Session, "env" | "term"> & Pick<Means, "watch">,
): Promise<number | Words> {
  let session = openSession({ env, term });
  // The ports load while the command is looked up.
  const wiring = import("./wiring.ts");
  try {
    const route = await routeWords(call.words, rootGroup, env);
    session = openSession({ env, term }, route.globals);
    return await follow(route, call, { session, wiring, watch });
  } catch (error) {
    return await showError(error, session);
  } finally {
    session.out.close();
  }
}

/** What following a route needs beside the words. */
interface Means {
  readonly session: Session;
  readonly wiring: Promise<typeof import("./wiring.ts")>;
  readonly watch: OutcomeWatch | undefined;
}

async function follow(route: Route, call: Words, means: Means): Promise<number | Words> {
  const { session } = means;
  if (route.kind === "run" || mayKnowMore(route) || isAskedFor(call.words, session.env)) {
    return await inContext(route, call, means);
  }
  return mayBeHandedOver(route) ? await inContext(route, call, means) : await answer(route, session);
}

async function inContext(
  route: Route,
  { words, trail }: Words,
  { session, wiring, watch }: Means,
): Promise<number | Words> {
  const { env, term, out, color } = session, { logs } = session;
  if (logs.wrong !== undefined && route.kind !== "help") throw wrongLevel(logs.wrong);
  const { wire } = await wiring;
  using stopper = createStopper();
  const flags = contextFlags(route.globals, { logsLevel: logs.level, color: color(term.stderrIsTty) });
  const { chdir } = route.globals.flags;
  const { ctx, cleanUp } = await wire({ argv: words, env, flags, term, out, stopper, chdir });
  try {
    // How a directory came about is not noted, and who debugs wants to see it done.
    const isWatched = watch && !chdir && !isDebugged(session);
    const code = await stopper.wait(runHere(route, isWatched ? watch.over(ctx) : ctx, { session, trail }));
    if (isWatched && code === 0 && !isDebugged(session)) await watch.keep(ctx);
    return code;
  } catch (error) {
    throw stopper.stopped ?? error;
  } finally {
    for (const failure of await stopper.wait(cleanUp())) {
      const reason = failure instanceof Error ? failure.message : String(failure);
      out.say("warning", `cleaning up failed: ${reason}`);
    }
  }
}

/** Runs a route, unless another release of this program is to do it. */
async function runHere(
  first: Route,
  ctx: Context,
  { session, trail }: { readonly session: Session; readonly trail: Words["trail"] },
): Promise<number | Words> {
  const project = await projectSays(ctx, first);
  await session.heedLogs(project?.logs, ctx.cwd);
  ctx.out.say("debug", `running command=${JSON.stringify(pathOf(first))} cwd=${JSON.stringify(ctx.cwd)}`);
  const code = await becomeOtherRelease(ctx, first, project);
  if (code !== undefined) return code;
  for (const name of missedFlags.filter((name) => first.globals.typed.has(name))) {
    session.out.say("warning", `--${name} has no effect yet`);
  }
  const route = mayKnowMore(first) ? await askProject(first, ctx, trail) : first;
  if ("trail" in route) return route;
  if (route === first) await tellNamesake(route, ctx);
  // The router filled the input by this command's own specs.
  if (route.kind === "run") return await route.command.run(ctx, route.input as never);
  const exitCode = await answer(route, session);
  if (route.kind === "help" && route.isBare) await tellFirstStep(ctx, session);
  return exitCode;
}

function pathOf(route: Route): string {
  return route.kind === "run" || route.kind === "help" ? route.path : "atmos";
}

function isDebugged({ logs }: Session): boolean {
  return logs.level === "debug" || logs.level === "trace" || !!logs.isFiled;
}

function wrongLevel(text: string): UsageError {
  return new UsageError("cli/log-level", `invalid log level '${text}'`, {
    exitCode: 1,
    explanation: "Valid levels: Trace Debug Info Warning Error Off",
  });
}

/** The program from its words to its exit code. Follows house §5.2, §6 and §8.2.
 *  Invariant: never rejects; whatever happens, clean-ups have run and the terminal is as it was when it resolves. */
import type { Context, GlobalFlags } from "@/base/context.ts";
import { ConfigError, UsageError } from "@/base/errors.ts";
import type { ProxyCall } from "@/base/invoked_proxy.ts";
import type { RepeatableCall } from "@/base/repeatable.ts";
import { type GlobalInput, missedFlags } from "@/cli/global_flags.ts";
import { rootGroup } from "@/cli/commands/table.ts";
import { type Route, routeWords } from "@/cli/router.ts";
import { systemEnvironment } from "@/io/host/environment.ts";
import { systemTerminal } from "@/io/host/terminal.ts";
import { styleOf } from "@/ui/style.ts";
import { becomeOtherRelease, isAskedFor, mayBeHandedOver } from "./self_version.ts";
import type { OutcomeWatch } from "./outcome_watch.ts";
import { openSession, type Session, showError } from "./session.ts";
import { createStopper } from "./stopper.ts";

type RouteOf<Kind extends Route["kind"]> = Extract<Route, { kind: Kind }>;

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
  let session = openSession({ env, term });
  // The ports load while the command is looked up.
  const wiring = import("./wiring.ts");
  try {
    const route = await routeWords(words, rootGroup, env);
    session = openSession({ env, term }, route.globals);
    return await follow(route, words, { session, wiring, watch });
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

async function follow(route: Route, words: readonly string[], means: Means): Promise<number> {
  const { session } = means;
  const isBare = route.kind === "help" && route.isBare;
  if (isBare || route.kind === "run" || isAskedFor(words, session.env) || mayBeHandedOver(route)) {
    return await inContext(route, words, means);
  }
  return await answer(route, session);
}

/** Routes that need no Context. */
async function answer(route: Exclude<Route, RouteOf<"run">>, session: Session): Promise<number> {
  switch (route.kind) {
    case "version": {
      const { versionText } = await import("@/cli/version_text.ts");
      const { systemHost } = await import("@/io/host/host.ts");
      session.out.data(versionText(systemHost()));
      return 0;
    }
    case "help": {
      const { helpText } = await import("@/cli/help.ts");
      const style = styleOf(session.color(session.term.stdoutIsTty));
      session.out.data(helpText({ ...route, style, width: Math.min(columnsOf(session), 100) }));
      return 0;
    }
    case "usage":
      throw route.error;
  }
}

async function inContext(
  route: Route,
  words: readonly string[],
  { session, wiring, watch }: Means,
): Promise<number> {
  const { env, term, out, logs, color } = session;
  if (logs.wrong !== undefined) throw wrongLevel(logs.wrong);
  const { wire } = await wiring;
  using stopper = createStopper();
  const { chdir, interactive } = route.globals.flags;
  const flags = {
    logsLevel: logs.level,
    color: color(term.stderrIsTty),
    ...namedConfig(route.globals),
    interactive,
    typed: typedTexts(route.globals),
  };
  const { ctx, cleanUp } = await wire({ argv: words, env, flags, term, out, stopper, chdir });
  try {
    // How a directory came about is not noted, and who debugs wants to see it done.
    const isWatched = watch && !chdir && logs.level !== "debug" && logs.level !== "trace";
    const code = await stopper.wait(runHere(route, isWatched ? watch.over(ctx) : ctx, session));
    if (isWatched && code === 0) await watch.keep(ctx);
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
async function runHere(route: Route, ctx: Context, session: Session): Promise<number> {
  const code = await becomeOtherRelease(ctx, route);
  if (code !== undefined) return code;
  for (const name of missedFlags.filter((name) => route.globals.typed.has(name))) {
    session.out.say("warning", `--${name} has no effect yet`);
  }
  if (route.kind === "usage" && route.unknown) return await runUnknown(route.unknown, ctx, route.error);
  // The router filled the input by this command's own specs.
  if (route.kind === "run") return await route.command.run(ctx, route.input as never);
  const exitCode = await answer(route, session);
  if (route.kind === "help" && route.isBare) await tellFirstStep(ctx, session);
  return exitCode;
}

async function tellFirstStep(ctx: Context, session: Session): Promise<void> {
  const { firstStep } = await import("@/features/init/first_step.ts");
  const { harmless, wrapText } = await import("@/ui/text.ts");
  const { sees, command } = await firstStep(ctx);
  const style = styleOf(session.color(session.term.stdoutIsTty));
  const lines = wrapText(harmless(`${sees}.`), Math.min(columnsOf(session), 100));
  session.out.data(["", ...lines, `  ${style.cyan(command)}`, ""].join("\n"));
}

/** COLUMNS is for whoever reads the output elsewhere than at this terminal. */
function columnsOf({ env, term }: Session): number {
  const wanted = /^[1-9]\d{0,4}$/.exec(env["COLUMNS"] ?? "")?.[0];
  return wanted === undefined ? term.columns() : Number(wanted);
}

/** Where the words say that the configuration is; the variables are the configuration's own business. */
function namedConfig({ flags, typed }: GlobalInput): Partial<GlobalFlags> {
  return {
    ...flags["base-path"] && { basePath: flags["base-path"] },
    ...typed.has("profile") && { profile: flags.profile },
    ...typed.has("config") && { config: flags.config },
    ...typed.has("config-path") && { configPath: flags["config-path"] },
  };
}

function typedTexts({ flags, typed }: GlobalInput): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(flags).filter(([name]) => typed.has(name)).map(([name, value]) => [name, String(value)]),
  );
}

/** A command that only the project may know. */
async function runUnknown([name = "", ...words]: readonly string[], ctx: Context, error: UsageError) {
  const { findCustomCommand, runCustomCommand } = await import("@/features/custom_commands/run.ts");
  const command = await findCustomCommand(ctx, name).catch((cause) => {
    if (!(cause instanceof ConfigError)) throw cause;
    const { file = "atmos.yaml", line = 1, column = 1 } = cause.at ?? {};
    ctx.out.say(
      "warning",
      `commands of the project are not known: ${file}:${line}:${column}: ${cause.title}`,
    );
    return undefined;
  });
  if (command === undefined) throw error;
  return await runCustomCommand(ctx, command, words);
}

function wrongLevel(text: string): UsageError {
  return new UsageError("cli/log-level", `invalid log level '${text}'`, {
    exitCode: 1,
    explanation: "Valid levels: Trace Debug Info Warning Error Off",
  });
}

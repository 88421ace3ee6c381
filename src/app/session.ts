/** What a run shows and how: the Out for the flags given, and the page for an error. Follows config §8 and house §5.2.
 *  Invariant: works before, and whether or not, the words could be read. */
import { version } from "@/base/build_info.ts";
import { AtmosError } from "@/base/errors.ts";
import type { Terminal } from "@/base/ports.ts";
import type { GlobalInput } from "@/cli/global_flags.ts";
import { type ClosableOut, createOut } from "@/ui/out.ts";
import { isCi, styleOf, wantsColor } from "@/ui/style.ts";
import { logLevelOf } from "./look.ts";

/** What the parts of a run share. */
export interface Session {
  readonly env: Readonly<Record<string, string>>;
  readonly term: Terminal;
  readonly out: ClosableOut;
  readonly logs: ReturnType<typeof logLevelOf>;
  /** Whether a stream gets colours. */
  color(isTty: boolean): boolean;
}

/** Opens the Out; without flags, before the words are read, by the environment alone. */
export function openSession(facts: Pick<Session, "env" | "term">, globals?: GlobalInput): Session {
  const { env, term } = facts;
  const flags = globals?.flags;
  const logs = globals ? logLevelOf(globals) : { level: "info" } as const;
  const wish = { noColor: flags?.["no-color"] ?? false, forceColor: flags?.["force-color"] ?? false, env };
  const color = (isTty: boolean) => wantsColor(wish, isTty);
  const out = createOut({
    term,
    level: logs.level,
    color: color(term.stderrIsTty),
    live: term.stderrIsTty && !isCi(env) && env["TERM"] !== "dumb",
    now: Date.now,
    every(ms, draw) {
      const timer = setInterval(draw, ms);
      return () => clearInterval(timer);
    },
  });
  return { ...facts, out, logs, color };
}

/** Shows whatever was thrown; answers the exit code. A reader of stdout that is gone needs no words. */
export async function showError(error: unknown, { out, logs, color, term }: Session): Promise<number> {
  const exitCode = error instanceof AtmosError ? error.exitCode : 1;
  if (error instanceof AtmosError && error.code === "terminal/closed") return exitCode;
  const { errorPage } = await import("@/ui/error_page.ts");
  out.page(errorPage(error, {
    style: styleOf(color(term.stderrIsTty)),
    width: term.stderrIsTty ? term.columns() : undefined,
    verbose: logs.level === "debug" || logs.level === "trace",
    version,
  }));
  return exitCode;
}

/** What a run shows and how: the Out for the flags given, and the page for an error. Follows config §8 and house §5.2.
 *  Invariant: works before, and whether or not, the words could be read. */
import { version } from "@/base/build_info.ts";
import { AtmosError } from "@/base/errors.ts";
import { resolvePath } from "@/base/path.ts";
import type { Terminal } from "@/base/ports.ts";
import type { GlobalInput } from "@/cli/global_flags.ts";
import { type ClosableOut, createOut } from "@/ui/out.ts";
import { isCi, styleOf, wantsColor } from "@/ui/style.ts";
import type { LogFile } from "@/io/disk/log_file.ts";
import { levelNamed, logLevelOf } from "./look.ts";

/** What the parts of a run share. */
export interface Session {
  readonly env: Readonly<Record<string, string>>;
  readonly term: Terminal;
  readonly out: ClosableOut;
  readonly logs: ReturnType<typeof logLevelOf>;
  /** Heeds what a project says of the log, where flags and variables say nothing; paths begin at `cwd`.
   *  @throws Host `disk/…` when the file cannot be written */
  heedLogs(project: LogsConfig | undefined, cwd: string): Promise<void>;
  /** Whether a stream gets colours. */
  color(isTty: boolean): boolean;
}

/** What a project says of the log. */
export interface LogsConfig {
  readonly level: string | undefined;
  readonly file: string | undefined;
}

/** Opens the Out; without flags, before the words are read, by the environment alone. */
export function openSession(facts: Pick<Session, "env" | "term">, globals?: GlobalInput): Session {
  const { env, term } = facts;
  const flags = globals?.flags;
  let logs: Session["logs"] = globals ? logLevelOf(globals) : { level: "info", isAsked: false };
  let logFile: LogFile | undefined;
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
  return {
    ...facts,
    out: {
      ...out,
      close() {
        out.close();
        logFile?.close();
      },
    },
    color,
    get logs() {
      return logs;
    },
    async heedLogs(project, cwd) {
      const level = logs.isAsked ? undefined : levelNamed(project?.level);
      if (level) logs = { ...logs, level };
      logFile = await openLog(flags?.["logs-file"] || project?.file, { cwd, term });
      if (logFile) logs = { ...logs, isFiled: true };
      out.listen(logs.level, logFile?.write);
    },
  };
}

/** Undefined where stderr is the log. */
async function openLog(
  name: string | undefined,
  { cwd, term }: Pick<Session, "term"> & { readonly cwd: string },
): Promise<LogFile | undefined> {
  if (!name || name === "/dev/stderr") return undefined;
  const own = (write: (text: string) => void) => ({ write, close: () => {} });
  if (name === "/dev/null") return own(() => {});
  if (name === "/dev/stdout") return own((text) => term.writeOut(new TextEncoder().encode(text)));
  const { openLogFile } = await import("@/io/disk/log_file.ts");
  return openLogFile(resolvePath(cwd, name));
}

/** Shows whatever was thrown; answers the exit code. A reader of stdout that is gone needs no words. */
export async function showError(error: unknown, { out, logs, color, term }: Session): Promise<number> {
  const exitCode = error instanceof AtmosError ? error.exitCode : 1;
  const title = error instanceof AtmosError ? error.title : String(error);
  if (error instanceof AtmosError && error.code === "terminal/closed") return exitCode;
  const { errorPage } = await import("@/ui/error_page.ts");
  out.page(
    errorPage(error, {
      style: styleOf(color(term.stderrIsTty)),
      width: term.stderrIsTty ? term.columns() : undefined,
      verbose: logs.level === "debug" || logs.level === "trace",
      version,
    }),
    title,
  );
  return exitCode;
}

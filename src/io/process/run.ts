/** Runs a child on our own streams and passes our signals on to it.
 *  Follows deno §5 (spawn fallback) and toolchain §17.6.
 *  Invariants: we do not end before the child; our listeners are gone afterwards; what whoever started us ignores is not
 *  passed on. */
import type { ProcessPlan, RunOptions } from "@/base/ports.ts";
import { ignoredSignals } from "@/io/host/ignored_signals.ts";
import { writeErr } from "@/io/host/terminal.ts";
import { type LaunchNeeds, spawn } from "./launch.ts";

const FORWARDED = ["SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGWINCH"] as const;

/** `Processes.run`. */
export async function run(
  needs: LaunchNeeds,
  plan: ProcessPlan,
  { stdoutToStderr = false }: RunOptions = {},
): Promise<number> {
  const relay = needs.rules.windows ? ignoreInterrupts() : relaySignals();
  try {
    const stdout = stdoutToStderr ? "piped" : "inherit";
    const child = await spawn(needs, plan, { stdin: "inherit", stdout, stderr: "inherit" });
    relay.to(child);
    if (stdoutToStderr) { for await (const chunk of child.stdout) writeErr(Deno.stderr, chunk); }
    return (await child.status).code; // already 128+n after signal n
  } finally {
    relay.stop();
  }
}

/** Listeners that stand before the child does, so that no signal falls between the two. */
interface Relay {
  /** Names the child and passes on what came before. */
  to(child: Deno.ChildProcess): void;
  stop(): void;
}

/** Windows sends Ctrl-C and Ctrl-Break to the child itself. */
function ignoreInterrupts(): Relay {
  return { to: () => {}, stop: listen(["SIGINT", "SIGBREAK"], () => {}) };
}

function relaySignals(): Relay {
  const early: Deno.Signal[] = [];
  let pass = (signal: Deno.Signal): void => void early.push(signal);
  const stop = listen([...FORWARDED, "SIGINT"], (signal) => {
    // On a terminal Ctrl-C reaches the whole group; a second one would make some tools drop their work.
    if (signal !== "SIGINT" || !onTerminal()) pass(signal);
  });
  return {
    to(child) {
      pass = (signal) => kill(child, signal);
      early.forEach(pass);
    },
    stop,
  };
}

function kill(child: Deno.ChildProcess, signal: Deno.Signal): void {
  try {
    child.kill(signal);
  } catch {
    // it has just ended
  }
}

function listen(signals: readonly Deno.Signal[], handle: (signal: Deno.Signal) => void): () => void {
  const ignored = ignoredSignals();
  const listeners = signals.map((signal) =>
    [signal, ignored.has(signal) ? () => {} : () => handle(signal)] as const
  );
  for (const [signal, listener] of listeners) Deno.addSignalListener(signal, listener);
  return () => {
    for (const [signal, listener] of listeners) Deno.removeSignalListener(signal, listener);
  };
}

function onTerminal(): boolean {
  return Deno.stdin.isTerminal() || Deno.stdout.isTerminal() || Deno.stderr.isTerminal();
}

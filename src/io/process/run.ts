/** Runs a child on our own streams, or on our stdin and with its output handed on, and passes our signals on to it.
 *  Follows deno §5 (spawn fallback) and toolchain §17.6.
 *  Invariants: we do not end before the child; our listeners are gone afterwards; what whoever started us ignores is not
 *  passed on. */
import type { ProcessPlan, ProcessResult, RunOptions, WatchOptions } from "@/base/ports.ts";
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

const LIMIT_BYTES = 16 * 1024 * 1024;
const GRACE_MS = 10_000;
/** As the program `timeout` says it. */
const TIMED_OUT = 124;

/** `Processes.watch`. */
export async function watch(
  needs: LaunchNeeds,
  plan: ProcessPlan,
  options: WatchOptions,
): Promise<ProcessResult> {
  const relay = needs.rules.windows ? ignoreInterrupts() : relaySignals();
  try {
    const stdin = options.stdin === undefined ? "inherit" : "piped";
    const child = await spawn(needs, plan, { stdin, stdout: "piped", stderr: "piped" });
    relay.to(child);
    return await watched(needs, child, options);
  } finally {
    relay.stop();
  }
}

async function watched(
  { clock }: LaunchNeeds,
  child: Deno.ChildProcess,
  options: WatchOptions,
): Promise<ProcessResult> {
  const { timeoutMs, signal, stdin, limitBytes = LIMIT_BYTES } = options;
  const ended = new AbortController(), cut = new AbortController();
  let isLate = false;
  const end = () => {
    kill(child, "SIGTERM");
    clock.sleep(GRACE_MS, ended.signal).then(() => kill(child, "SIGKILL"), () => {});
  };
  if (timeoutMs !== undefined) {
    clock.sleep(timeoutMs, ended.signal).then(() => {
      isLate = true;
      end();
    }, () => {});
  }
  signal?.addEventListener("abort", end, { once: true, signal: ended.signal });
  const keep = (name: "stdout" | "stderr") =>
    kept(child[name], {
      limitBytes,
      signal: cut.signal,
      onChunk: (chunk) => options.onOutput(name, chunk),
    });
  const feeding = stdin === undefined ? undefined : feed(child.stdin, stdin);
  const texts = Promise.all([keep("stdout"), keep("stderr"), feeding]);
  const { code } = await child.status;
  ended.abort();
  // What the child left behind in the background may hold the streams open.
  const drained = new AbortController();
  clock.sleep(isLate ? 0 : DRAIN_MS, drained.signal).then(() => cut.abort(), () => {});
  const [stdout, stderr] = await texts;
  drained.abort();
  return { code: isLate ? TIMED_OUT : code, stdout, stderr };
}

/** For the last words of a child that has ended. */
const DRAIN_MS = 2000;

interface Keeping {
  readonly limitBytes: number;
  readonly signal: AbortSignal;
  onChunk(chunk: Uint8Array): void;
}

/** Reads a stream to its end, or until the signal. */
async function kept(stream: ReadableStream<Uint8Array>, { limitBytes, signal, onChunk }: Keeping) {
  const reader = stream.getReader(), decoder = new TextDecoder();
  signal.addEventListener("abort", () => void reader.cancel(), { once: true });
  let text = "", left = limitBytes;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    onChunk(next.value);
    const part = next.value.subarray(0, left);
    left -= part.length;
    text += decoder.decode(part, { stream: true });
  }
  return text + decoder.decode();
}

async function feed(stream: WritableStream<Uint8Array>, text: string): Promise<void> {
  try {
    await new Blob([text]).stream().pipeTo(stream);
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error; // a child need not read all of it
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

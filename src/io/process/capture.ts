/** Runs a child and keeps what it prints. Follows deno §6.
 *  Invariant: both streams are read to their end at the same time, so the child never waits for us, and never more
 *  than the limit is kept. */
import { HostError } from "@/base/errors.ts";
import type { CaptureOptions, ProcessPlan, ProcessResult } from "@/base/ports.ts";
import { writeErr } from "@/io/host/terminal.ts";
import { type LaunchNeeds, spawn } from "./launch.ts";

const LIMIT_BYTES = 1024 * 1024;

/** `Processes.capture`. @throws HostError `process/timeout`, `process/too-much-output`, and the reason of the signal,
 *  each after the child was killed */
export async function capture(
  needs: LaunchNeeds,
  plan: ProcessPlan,
  options: CaptureOptions = {},
): Promise<ProcessResult> {
  const { stdin, limitBytes = LIMIT_BYTES, timeoutMs, showStderr = false } = options;
  options.signal?.throwIfAborted();
  const child = await spawn(needs, plan, {
    stdin: stdin === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
  });
  const ended = new AbortController();
  const end = (reason: unknown) => {
    kill(child);
    ended.abort(reason);
  };
  const onFull = options.strictLimit ? () => end(tooMuch(plan, limitBytes)) : () => {};
  const stopWatch = watch(needs, options, (reason) => end(reason ?? timeout(plan, timeoutMs ?? 0)));
  try {
    const kept = { limitBytes, onFull, signal: ended.signal };
    const [stdout, stderr, status] = await Promise.all([
      keep(child.stdout, kept),
      keep(child.stderr, showStderr ? { ...kept, onChunk: (chunk) => writeErr(Deno.stderr, chunk) } : kept),
      child.status,
      stdin === undefined ? undefined : feed(child.stdin, stdin),
    ]);
    ended.signal.throwIfAborted();
    return { code: status.code, stdout, stderr };
  } finally {
    stopWatch();
  }
}

interface Keeping {
  readonly limitBytes: number;
  /** Ends the reading: a grandchild may hold the stream open after the child is dead. */
  readonly signal: AbortSignal;
  onFull(): void;
  onChunk?(chunk: Uint8Array): void;
}

/** Reads a stream to its end, or until the signal. */
async function keep(stream: ReadableStream<Uint8Array>, keeping: Keeping): Promise<string> {
  const reader = stream.getReader();
  const cancel = () => void reader.cancel();
  keeping.signal.addEventListener("abort", cancel, { once: true });
  const decoder = new TextDecoder();
  let text = "";
  let left = keeping.limitBytes;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    keeping.onChunk?.(next.value);
    const kept = next.value.subarray(0, left);
    if (kept.length < next.value.length) keeping.onFull();
    left -= kept.length;
    text += decoder.decode(kept, { stream: true });
  }
  keeping.signal.removeEventListener("abort", cancel);
  return text + decoder.decode();
}

async function feed(stream: WritableStream<Uint8Array>, text: string): Promise<void> {
  try {
    await new Blob([text]).stream().pipeTo(stream);
  } catch (error) {
    // A child may end without reading all of its input; its exit code says whether that was right.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

/** Calls `expire` after the time, or with the signal's reason, unless the answered function was called before. */
function watch(
  { clock }: LaunchNeeds,
  { timeoutMs, signal }: CaptureOptions,
  expire: (reason?: unknown) => void,
): () => void {
  const stopped = new AbortController();
  if (timeoutMs !== undefined) clock.sleep(timeoutMs, stopped.signal).then(() => expire(), () => {});
  signal?.addEventListener("abort", () => expire(signal.reason), { once: true, signal: stopped.signal });
  if (signal?.aborted) expire(signal.reason);
  return () => stopped.abort();
}

function kill(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch {
    // it has just ended
  }
}

function timeout(plan: ProcessPlan, timeoutMs: number): HostError {
  return new HostError("process/timeout", `${plan.program} did not end within ${timeoutMs / 1000} s`, {
    facts: { program: plan.program, args: plan.args.join(" "), timeoutMs },
  });
}

function tooMuch(plan: ProcessPlan, limitBytes: number): HostError {
  return new HostError("process/too-much-output", `${plan.program} printed more than ${limitBytes} bytes`, {
    facts: { program: plan.program, args: plan.args.join(" "), limitBytes },
  });
}

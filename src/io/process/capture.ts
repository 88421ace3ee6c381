/** Runs a child and keeps what it prints. Follows deno §6.
 *  Invariant: both streams are read to their end at the same time, so the child never waits for us, and never more
 *  than the limit is kept. */
import { HostError } from "@/base/errors.ts";
import type { Clock, Processes, ProcessPlan, ProcessResult } from "@/base/ports.ts";
import { type LaunchNeeds, spawn } from "./launch.ts";

const LIMIT_BYTES = 1024 * 1024;

type CaptureOptions = NonNullable<Parameters<Processes["capture"]>[1]>;

/** `Processes.capture`. @throws HostError `process/timeout`, after the child was killed */
export async function capture(
  needs: LaunchNeeds,
  plan: ProcessPlan,
  options: CaptureOptions = {},
): Promise<ProcessResult> {
  const { stdin, limitBytes = LIMIT_BYTES, timeoutMs } = options;
  const child = await spawn(needs, plan, {
    stdin: stdin === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
  });
  const late = new AbortController();
  const stopWatch = timeoutMs === undefined ? () => {} : watch(needs.clock, timeoutMs, () => {
    kill(child);
    late.abort();
  });
  try {
    const [stdout, stderr, status] = await Promise.all([
      keep(child.stdout, limitBytes, late.signal),
      keep(child.stderr, limitBytes, late.signal),
      child.status,
      stdin === undefined ? undefined : feed(child.stdin, stdin),
    ]);
    if (late.signal.aborted) throw timeout(plan, timeoutMs ?? 0);
    return { code: status.code, stdout, stderr };
  } finally {
    stopWatch();
  }
}

/** Reads a stream to its end, or until the signal: a grandchild may hold it open after the child is dead. */
async function keep(
  stream: ReadableStream<Uint8Array>,
  limitBytes: number,
  signal: AbortSignal,
): Promise<string> {
  const reader = stream.getReader();
  const cancel = () => void reader.cancel();
  signal.addEventListener("abort", cancel, { once: true });
  const decoder = new TextDecoder();
  let text = "";
  let left = limitBytes;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const kept = next.value.subarray(0, left);
    left -= kept.length;
    text += decoder.decode(kept, { stream: true });
  }
  signal.removeEventListener("abort", cancel);
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

/** Calls `expire` after the time unless the answered function was called before. */
function watch(clock: Clock, timeoutMs: number, expire: () => void): () => void {
  const stopped = new AbortController();
  clock.sleep(timeoutMs, stopped.signal).then(expire, () => {});
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

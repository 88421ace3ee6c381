/** The Terminal port over the three standard streams. Follows deno §6 (broken pipe), §9 and its trap 17.
 *  Invariant: a write returns when all bytes are written, so nothing is lost at exit or when another program takes
 *  our place. */
import { CancelledError, HostError } from "@/base/errors.ts";
import type { Terminal } from "@/base/ports.ts";

const DEFAULT_COLUMNS = 80;
const FULL_PAUSE_MS = 2;

/** A stream that is written to synchronously. */
export interface SyncStream {
  writeSync(bytes: Uint8Array): number;
}

/** Makes the Terminal of this process. Its `writeOut` throws CancelledError `terminal/closed` (exit 141, nothing to
 *  say) when the reader is gone, HostError `terminal/write` for other failures; `writeErr` then drops the text. */
export function systemTerminal(): Terminal {
  return {
    stdinIsTty: Deno.stdin.isTerminal(),
    stdoutIsTty: Deno.stdout.isTerminal(),
    stderrIsTty: Deno.stderr.isTerminal(),
    columns,
    writeOut: (bytes) => writeOut(Deno.stdout, bytes),
    writeErr: (bytes) => writeErr(Deno.stderr, bytes),
  };
}

/** Writes all bytes; the errors are those of `Terminal.writeOut`. */
export function writeOut(stream: SyncStream, bytes: Uint8Array): void {
  try {
    writeAll(stream, bytes);
  } catch (error) {
    if (error instanceof Deno.errors.BrokenPipe) {
      throw new CancelledError("terminal/closed", "standard output is closed", {
        exitCode: 141,
        cause: error,
      });
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new HostError("terminal/write", `cannot write to standard output: ${reason}`, { cause: error });
  }
}

/** Writes all bytes, or drops them when nobody can read them: talk must never end a command. */
export function writeErr(stream: SyncStream, bytes: Uint8Array): void {
  try {
    writeAll(stream, bytes);
  } catch {
    // there is no other place to say it
  }
}

function writeAll(stream: SyncStream, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) {
    try {
      done += stream.writeSync(bytes.subarray(done));
    } catch (error) {
      // A pipe that our parent made non-blocking is full: its reader is slow, not gone.
      if (!(error instanceof Deno.errors.WouldBlock)) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, FULL_PAUSE_MS);
    }
  }
}

/** Asks at each call, because windows change. Throws nothing without a terminal; a pty without a size says 0. */
function columns(): number {
  try {
    return Deno.consoleSize().columns || DEFAULT_COLUMNS;
  } catch {
    return DEFAULT_COLUMNS;
  }
}

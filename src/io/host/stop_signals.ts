/** The signals that ask the program to end. Follows house §5.2 (exit 128+n) and §8.2.
 *  Invariants: after `stop` the system's own handling is back; what whoever started us ignores stays ignored. */
import { ignoredSignals } from "./ignored_signals.ts";

/** A signal that ends the program, and the exit code that shells know it by. */
export interface StopSignal {
  readonly name: "SIGINT" | "SIGTERM" | "SIGHUP" | "SIGBREAK";
  readonly exitCode: number;
}

const UNIX: readonly StopSignal[] = [
  { name: "SIGINT", exitCode: 130 },
  { name: "SIGTERM", exitCode: 143 },
  { name: "SIGHUP", exitCode: 129 },
];
const WINDOWS: readonly StopSignal[] = [
  { name: "SIGINT", exitCode: 130 },
  { name: "SIGBREAK", exitCode: 130 },
];

/** Calls `listener` for each such signal until the answered function is called. */
export function onStopSignal(listener: (signal: StopSignal) => void): () => void {
  const ignored = ignoredSignals();
  const installed = (Deno.build.os === "windows" ? WINDOWS : UNIX).map((signal) => {
    const handler = ignored.has(signal.name) ? () => {} : () => listener(signal);
    Deno.addSignalListener(signal.name, handler);
    return () => Deno.removeSignalListener(signal.name, handler);
  });
  return () => installed.forEach((stop) => stop());
}

/** The signals that ask the program to end. Follows house §5.2 (exit 128+n) and §8.2.
 *  Invariant: after `stop` the system's own handling is back. */

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
  const installed = (Deno.build.os === "windows" ? WINDOWS : UNIX).map((signal) => {
    const handler = () => listener(signal);
    Deno.addSignalListener(signal.name, handler);
    return () => Deno.removeSignalListener(signal.name, handler);
  });
  return () => installed.forEach((stop) => stop());
}

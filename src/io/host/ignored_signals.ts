/** Signals that whoever started us wants ignored: `nohup`, jobs in the background of a script. Follows POSIX sh 2.11.
 *  Asked before anybody listens: with the first listener the runtime takes SIGHUP, SIGINT and SIGTERM, and ends the
 *  process by those that have no listener of their own, so that an ignored one needs one that does nothing. */

const NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGUSR1: 10, SIGUSR2: 12, SIGTERM: 15 } as const;

/** Their names; none on systems that do not tell, which are all but Linux. */
export function ignoredSignals(): ReadonlySet<Deno.Signal> {
  if (Deno.build.os !== "linux") return new Set();
  try {
    return ignoredIn(Deno.readTextFileSync("/proc/self/status"));
  } catch {
    return new Set(); // no /proc here
  }
}

/** Those in the text of `/proc/self/status`, see proc(5). */
export function ignoredIn(status: string): ReadonlySet<Deno.Signal> {
  const mask = BigInt(`0x${/^SigIgn:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? "0"}`);
  const names = Object.entries(NUMBERS).filter(([, number]) => (mask >> BigInt(number - 1)) & 1n);
  return new Set(names.map(([name]) => name as Deno.Signal));
}

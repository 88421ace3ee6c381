/** Runs programs in turns and takes their times. */

/** A program to time. */
export interface Subject {
  readonly name: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Runs before each turn; its time does not count. */
  readonly prepare?: () => Promise<void>;
}

/** Milliseconds of whole processes. */
export interface Timing {
  readonly name: string;
  readonly minMs: number;
  readonly medianMs: number;
}

/** Times every subject `rounds` times, one after the other in each round; the first round is not counted.
 *  A subject that fails ends the run with its own message. */
export async function timeInTurns(subjects: readonly Subject[], rounds: number): Promise<readonly Timing[]> {
  const samples = subjects.map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, subject] of subjects.entries()) {
      const ms = await timeOnce(subject);
      if (round > 0) samples[index]?.push(ms);
    }
  }
  return subjects.map(({ name }, index) => {
    const sorted = (samples[index] ?? []).sort((a, b) => a - b);
    return { name, minMs: sorted[0] ?? NaN, medianMs: sorted[Math.floor(sorted.length / 2)] ?? NaN };
  });
}

async function timeOnce({ name, command, env, cwd, prepare }: Subject): Promise<number> {
  await prepare?.();
  const [program = "", ...args] = command;
  const child = new Deno.Command(program, {
    args,
    env,
    cwd,
    clearEnv: true,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  });
  const startedAt = performance.now();
  const { code, stderr } = await child.output();
  const ms = performance.now() - startedAt;
  if (code !== 0) throw new Error(`${name} exits with ${code}: ${new TextDecoder().decode(stderr)}`);
  return ms;
}

/** A Markdown table of timings; ratio and difference are against the first, by minimum. */
export function timingTable(title: string, timings: readonly Timing[]): string {
  const base = timings[0]?.minMs ?? NaN;
  const rows = timings.map(({ name, minMs, medianMs }) =>
    `| ${name} | ${minMs.toFixed(1)} | ${medianMs.toFixed(1)} | ${(minMs / base).toFixed(2)} | ${
      (minMs - base).toFixed(1)
    } |`
  );
  return [
    `| ${title} | min ms | median ms | ratio | + ms |`,
    "| --- | ---: | ---: | ---: | ---: |",
    ...rows,
    "",
  ].join("\n");
}

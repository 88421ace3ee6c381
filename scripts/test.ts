/** Runs the tests by kind and sums them up. Follows house §8.1 and §9.1, deno §4.
 *  Invariant: the last line is `N passed, N failed`, with `, N skipped` where tests were skipped; a kind that hangs,
 *  cannot run or runs nothing counts as failed. */
import { build } from "./build.ts";
import { listFiles, pathOf } from "./checkout.ts";

/** Where the tests of a kind are, and whether they run the binary. */
interface Kind {
  readonly folders: readonly string[];
  readonly needsBinary: boolean;
}

const KINDS: Readonly<Record<string, Kind>> = {
  unit: { folders: ["src", "scripts", "tests/support"], needsBinary: false },
  house: { folders: ["tests/house"], needsBinary: true },
  vectors: { folders: ["tests/vectors"], needsBinary: false },
  e2e: { folders: ["tests/e2e"], needsBinary: true },
  faults: { folders: ["tests/faults"], needsBinary: true },
  install: { folders: ["tests/install"], needsBinary: true },
};

const LIMIT_MS = 15 * 60_000;

/** Numbers of tests. */
interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const CLOSING = /(?:ok|FAILED) \| (\d+) passed.*? \| (\d+) failed(?:.*? \| (\d+) ignored)?/g;

/** Reads the closing line of `deno test`; a run without one has failed. */
export function readTally(output: string): Tally {
  const last = [...output.matchAll(CLOSING)].at(-1);
  if (!last) return { passed: 0, failed: 1, skipped: 0 };
  return { passed: Number(last[1]), failed: Number(last[2]), skipped: Number(last[3] ?? 0) };
}

async function runKind(name: string, kind: Kind): Promise<Tally> {
  const files = (await Promise.all(kind.folders.map(listFiles))).flat().filter((file) =>
    file.endsWith("_test.ts")
  );
  if (files.length === 0) return { passed: 0, failed: 0, skipped: 0 };
  console.log(`\n── ${name}: ${files.length} files`);
  const child = new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", "--parallel", "--trace-leaks", ...files],
    cwd: pathOf("."),
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const timer = setTimeout(() => child.kill("SIGKILL"), LIMIT_MS);
  let output = "";
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    output += chunk;
    await Deno.stdout.write(new TextEncoder().encode(chunk));
  }
  const { success } = await child.status;
  clearTimeout(timer);
  const tally = readTally(output);
  return success || tally.failed > 0 ? tally : { ...tally, failed: 1 };
}

async function main(): Promise<number> {
  const names = Deno.args.length > 0 ? Deno.args : Object.keys(KINDS);
  const kinds = names.map((name) => {
    const kind = KINDS[name];
    if (!kind) throw new Error(`there is no kind ${name}, only ${Object.keys(KINDS).join(", ")}`);
    return [name, kind] as const;
  });
  if (kinds.some(([, kind]) => kind.needsBinary)) await build();
  let sum: Tally = { passed: 0, failed: 0, skipped: 0 };
  for (const [name, kind] of kinds) {
    const { passed, failed, skipped } = await runKind(name, kind);
    sum = { passed: sum.passed + passed, failed: sum.failed + failed, skipped: sum.skipped + skipped };
  }
  if (Deno.env.get("ATMOS_TESTS_STRICT") === "1") {
    sum = { ...sum, failed: sum.failed + sum.skipped, skipped: 0 };
  }
  console.log(
    `\n${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ""}`,
  );
  return sum.failed === 0 && sum.passed > 0 ? 0 : 1;
}

if (import.meta.main) Deno.exit(await main());

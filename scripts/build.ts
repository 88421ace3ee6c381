/** Builds `dist/atmos` for this machine: bundle, compile, first run. Follows house §9.1 and deno §3.
 *  Invariant: equal inputs give equal bytes; with unchanged inputs nothing is done. */
import { chooseBase } from "./build/base.ts";
import { bundle } from "./build/bundle.ts";
import { compile } from "./build/compile.ts";
import { inputPrint } from "./build/inputs.ts";
import { run } from "./build/program.ts";
import { readStamp } from "./build/stamp.ts";
import { pathOf } from "./checkout.ts";

const PROGRAM = Deno.build.os === "windows" ? "dist/atmos.exe" : "dist/atmos";
const PRINT = "build/inputs";

/** Builds the program unless it is up to date. */
export async function build(): Promise<void> {
  const release = await lock();
  try {
    const stamp = await readStamp();
    const print = await inputPrint(stamp);
    if (await isUpToDate(print)) {
      console.log(`${PROGRAM} is up to date`);
      return;
    }
    const startedAt = Date.now();
    await bundle(stamp);
    const base = await chooseBase();
    const program = await compile(base, Deno.build.target);
    await run(pathOf(program), ["--version"], { clearEnv: true });
    await Deno.mkdir(pathOf("dist"), { recursive: true });
    await Deno.rename(pathOf(program), pathOf(PROGRAM));
    await Deno.writeTextFile(pathOf(PRINT), print);
    const megabytes = ((await Deno.stat(pathOf(PROGRAM))).size / 1e6).toFixed(1);
    console.log(`${PROGRAM}: ${megabytes} MB, base ${base.name}, ${Date.now() - startedAt} ms`);
  } finally {
    release();
  }
}

async function isUpToDate(print: string): Promise<boolean> {
  try {
    await Deno.stat(pathOf(PROGRAM));
    return await Deno.readTextFile(pathOf(PRINT)) === print;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** One build at a time: tests may start while another task builds. */
async function lock(): Promise<() => void> {
  await Deno.mkdir(pathOf(".cache"), { recursive: true });
  const file = await Deno.open(pathOf(".cache/build.lock"), { create: true, write: true });
  await file.lock(true);
  return () => file.close();
}

if (import.meta.main) await build();

/** How fast archives are unpacked and how much memory that takes: our reader, compiled as the product is, against GNU
 *  tar and unzip. Needs Linux and the programs that make the archives; what is not there is not measured. */
import { chooseBase } from "../build/base.ts";
import { run, runDeno } from "../build/program.ts";
import { pathOf } from "../checkout.ts";
import { type Subject, timeInTurns, timingTable } from "./measure.ts";

const ROUNDS = 3;
const LARGE_BYTES = 500 * 1024 ** 2;

/** Format → how to make the archive `$1` of the folder `kit`, and how the usual program unpacks it. */
const FORMATS: Readonly<Record<string, { readonly make: string; readonly unpack: readonly string[] }>> = {
  "tar.gz": { make: "tar -cf - kit | gzip > $1", unpack: ["tar", "-xzf"] },
  "tar.xz": { make: "tar -cf - kit | xz -2 -T0 > $1", unpack: ["tar", "-xJf"] },
  "tar.zst": { make: "tar -cf - kit | zstd -q > $1", unpack: ["tar", "--zstd", "-xf"] },
  "tar.bz2": { make: "tar -cf - kit | bzip2 > $1", unpack: ["tar", "-xjf"] },
  "tar": { make: "tar -cf $1 kit", unpack: ["tar", "-xf"] },
  "zip": { make: "zip -qry $1 kit", unpack: ["unzip", "-qq"] },
};

/** A table for each format, and one of the memory for archives of 500 MB. */
export async function benchUnpack(): Promise<string> {
  if (Deno.build.os !== "linux") return "unpack: not measured on this system\n";
  const root = await Deno.makeTempDir();
  try {
    const unpacker = await compileUnpacker(root);
    await makeKit(`${root}/kit`);
    const tables: string[] = [];
    for (const [format, { make, unpack }] of Object.entries(FORMATS)) {
      const archive = `${root}/kit.${format}`;
      if (!await made(root, make, archive)) tables.push(`${format}: not measured, a program is missing\n`);
      else tables.push(timingTable(`unpack ${format}`, await race(root, archive, { unpack, unpacker })));
    }
    return [...tables, await memoryTable(root, unpacker)].join("\n");
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

/** 120 MB: our own program, 3,000 files of a few KB, some links. */
async function makeKit(kit: string): Promise<void> {
  await Deno.mkdir(`${kit}/bin`, { recursive: true });
  const program = await Deno.readFile(pathOf("dist/atmos"));
  await Deno.writeFile(`${kit}/bin/kit`, program, { mode: 0o755 });
  const words = (await Deno.readTextFile(pathOf("CONTRIBUTING.md"))).split(/\s+/);
  let state = 1;
  const next = (below: number) => (state = Math.imul(state, 1_103_515_245) + 12_345 >>> 0) % 65_536 % below;
  for (let i = 0; i < 3000; i++) {
    const folder = `${kit}/lib/part${i % 60}/src`;
    if (i < 60) await Deno.mkdir(folder, { recursive: true });
    const text = Array.from({ length: 20 + next(2000) }, () => words[next(words.length)]).join(" ");
    await Deno.writeTextFile(`${folder}/file${i}.txt`, text);
  }
  for (let i = 0; i < 20; i++) await Deno.symlink(`part${i}`, `${kit}/lib/link${i}`);
}

async function made(cwd: string, make: string, archive: string): Promise<boolean> {
  try {
    await run("bash", ["-o", "pipefail", "-c", make, "make", archive], { cwd });
    return true;
  } catch {
    return false;
  }
}

interface Racers {
  readonly unpack: readonly string[];
  readonly unpacker: string;
}

async function race(cwd: string, archive: string, { unpack, unpacker }: Racers) {
  const into = `${cwd}/out`, env = { PATH: "/usr/bin:/bin" };
  const prepare = async () => {
    await Deno.remove(into, { recursive: true }).catch(() => {});
    await Deno.mkdir(into);
  };
  const target = unpack[0] === "unzip" ? ["-d", into] : ["-C", into];
  const subjects: readonly Subject[] = [
    { name: unpack.join(" "), command: [...unpack, archive, ...target], env, cwd, prepare },
    { name: "atmos", command: [unpacker, archive, into], env, cwd, prepare },
  ];
  return await timeInTurns(subjects, ROUNDS);
}

async function memoryTable(cwd: string, unpacker: string): Promise<string> {
  await Deno.remove(`${cwd}/kit`, { recursive: true });
  await Deno.mkdir(`${cwd}/kit`);
  const file = await Deno.create(`${cwd}/kit/noise`);
  const noise = new Uint8Array(65_536);
  for (let written = 0; written < LARGE_BYTES; written += noise.length) {
    crypto.getRandomValues(noise);
    await file.write(noise);
  }
  file.close();
  const rows: string[] = [];
  for (const format of ["tar.gz", "tar.zst", "zip"]) {
    const archive = `${cwd}/large.${format}`, into = `${cwd}/large`;
    if (!await made(cwd, FORMATS[format]?.make ?? "false", archive)) continue;
    const peakKib = Number(await run(unpacker, [archive, into], { cwd }));
    rows.push(`| ${format} | ${Math.round(peakKib / 1024)} |`);
    for (const path of [archive, into]) await Deno.remove(path, { recursive: true });
  }
  return ["| archive of 500 MB | peak MiB |", "| --- | ---: |", ...rows, ""].join("\n");
}

/** The same bundler and base as the product's. */
async function compileUnpacker(root: string): Promise<string> {
  const base = await chooseBase(), source = `${root}/unpacker-source`, program = `${root}/unpacker`;
  const words = ["--quiet", "--platform", "deno", "--code-splitting", "--outdir", source];
  await runDeno(["bundle", ...words, "scripts/bench/unpacker.ts"], {
    env: { DENO_DIR: pathOf(".cache/deno") },
  });
  await Deno.writeTextFile(`${source}/deno.json`, `{"nodeModulesDir":"none","lock":false}`);
  const flags = ["--quiet", "--allow-all", "--no-check", "--no-code-cache", "--output", program];
  await run(base.compiler, ["compile", ...flags, "unpacker.js"], { cwd: source, env: base.env });
  return program;
}

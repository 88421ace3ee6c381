/** Finds what turns the bundle into a program: a Deno that compiles, and the base that it appends to.
 *  Follows deno §1. Invariant: nothing is used that is not the running Deno's own or of a pinned SHA-256. */
import { createHash } from "node:crypto";
import { isThere, pathOf } from "../checkout.ts";
import { runDeno } from "./program.ts";

/** A compiler with its base. */
export interface Base {
  readonly name: string;
  readonly compiler: string;
  /** Variables that the compiler needs. */
  readonly env: Readonly<Record<string, string>>;
}

/** The published packages that the fallback is made of; see deno §1 for why these. */
const FALLBACK = {
  version: "2.7.11",
  host: "x86_64-unknown-linux-gnu",
  compiler: {
    package: "npm:@deno/linux-x64-glibc@2.7.11",
    file: "deno",
    sha256: "e518fbc96877fbc2b37820ec54a02e473166cb25a5d4d627ffde37360fd7d210",
  },
  carrier: { package: "npm:@stdy/cli-linux-x64@0.22.2", file: "bin/steady" },
  baseSha256: "f12d5d3886d5ea138304fb8d67d7396cfbedf53656676132152cb89f3fa4d8e6",
};

const FOLDER = ".cache/fallback";
const TRAILER_MAGIC = 0x501e;
const PROBE_MS = 3000;

/**
 * Chooses the official base of the running Deno where it can be had, else the fallback.
 * ATMOS_BUILD_BASE=official or =fallback decides without asking. A fallback that is there is used again:
 * remove `.cache/fallback` to ask anew.
 */
export async function chooseBase(): Promise<Base> {
  const wanted = Deno.env.get("ATMOS_BUILD_BASE") ?? "";
  if (wanted !== "" && wanted !== "official" && wanted !== "fallback") {
    throw new Error(`ATMOS_BUILD_BASE is official or fallback, not "${wanted}"`);
  }
  const canFallBack = Deno.build.target === FALLBACK.host;
  if (wanted === "official" || !canFallBack && wanted === "") return officialBase();
  if (!canFallBack) throw new Error(`there is no fallback base for ${Deno.build.target}`);
  if (wanted === "fallback" || await isThere(pathOf(FOLDER))) return await fallbackBase();
  return await canHaveOfficial() ? officialBase() : await fallbackBase();
}

/** Cuts the appended program off a binary that Deno 2.8 or older compiled. Throws when it is none. */
export function trimToBase(binary: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const trailer = new DataView(binary.buffer, binary.byteOffset + binary.byteLength - 16, 16);
  if (trailer.getUint32(0, true) !== TRAILER_MAGIC) {
    throw new Error("this binary does not end in a Deno trailer");
  }
  return binary.subarray(0, binary.length - Number(trailer.getBigUint64(8, true)));
}

function officialBase(): Base {
  return {
    name: `Deno ${Deno.version.deno}`,
    compiler: Deno.execPath(),
    env: { DENO_DIR: pathOf(".cache/deno") },
  };
}

async function canHaveOfficial(): Promise<boolean> {
  const archive = `release/v${Deno.version.deno}/denort-${Deno.build.target}.zip`;
  if (await isThere(pathOf(`.cache/deno/dl/${archive}`))) return true;
  try {
    const signal = AbortSignal.timeout(PROBE_MS);
    const response = await fetch(`https://dl.deno.land/${archive}`, { method: "HEAD", signal });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

async function fallbackBase(): Promise<Base> {
  const [compiler, base] = [pathOf(`${FOLDER}/deno`), pathOf(`${FOLDER}/denort`)];
  if (!await isThere(pathOf(FOLDER))) await makeFallback();
  await verify(compiler, FALLBACK.compiler.sha256);
  await verify(base, FALLBACK.baseSha256);
  return {
    name: `Deno ${FALLBACK.version} (fallback)`,
    compiler,
    env: { DENO_DIR: pathOf(`${FOLDER}/deno_dir`), DENORT_BIN: base },
  };
}

/** Fills the folder in one step, so that a broken download leaves none. */
async function makeFallback(): Promise<void> {
  const { compiler, carrier } = FALLBACK;
  const work = pathOf(".cache/fallback.new");
  const env = { DENO_DIR: `${work}/download` };
  await Deno.mkdir(work, { recursive: true });
  await runDeno(["cache", "--no-lock", "--no-config", compiler.package, carrier.package], { env });
  const download = async ({ package: name, file }: typeof carrier) =>
    `${await packageFolder(name, env)}/${file}`;
  await Deno.rename(await download(compiler), `${work}/deno`);
  await Deno.chmod(`${work}/deno`, 0o755);
  const base = trimToBase(await Deno.readFile(await download(carrier)));
  await Deno.writeFile(`${work}/denort`, base, { mode: 0o755 });
  await Deno.remove(env.DENO_DIR, { recursive: true });
  await Deno.rename(work, pathOf(FOLDER));
}

async function packageFolder(name: string, env: Readonly<Record<string, string>>): Promise<string> {
  const { npmPackages } = JSON.parse(
    await runDeno(["info", "--json", "--no-lock", "--no-config", name], { env }),
  );
  return npmPackages[name.slice("npm:".length)].localPath;
}

async function verify(path: string, expected: string): Promise<void> {
  const hash = createHash("sha256").update(await Deno.readFile(path)).digest("hex");
  if (hash !== expected) {
    throw new Error(`${path} has SHA-256 ${hash}, not ${expected}: remove ${FOLDER} and try again`);
  }
}

/** Builds what a release consists of: the program for every target, packed, and SHA256SUMS. Follows deno §1, §3.
 *  Runs where the official base of the running Deno can be had.
 *  Invariant: `dist/release` holds exactly what is uploaded, named as install scripts and registries expect. */
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { tarArchive, zipArchive } from "../tests/support/archive.ts";
import { chooseBase } from "./build/base.ts";
import { bundle } from "./build/bundle.ts";
import { compile } from "./build/compile.ts";
import { readStamp } from "./build/stamp.ts";
import { pathOf } from "./checkout.ts";

/** Targets of Deno and how releases name them. */
const TARGETS: Readonly<Record<string, string>> = {
  "x86_64-unknown-linux-gnu": "linux_amd64",
  "aarch64-unknown-linux-gnu": "linux_arm64",
  "x86_64-apple-darwin": "darwin_amd64",
  "aarch64-apple-darwin": "darwin_arm64",
  "x86_64-pc-windows-msvc": "windows_amd64",
};

async function release(): Promise<void> {
  const stamp = await readStamp(), folder = pathOf("dist/release");
  await Deno.remove(folder, { recursive: true }).catch(() => {});
  await Deno.mkdir(folder, { recursive: true });
  await bundle(stamp);
  const base = await chooseBase(), sums: string[] = [];
  for (const [target, platform] of Object.entries(TARGETS)) {
    const program = await Deno.readFile(pathOf(await compile(base, target)));
    const windows = platform.startsWith("windows");
    const item = { path: windows ? "atmos.exe" : "atmos", content: program, mode: 0o755 };
    const archive = windows ? zipArchive([item]) : new Uint8Array(gzipSync(tarArchive([item]), { level: 9 }));
    const name = `atmos_${stamp.version}_${platform}.${windows ? "zip" : "tar.gz"}`;
    await Deno.writeFile(`${folder}/${name}`, archive);
    sums.push(`${createHash("sha256").update(archive).digest("hex")}  ${name}\n`);
    console.log(`${name}: ${(archive.length / 1e6).toFixed(1)} MB`);
  }
  await Deno.writeTextFile(`${folder}/SHA256SUMS`, sums.join(""));
}

if (import.meta.main) await release();

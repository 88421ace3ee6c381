/** Builds what a release consists of: the program for every target, packed, SHA256SUMS, and the script that installs
 *  it. Follows deno §1, §3.
 *  Runs where the official base of the running Deno can be had.
 *  Invariant: `dist/release` holds exactly what is uploaded, named as install scripts and registries expect. */
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { tarArchive, zipArchive } from "../tests/support/archive.ts";
import { chooseBase } from "./build/base.ts";
import { bundle } from "./build/bundle.ts";
import { compile } from "./build/compile.ts";
import { readStamp } from "./build/stamp.ts";
import { pathOf, readText } from "./checkout.ts";

/** Targets of Deno and how releases name them. */
const TARGETS: Readonly<Record<string, string>> = {
  "x86_64-unknown-linux-gnu": "linux_amd64",
  "aarch64-unknown-linux-gnu": "linux_arm64",
  "x86_64-apple-darwin": "darwin_amd64",
  "aarch64-apple-darwin": "darwin_arm64",
  "x86_64-pc-windows-msvc": "windows_amd64",
};

/** Name of the packed program of a platform in our words, such as `linux_amd64`. */
export function archiveName(version: string, platform: string): string {
  return `atmos_${version}_${platform}.${platform.startsWith("windows") ? "zip" : "tar.gz"}`;
}

/** A line of SHA256SUMS. */
export function sumLine(name: string, content: Uint8Array): string {
  return `${createHash("sha256").update(content).digest("hex")}  ${name}\n`;
}

/**
 * The install script of a repository's releases.
 * @param repository `owner/repo`; throws when the script has no place for it
 */
export function installScript(script: string, repository: string): string {
  const open = 'repository="${ATMOS_INSTALL_REPOSITORY:-}"';
  if (!script.includes(open)) throw new Error("install.sh has no place for the repository");
  return script.replace(open, `repository="\${ATMOS_INSTALL_REPOSITORY:-${repository}}"`);
}

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
    const name = archiveName(stamp.version, platform);
    await Deno.writeFile(`${folder}/${name}`, archive);
    sums.push(sumLine(name, archive));
    console.log(`${name}: ${(archive.length / 1e6).toFixed(1)} MB`);
  }
  await Deno.writeTextFile(`${folder}/SHA256SUMS`, sums.join(""));
  const repository = Deno.env.get("GITHUB_REPOSITORY");
  const script = await readText("install.sh");
  await Deno.writeTextFile(`${folder}/install.sh`, repository ? installScript(script, repository) : script);
}

if (import.meta.main) await release();

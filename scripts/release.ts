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
export const TARGETS: Readonly<Record<string, string>> = {
  "x86_64-unknown-linux-gnu": "linux_amd64",
  "aarch64-unknown-linux-gnu": "linux_arm64",
  "x86_64-apple-darwin": "darwin_amd64",
  "aarch64-apple-darwin": "darwin_arm64",
  "x86_64-pc-windows-msvc": "windows_amd64",
};

/** What the files of a release are made of. */
export interface ReleasePlan {
  /** Without a `v`. */
  readonly version: string;
  /** The text of install.sh. */
  readonly script: string;
  /** `owner/repo`; the script asks for it when it is not known. */
  readonly repository: string | undefined;
  /** Packed programs by platform in our words, such as `linux_amd64`. */
  readonly archives: Readonly<Record<string, Uint8Array>>;
}

/** Every file that a release uploads, by name: the archives, SHA256SUMS, install.sh. */
export function releaseFiles(plan: ReleasePlan): ReadonlyMap<string, Uint8Array> {
  const { version, script, repository, archives } = plan, text = new TextEncoder();
  const packed = Object.entries(archives).map(([platform, archive]) =>
    [archiveName(version, platform), archive] as const
  );
  const sums = packed.map(([name, archive]) => sumLine(name, archive)).join("");
  const own = repository === undefined ? script : installScript(script, repository);
  return new Map([...packed, ["SHA256SUMS", text.encode(sums)], ["install.sh", text.encode(own)]]);
}

/** The archive of a platform's program; `level` is that of gzip. */
export function packProgram(platform: string, content: Uint8Array, level = 9): Uint8Array<ArrayBuffer> {
  const isWindows = platform.startsWith("windows");
  const item = { path: isWindows ? "atmos.exe" : "atmos", content, mode: 0o755 };
  return isWindows ? zipArchive([item]) : new Uint8Array(gzipSync(tarArchive([item]), { level }));
}

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
  return script.replace(open, `repository="\${ATMOS_INSTALL_REPOSITORY:-${repository}}"`)
    .replaceAll("OWNER/REPO", repository);
}

/** Throws when a tag is not the one of a version: the script looks for its archive below `v<version>`. */
export function checkTag(tag: string, version: string): void {
  if (tag !== `v${version}`) throw new Error(`the tag is ${tag}, deno.json has version ${version}`);
}

async function release(): Promise<void> {
  const stamp = await readStamp(), folder = pathOf("dist/release");
  const { GITHUB_REF_TYPE, GITHUB_REF_NAME = "", GITHUB_REPOSITORY: repository } = Deno.env.toObject();
  if (GITHUB_REF_TYPE === "tag") checkTag(GITHUB_REF_NAME, stamp.version);
  await Deno.remove(folder, { recursive: true }).catch(() => {});
  await Deno.mkdir(folder, { recursive: true });
  await bundle(stamp);
  const base = await chooseBase(), archives: Record<string, Uint8Array> = {};
  for (const [target, platform] of Object.entries(TARGETS)) {
    archives[platform] = packProgram(platform, await Deno.readFile(pathOf(await compile(base, target))));
  }
  const script = await readText("install.sh");
  for (const [name, content] of releaseFiles({ version: stamp.version, script, repository, archives })) {
    await Deno.writeFile(`${folder}/${name}`, content);
    console.log(`${name}: ${(content.length / 1e6).toFixed(1)} MB`);
  }
}

if (import.meta.main) await release();

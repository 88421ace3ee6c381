/** Recorded answers of the registry's own program: package, version and platform → what is downloaded and checked.
 *  Follows aqua-registry §5-§9, §15.2, §16. Packages come from `registry.yaml.gz` beside the cases, user variables
 *  from the README above it. */
import { AtmosError } from "@/base/errors.ts";
import { createEvaluator } from "@/features/registry/core/create_evaluator.ts";
import { decodeRegistry } from "@/features/registry/core/decode.ts";
import type { Evaluator } from "@/features/registry/core/evaluator.ts";
import type { PackageRecord } from "@/features/registry/core/record.ts";
import { type ResolvedPackage, resolvePackage } from "@/features/registry/core/resolve.ts";
import type { SignaturePlans } from "@/features/registry/core/signatures.ts";
import { readData } from "../support/test_data.ts";
import type { VectorResult, VectorSubject } from "../support/vector_subject.ts";

type Question = readonly [name: string, version: string, os: string, arch: string, libc: string];
type Answer = Readonly<Record<string, unknown>>;

interface Setup {
  readonly packages: ReadonlyMap<string, PackageRecord>;
  /** By `package@version`. */
  readonly vars: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly evaluator: Evaluator;
}

const subject: VectorSubject = {
  subject: "registry",
  matches: (path) => /^aqua-registry\/.*\.jsonl(\.gz)?$/.test(path),
  async run(path) {
    const folder = path.slice(0, path.lastIndexOf("/"));
    const setup: Setup = {
      packages: await readPackages(`${folder}/registry.yaml.gz`),
      vars: await readVariables(`${folder}/../README.md`),
      evaluator: createEvaluator(),
    };
    return judge((await readData(path)).trim().split("\n"), setup);
  },
};
export default subject;

function judge(lines: readonly string[], setup: Setup): VectorResult {
  const failures: string[] = [];
  const notBuilt: Record<string, number> = {};
  for (const line of lines) {
    const { q, r }: { q: Question; r: Answer } = JSON.parse(line);
    const actual = answer(q, setup);
    for (const key of Object.keys(r).filter((key) => !compared.has(key))) notBuilt[key] = (notBuilt[key] ?? 0) + 1;
    const wrong = [...compared].filter((key) => JSON.stringify(actual[key]) !== JSON.stringify(sorted(r[key])));
    if (wrong.length > 0) {
      failures.push(`${q.join(" ")}: ${wrong.map((key) => difference(key, actual[key], r[key])).join("; ")} ${actual["error"] ?? ""}`);
    }
  }
  return { passed: lines.length - failures.length, failed: failures.length, notBuilt, failures };
}

function difference(key: string, actual: unknown, expected: unknown): string {
  return `${key} is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`;
}

/** Members in the order in which we make them. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1));
}

const compared = new Set([
  ...["supported", "type", "asset", "url", "path", "format", "files", "checksum_id"],
  ...["checksum_type", "checksum_file", "checksum_alg", "verify", "cosign_opts", "c_cosign_opts"],
]);

function answer([name, version, os, arch, libc]: Question, { packages, vars, evaluator }: Setup): Answer {
  const record = packages.get(name);
  if (record === undefined) return { error: "no such package" };
  const request = { version, platform: { os, arch, libc: libc || undefined }, vars: vars.get(`${name}@${version}`) };
  try {
    return describe(resolvePackage(record, request, evaluator));
  } catch (error) {
    if (!(error instanceof AtmosError)) throw error;
    const unsupported = ["registry/no-asset", "registry/error-message", "registry/unsupported-platform"];
    return unsupported.includes(error.code) ? { supported: false } : { error: `${error.code}: ${error.title}` };
  }
}

/** The answer in the words of the recording. */
function describe(resolved: ResolvedPackage): Answer {
  const { checksum, signatures, repository } = resolved;
  const verify = [...kinds(signatures, ""), ...checksum ? kinds(checksum.signatures, "c:") : []];
  const root = `pkgs/go_build/github.com/${repository?.owner}/${repository?.name}/${resolved.version}/`;
  return {
    supported: true,
    type: resolved.type,
    asset: resolved.asset,
    url: resolved.urls[0],
    path: resolved.goPath,
    format: resolved.format,
    files: resolved.files.map(({ name, path, link, build }) => ({
      ...build?.dir ? { dir: build.dir } : {},
      ...link === undefined ? {} : { link },
      name,
      src: build === undefined ? path : root + path,
    })),
    checksum_id: resolved.checksumId ?? "",
    checksum_type: checksum && (checksum.release ? "github_release" : "http"),
    checksum_file: checksum && (checksum.release?.asset ?? checksum.url),
    checksum_alg: checksum?.algorithm,
    verify: verify.length > 0 ? verify : undefined,
    cosign_opts: signatures.cosign?.opts,
    c_cosign_opts: checksum?.signatures.cosign?.opts,
  };
}

function kinds({ attestations, cosign, slsa, minisign }: SignaturePlans, prefix: string): readonly string[] {
  return Object.entries({ gaa: attestations, cosign, slsa, minisign })
    .flatMap(([kind, plan]) => plan === undefined ? [] : [prefix + kind]);
}

async function readPackages(path: string): Promise<ReadonlyMap<string, PackageRecord>> {
  const { packages, issues } = decodeRegistry(await readData(path), "registry.yaml");
  if (issues.length > 0) throw new Error(issues.map(({ title }) => title).join("\n"));
  return new Map(packages.map(({ name, record }) => [name, record]));
}

/** Finds `owner/repo@version key=value` in a text. */
async function readVariables(path: string): Promise<Setup["vars"]> {
  const text = await readData(path).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  });
  const found = text.matchAll(/([\w./-]+)@(\S+) (\w+)=([\w.-]*\w)/g);
  return new Map([...found].map(([, name, version, key = "", value = ""]) => [`${name}@${version}`, { [key]: value }]));
}

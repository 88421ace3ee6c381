/** Checks all manifests of a project. Follows stacks §16.1.
 *  Invariants: whatever is wrong is found in one run; a file that cannot be read does not hide what is wrong in others; each
 *  fault is told once. */
import { AtmosError } from "@/base/errors.ts";
import { isAbsolute, parents, relativePath } from "@/base/path.ts";
import { duplicates } from "@/features/stacks/core/duplicates.ts";
import { isTemplate } from "@/features/stacks/core/manifest_path.ts";
import { type Instance, loadStack } from "@/features/stacks/instances.ts";
import { loadManifest } from "@/features/stacks/manifest.ts";
import { noManifests } from "@/features/stacks/require_stacks.ts";
import type { Session } from "@/features/stacks/session.ts";
import { allManifests, topManifests } from "@/features/stacks/top_manifests.ts";
import { type Finding, sortedFindings } from "./core/finding.ts";
import { type CheckManifest, manifestCheck } from "./manifest_check.ts";

/** What is checked and how. */
export interface ValidateStacksOptions {
  /** Path or address of another schema than ours; empty: what atmos.yaml says. */
  readonly schema: string;
  /** Patterns of files whose findings do not count, seen from the repository, the base path or the working directory. */
  readonly exclude: readonly string[];
  /** Whether keys that nobody knows are mistakes. */
  readonly strict: boolean;
  /** Nothing is checked unless a manifest or the configuration differs from this commit. */
  readonly changedSince: string | undefined;
}

/**
 * All findings, sorted by place; undefined when nothing has changed.
 * @throws Config `stacks/no-manifests`, `validate/no-schema`, `json-schema/invalid`; as `filesChangedSince`
 */
export async function validateStacks(
  session: Session,
  options: ValidateStacksOptions,
): Promise<readonly Finding[] | undefined> {
  if (options.changedSince !== undefined && !await hasChanged(session, options.changedSince)) {
    return undefined;
  }
  const check = await manifestCheck(session, options);
  const top = await topManifests(session) ?? [];
  if (top.length === 0) throw noManifests(session);
  const faults = [...await stackFaults(session, top)];
  const bySchema = new Map<string, readonly Finding[]>();
  for (const file of await allManifests(session) ?? []) {
    if (!isTemplate(file)) faults.push(...await fileFaults(session, file, { check, bySchema }));
  }
  const findings = [...bySchema.values()].flat();
  const others = distinctFaults(faults)
    .map((fault) => ({ fault, finding: findingOf(session, fault) }))
    .filter(({ fault, finding }) => !(isShape(fault) && findings.some((each) => isSamePlace(each, finding))))
    .map(({ finding }) => finding);
  return sortedFindings(await withoutExcluded(session, [...findings, ...others], options.exclude));
}

async function hasChanged({ ctx, settings }: Session, commit: string): Promise<boolean> {
  const { filesChangedSince } = await import("@/features/config/changed_files.ts");
  const changed = await filesChangedSince(ctx, settings.basePath, commit);
  const config = new Set(settings.whole.origins.map(({ path }) => path));
  return [...changed].some((file) => config.has(file) || file.startsWith(`${settings.stacksDir}/`));
}

/** What keeps stacks and their components from being put together. */
async function stackFaults(session: Session, files: readonly string[]): Promise<readonly AtmosError[]> {
  const faults: AtmosError[] = [], instances: Instance[] = [];
  for (const file of files) {
    const stack = await collected(faults, () => loadStack(session, file, (fault) => faults.push(fault)));
    instances.push(...stack?.instances ?? []);
  }
  return [...faults, ...duplicates(instances)];
}

interface Checking {
  readonly check: CheckManifest;
  /** File → what its schema finds. */
  readonly bySchema: Map<string, readonly Finding[]>;
}

/** Checks a file and what it imports; when that cannot be read, at least the file itself. */
async function fileFaults(
  session: Session,
  file: string,
  { check, bySchema }: Checking,
): Promise<readonly AtmosError[]> {
  const faults: AtmosError[] = [];
  const manifest = await collected(faults, () => loadManifest(session, file));
  const alone = manifest === undefined ? await check.read(file) : undefined;
  for (const part of manifest?.parts ?? (alone === undefined ? [] : [alone])) {
    if (!bySchema.has(part.file)) bySchema.set(part.file, check.findings(part));
  }
  return faults;
}

async function collected<T>(faults: AtmosError[], act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof AtmosError)) throw error;
    faults.push(error);
    return undefined;
  }
}

/** The same fault met on several ways. */
function distinctFaults(faults: readonly AtmosError[]): readonly AtmosError[] {
  const nameOf = ({ title, at, explanation = "" }: AtmosError) =>
    JSON.stringify([title, at?.file, at?.line, at?.column, explanation.split("\n")[0]]);
  return [...new Map(faults.toReversed().map((fault) => [nameOf(fault), fault])).values()].toReversed();
}

function findingOf({ ctx, settings }: Session, { title, explanation, at }: AtmosError): Finding {
  const reason = explanation?.split("\n")[0] ?? "";
  const file = at === undefined ? settings.stacksDir : at.file;
  return {
    severity: "error",
    at: { ...at, file: isAbsolute(file) ? relativePath(ctx.cwd, file) : file },
    message: reason === "" || reason.startsWith("File being processed") ? title : `${title}: ${reason}`,
  };
}

/** Whether a fault is about the type of a value: the schema tells it better. */
function isShape({ code }: AtmosError): boolean {
  return ["stacks/invalid-section", "stacks/invalid-component", "stacks/invalid-import-section"].includes(
    code,
  );
}

/** The loader names the key, the schema the value, which may stand in the next line. */
function isSamePlace({ at: value }: Finding, { at: key }: Finding): boolean {
  const lines = (value.line ?? 0) - (key.line ?? 0);
  return value.file === key.file && (lines === 0 || lines === 1);
}

async function withoutExcluded(
  { ctx, settings: { basePath } }: Session,
  findings: readonly Finding[],
  exclude: readonly string[],
): Promise<readonly Finding[]> {
  if (exclude.length === 0) return findings;
  const { globTest } = await import("@/lang/glob/glob.ts");
  const tests = exclude.map((pattern) => globTest(pattern.replace(/^\.\//, "")));
  const roots = [ctx.cwd, basePath];
  for (const dir of [basePath, ...parents(basePath)]) {
    if (await ctx.disk.stat(`${dir}/.git`) !== undefined) roots.push(dir);
  }
  return findings.filter(({ at }) => {
    const file = isAbsolute(at.file) ? at.file : `${ctx.cwd}/${at.file}`;
    return !tests.some((test) => roots.some((root) => test(relativePath(root, file))));
  });
}

/** What a change of the project affects. Follows stacks §13.
 *  Invariants: both sides follow the same rules; only what may differ is evaluated; the order is stack, name, type. */
import { AtmosError, ConfigError } from "@/base/errors.ts";
import { mapLimited } from "@/base/flow/limit.ts";
import { relativePath, resolvePath } from "@/base/path.ts";
import { distinctInstances } from "@/features/stacks/core/duplicates.ts";
import { isAbstract } from "@/features/stacks/core/inherit.ts";
import { isTree, type Tree } from "@/features/stacks/core/merge.ts";
import { type EvaluateOptions, evaluateSections } from "@/features/stacks/evaluate.ts";
import { type Instance, loadStacks, typeDirectory } from "@/features/stacks/instances.ts";
import { requireStacks } from "@/features/stacks/require_stacks.ts";
import { type Session, sessionOfCopy } from "@/features/stacks/session.ts";
import { adminInstances } from "./admin_stacks.ts";
import type { BaseSide } from "./base_side.ts";
import { comparedSections, differentSections, undecidedSections } from "./core/compare_sections.ts";
import { declaredDependencies, mayRun } from "./dependency_graph.ts";
import { type Dependent, dependentTrees } from "./dependents.ts";
import { itemOf, settingsOf } from "./item.ts";
import { localModules, type ModuleMemo } from "./local_modules.ts";

/** What is wanted. */
export interface AffectedQuestion {
  /** Name or file key. */
  readonly stack: string | undefined;
  readonly withDependents: boolean;
  readonly withSettings: boolean;
  readonly withLocked: boolean;
  readonly withAdminStacks: boolean;
}

/** An instance that is affected. */
export interface Affected extends Dependent {
  /** The first reason. */
  readonly affected: string;
  readonly affected_all: readonly string[];
  /** A declared file or folder that has changed, as written. */
  readonly file?: string;
  readonly folder?: string;
  readonly deleted?: true;
  readonly deletion_type?: "component" | "stack";
}

/** @throws Config of manifests of both sides, of values; Lookup `stacks/no-manifests` */
export async function describeAffected(
  session: Session,
  { base, question }: { readonly base: BaseSide; readonly question: AffectedQuestion },
  options: EvaluateOptions,
): Promise<readonly Affected[]> {
  const copy = sessionOfCopy(session, base.placeOf);
  const [files, oldFiles] = await Promise.all([requireStacks(session), baseFiles(copy, base)]);
  const all = distinctInstances(files.flatMap(({ instances }) => instances));
  const old = new Map(oldFiles.map((instance) => [idOf(instance), instance]));
  const work: Work = { session, copy, base, old, options, modules: new Map() };
  const isWanted = ({ stack, key }: Instance) => !question.stack || [stack, key].includes(question.stack);
  const now = all.filter((each) =>
    isWanted(each) && mayRun(each) && (question.withLocked || !isLocked(each))
  );
  const found = await inParallel(now, (instance) => compared(work, instance));
  const hits = found.flatMap((hit) => hit === undefined ? [] : [hit]);
  if (question.withAdminStacks) hits.push(...await adminHits(work, hits, all));
  const known = new Set(all.map(idOf)), stacks = new Set(all.map(({ stack }) => stack));
  const gone = [...old.values()].filter((each) =>
    isWanted(each) && !known.has(idOf(each)) && !isAbstract(each.sections)
  ).map((instance): Hit => {
    const kind = stacks.has(instance.stack) ? "component" : "stack";
    return { instance, deleted: kind, reasons: [kind === "stack" ? "deleted.stack" : "deleted"] };
  });
  const ordered = [...hits, ...gone].toSorted(byPlace);
  const items = await inParallel(ordered, (hit) => affectedItem(work, hit, question));
  return question.withDependents ? await dependentTrees(session, items, { ...question, options }) : items;
}

interface Work {
  readonly session: Session;
  readonly copy: Session;
  readonly base: BaseSide;
  readonly old: ReadonlyMap<string, Instance>;
  readonly options: EvaluateOptions;
  readonly modules: ModuleMemo;
}

/** An instance and why it is affected. */
interface Hit {
  readonly instance: Instance;
  readonly reasons: readonly string[];
  readonly file?: string | undefined;
  readonly folder?: string | undefined;
  readonly deleted?: "component" | "stack";
}

/** Values may be asked of other programs and servers. */
const BOUND = 8;

async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results = await mapLimited(items, BOUND, work);
  return results.map((result) => {
    if (!result.ok) throw result.error;
    return result.value;
  });
}

/** The instances of the other side; an error there says that it is not about the files at hand. */
async function baseFiles(copy: Session, base: BaseSide): Promise<readonly Instance[]> {
  try {
    const files = await loadStacks(copy);
    if (files === undefined) {
      copy.ctx.out.say("warning", `${base.name} has no stacks: everything counts as new`);
    }
    return distinctInstances((files ?? []).flatMap(({ instances }) => instances));
  } catch (error) {
    throw error instanceof ConfigError ? onBase(error, copy, base) : error;
  }
}

function onBase(error: AtmosError, { settings }: Session, { name }: BaseSide): ConfigError {
  const { code, title, explanation, hints, at } = error;
  const place = at && { ...at, file: `${name}:${relativePath(settings.basePath, at.file)}` };
  return new ConfigError(code, `the stacks of ${name} cannot be resolved: ${title}`, {
    explanation,
    hints: [
      ...hints,
      "Compare with a commit whose manifests are right: atmos describe affected --base COMMIT",
    ],
    at: place,
    cause: error,
  });
}

function idOf({ stack, type, name }: Instance): string {
  return JSON.stringify([stack, type, name]);
}

function byPlace({ instance: a }: Hit, { instance: b }: Hit): number {
  const [x, y] = [a, b].map(({ stack, name, type }) => [stack, name, type].join("\u0000"));
  return (x ?? "") < (y ?? "") ? -1 : 1;
}

function isLocked({ sections: { metadata } }: Instance): boolean {
  return isTree(metadata) && metadata["locked"] === true;
}

/** Undefined when nothing about the instance has changed. */
async function compared(work: Work, instance: Instance): Promise<Hit | undefined> {
  const { session, options, base: { changes } } = work, { settings } = session;
  const directory = resolvePath(typeDirectory(settings, instance.type), instance.directory);
  const { files, folders } = await declaredDependencies(session, instance, options);
  const changed = async (paths: readonly string[], test: (path: string) => Promise<boolean>) => {
    for (const path of paths) if (await test(resolvePath(settings.basePath, path))) return path;
  };
  const file = await changed(files, changes.isChanged),
    folder = await changed(folders, changes.isChangedBelow);
  const reasons = [
    ...(await changes.isChangedBelow(directory) ? ["component"] : []),
    ...(await isModuleChanged(work, instance, directory) ? ["component.module"] : []),
    ...(await changedSections(work, instance)).map((key) => `stack.${key}`),
    ...(file === undefined ? [] : ["file"]),
    ...(folder === undefined ? [] : ["folder"]),
  ];
  return reasons.length === 0 ? undefined : { instance, reasons, file, folder };
}

async function isModuleChanged({ session, base, modules }: Work, { type }: Instance, directory: string) {
  if (type !== "terraform") return false;
  for (const module of await localModules(session.ctx, directory, modules)) {
    if (await base.changes.isChangedBelow(module)) return true;
  }
  return false;
}

async function changedSections(work: Work, instance: Instance): Promise<readonly string[]> {
  const { session, copy, options, old } = work, before = old.get(idOf(instance));
  const sections = comparedSections(session.settings.config.describe.affected?.sections ?? []);
  const has = (key: string) => Object.hasOwn(instance.sections, key);
  if (before === undefined) return sections.filter(has);
  const areLate = [instance, before].some((each) => each.lateBackends !== undefined);
  const open = areLate ? sections : undecidedSections(sections, instance.sections, before.sections);
  if (open.length === 0) return [];
  const [now, then] = await Promise.all([
    evaluateSections(session, instance, { sections: chosen(instance, open), ...options }),
    evaluateSections(copy, before, { sections: chosen(before, open), ...options }),
  ]);
  return differentSections(open, now, then);
}

function chosen({ sections }: Instance, keys: readonly string[]): Tree {
  return Object.fromEntries(
    keys.filter((key) => Object.hasOwn(sections, key)).map((key) => [key, sections[key]]),
  );
}

async function adminHits(
  work: Work,
  hits: readonly Hit[],
  all: readonly Instance[],
): Promise<readonly Hit[]> {
  const { session, options } = work, known = new Set(hits.map(({ instance }) => instance));
  const found = await inParallel(hits, ({ instance }) => adminInstances(session, { instance, all }, options));
  return [...new Set(found.flat())].filter((instance) => !known.has(instance)).map((instance) => ({
    instance,
    reasons: ["stack.settings.spacelift.admin_stack_selector"],
  }));
}

async function affectedItem(work: Work, hit: Hit, { withSettings }: AffectedQuestion): Promise<Affected> {
  const { instance, reasons, file, folder, deleted } = hit, { options } = work;
  const session = deleted === undefined ? work.session : work.copy;
  const { stacks } = session.settings.config;
  const isByPattern = stacks.name_template === "" && stacks.name_pattern !== "";
  const item = await itemOf(session, instance, {
    ...options,
    withContext: isByPattern || deleted !== undefined,
  });
  return {
    ...item,
    affected: reasons[0] ?? "",
    affected_all: reasons,
    ...(file === undefined ? {} : { file }),
    ...(folder === undefined ? {} : { folder }),
    dependents: null,
    included_in_dependents: false,
    settings: withSettings ? await settingsOf(session, instance, options) : null,
    ...(deleted === undefined ? {} : { deleted: true as const, deletion_type: deleted }),
  };
}

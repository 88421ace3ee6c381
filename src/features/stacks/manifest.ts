/** A stack manifest with everything that it imports. Follows stacks §3 to §5, §7.4.
 *  Invariants: later wins, imports in their order, then the file itself; results do not depend on timing; a circle of
 *  imports is an error and never a hang. */
import { AtmosError, ConfigError, type SourcePosition } from "@/base/errors.ts";
import { relativePath } from "@/base/path.ts";
import { nearestNames } from "@/base/text/suggest.ts";
import type { FileContext } from "./core/file_context.ts";
import { checkOwnSections } from "./core/check_manifest.ts";
import { importEntries, type ImportEntry } from "./core/import_entry.ts";
import { importKey, withoutEnding } from "./core/manifest_path.ts";
import { isTree, mergeTrees, type Tree } from "./core/merge.ts";
import {
  mergeOverrides,
  type Overrides,
  ownOverrides,
  withoutOverrides,
  withOverrides,
} from "./core/overrides.ts";
import { isLeftTemplate, withPath } from "./import_path.ts";
import { importFiles } from "./import_files.ts";
import { readManifestFile } from "./manifest_file.ts";
import { invalidManifest } from "./manifest_errors.ts";
import type { Session } from "./session.ts";

/** What one file contributes. */
export interface Part {
  /** Key as outputs have it. */
  readonly key: string;
  /** Absolute. */
  readonly file: string;
  /** 1 for the manifest itself, 2 for what it imports … */
  readonly depth: number;
  /** Where it is imported; undefined for a top-level manifest. */
  readonly via?: SourcePosition | undefined;
  readonly tree: Tree;
  /** Its locals; undefined when it has none. */
  readonly locals?: Pick<FileContext, "root" | "sections"> | undefined;
  positionOf(path: readonly (string | number)[], of?: "value" | "key"): SourcePosition | undefined;
}

/** A manifest with its imports. */
export interface Manifest {
  readonly tree: Tree;
  /** The lowest first, the manifest itself last. */
  readonly parts: readonly Part[];
  /** Keys of all imports, sorted. */
  readonly imports: readonly string[];
  /** What it lays over files that are imported after it. */
  readonly overrides: Overrides;
  /** Whether it depends on what was imported before it. */
  readonly followsEarlier: boolean;
}

/** How a file is reached. */
export interface Route {
  /** Absolute paths of the files above, the top first. */
  readonly chain: readonly string[];
  readonly context: Tree;
  /** `settings`, `vars` and `env` of everything that was imported before; templates of import paths see them. */
  readonly earlier: Tree;
  readonly skipTemplates: boolean;
  readonly ignoreMissing: boolean;
}

/** How a top-level manifest is reached. */
export const TOP: Route = { chain: [], context: {}, earlier: {}, skipTemplates: false, ignoreMissing: false };

/**
 * Reads a manifest and what it imports. Memoised; to be awaited before the next one is begun.
 * @param file absolute
 * @throws Config `stacks/invalid-manifest`, `stacks/import-not-found`, `stacks/import-cycle`, `stacks/invalid-import` …
 */
export async function loadManifest(session: Session, file: string, route: Route = TOP): Promise<Manifest> {
  if (route.chain.includes(file)) throw circle(session, file, route);
  const { context, skipTemplates, ignoreMissing } = route;
  const key = JSON.stringify([file, skipTemplates, ignoreMissing, context], bigintText);
  const known = session.manifests.get(key);
  if (known !== undefined) return known;
  const manifest = await resolve(session, file, { ...route, chain: [...route.chain, file] });
  if (!manifest.followsEarlier) session.manifests.set(key, manifest);
  return manifest;
}

function bigintText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? `${value}n` : value;
}

/** `route` ends in the file itself. */
async function resolve(session: Session, file: string, route: Route): Promise<Manifest> {
  const { stacksDir, listStrategy } = session.settings;
  const read = await readManifestFile(session, file, route);
  const entries = importEntries(read.tree["import"], {
    file: shown(session, file),
    positionOf: read.positionOf,
  });
  checkOwnSections(read.tree, {
    key: shown(session, file),
    positionOf: (path) => read.positionOf(path, "key"),
  });
  const inline = ownOverrides(read.tree, listStrategy);
  const imported: Manifest[] = [];
  let earlier: Overrides = {}, known = route.earlier;
  for (const entry of entries) {
    const context = mergeTrees([entry.context, route.context], listStrategy);
    const data = { ...known, ...localsOf(read), ...context };
    for (
      const path of await filesOf(session, { entry: withPath(session, { entry, route, data }), file, route })
    ) {
      const below = await loadManifest(session, path, {
        chain: route.chain,
        context,
        earlier: known,
        skipTemplates: entry.skipTemplates,
        ignoreMissing: entry.ignoreMissing,
      });
      const tree = withOverrides(below.tree, { weaker: earlier, stronger: inline }, listStrategy);
      earlier = mergeOverrides([earlier, below.overrides], listStrategy);
      const parts = below.parts.map((part) => part.via === undefined ? { ...part, via: entry.at } : part);
      imported.push({ ...below, tree, parts });
      known = mergeTrees([known, pathData(below.tree)], listStrategy);
    }
  }
  const overrides = mergeOverrides([earlier, inline], listStrategy);
  const own = withOverrides(withoutOverrides(read.tree), { weaker: {}, stronger: overrides }, listStrategy);
  const { import: _, ...content } = own;
  const deeper = imported.flatMap(({ parts }) => parts.map((part) => ({ ...part, depth: part.depth + 1 })));
  return {
    tree: mergeTrees([...imported.map(({ tree }) => tree), content], listStrategy),
    parts: [...deeper, { key: importKey(stacksDir, file), file, depth: 1, ...read }],
    imports: [...new Set(deeper.map((part) => part.key))].sort(),
    overrides,
    followsEarlier: entries.some(({ path }) => path.includes("{{")) ||
      imported.some((each) => each.followsEarlier),
  };
}

/** What templates of later import paths see of a manifest. */
function pathData(tree: Tree): Tree {
  const names = ["settings", "vars", "env"].filter((name) => isTree(tree[name]));
  return Object.fromEntries(names.map((name) => [name, tree[name]]));
}

function localsOf({ locals }: Pick<Part, "locals">): Tree {
  return locals === undefined ? {} : { locals: locals.root };
}

interface Wanted {
  readonly entry: ImportEntry;
  readonly file: string;
  readonly route: Route;
}

async function filesOf(session: Session, { entry, file, route }: Wanted): Promise<readonly string[]> {
  const files = await importFiles(session, file, entry.path);
  if (files.includes(file)) {
    throw new ConfigError("stacks/import-cycle", `${shown(session, file)} imports itself`, { at: entry.at });
  }
  if (files.length > 0 || entry.skipIfMissing || session.isLenient) return files;
  const near = await nearImports(session, entry.path);
  throw invalidManifest(session, route, {
    code: "stacks/import-not-found",
    title: `stack import not found: '${entry.path}'`,
    at: entry.at,
    hints: [
      ...isLeftTemplate(session, entry)
        ? ["To have import paths rendered: set templates.settings.enabled to true in atmos.yaml."]
        : [],
      ...near.map((name) => `Did you mean ${name}?`),
      `Paths without a leading dot begin at ${
        relativePath(session.ctx.cwd, session.settings.stacksDir)
      } (stacks.base_path).`,
    ],
  });
}

async function nearImports({ ctx, settings }: Session, path: string): Promise<readonly string[]> {
  const { listFiles } = await import("@/io/disk/list_files.ts");
  const names = (await listFiles(ctx.disk, settings.stacksDir)).map(withoutEnding);
  return nearestNames(withoutEnding(path), names);
}

function circle(session: Session, file: string, { chain }: Route): AtmosError {
  const names = [...chain.slice(chain.indexOf(file)), file].map((each) => shown(session, each));
  return new ConfigError("stacks/import-cycle", `${names[0]} imports itself over other files`, {
    explanation: names.join(" → "),
    hints: [`Remove the import of ${names.at(-1)} from ${names.at(-2)}.`],
    at: { file: chain.at(-1) ?? file },
  });
}

/** A file as people know it: seen from the stacks directory. */
function shown({ settings: { stacksDir } }: Session, file: string): string {
  return relativePath(stacksDir, file);
}

/** Every component of every stack, put together and not evaluated. Follows stacks §1 (steps 1 to 4), §8.
 *  Invariants: no function of a component runs here; the order is that of the manifests, then of types, then of names. */
import { AtmosError, type ConfigError } from "@/base/errors.ts";
import { resolvePath } from "@/base/path.ts";
import { type BackendOwner, hasBackendCalls, selectBackends } from "./core/backend.ts";
import { withComponentLocals } from "./component_locals.ts";
import { checkManifest } from "./core/check_manifest.ts";
import { buildComponent, type Component, type ComponentScope, plainSections } from "./core/component.ts";
import { missingBase } from "./core/inherit.ts";
import { fileKey } from "./core/manifest_path.ts";
import { isTree, mergeTrees, type Tree } from "./core/merge.ts";
import { nameOf, type NamingRules } from "./core/naming.ts";
import { isRunnable, SECTIONS } from "./core/section.ts";
import { workspaceOf } from "./core/workspace.ts";
import { loadManifest, type Manifest } from "./manifest.ts";
import type { Session } from "./session.ts";
import { listStrategy } from "./settings.ts";
import { topManifests } from "./top_manifests.ts";

/** A top-level manifest. */
export interface StackFile {
  /** Path below the stacks directory without ending. */
  readonly key: string;
  readonly file: string;
  readonly manifest: Manifest;
  /** Its name by what the manifest itself says; components may give others. */
  readonly stack: string;
  readonly instances: readonly Instance[];
}

/** A component in a stack. */
export interface Instance extends Component {
  /** Canonical name of the stack. */
  readonly stack: string;
  /** Why the name is only the key of the file. */
  readonly nameFault: ConfigError | undefined;
  readonly key: string;
  readonly manifest: Manifest;
  /** For backends that functions give: they are selected when those have run. */
  readonly lateBackends?: BackendOwner;
}

/**
 * All stacks, or only the manifest with a file key.
 * @returns undefined when there is no manifest at all
 * @throws Config of manifests and components
 */
export function loadStacks(session: Session, only?: string): Promise<readonly StackFile[] | undefined> {
  if (only !== undefined) return loadFiles(session, only);
  session.stacks ??= loadFiles(session, undefined);
  return session.stacks;
}

async function loadFiles(
  session: Session,
  only: string | undefined,
): Promise<readonly StackFile[] | undefined> {
  const files = await topManifests(session);
  if (files === undefined || files.length === 0) return undefined;
  const { stacksDir } = session.settings;
  const one = only === undefined ? undefined : files.find((file) => fileKey(stacksDir, file) === only);
  const stacks: StackFile[] = [];
  for (const file of one === undefined ? files : [one]) {
    const stack = await loadStack(session, file);
    if (stack !== undefined) stacks.push(stack);
  }
  return stacks;
}

/** Hears of what keeps a component from being put together, which is then left out. */
type Report = (fault: AtmosError) => void;

/**
 * One top-level manifest; undefined when it says nothing.
 * @param report without it the first fault of a component is thrown
 * @throws Config of the manifest
 */
export async function loadStack(
  session: Session,
  file: string,
  report?: Report,
): Promise<StackFile | undefined> {
  const manifest = await loadManifest(session, file);
  if (Object.keys(manifest.tree).length === 0) return undefined;
  const key = fileKey(session.settings.stacksDir, file);
  return await stackFile(session, { file, manifest, key }, report);
}

interface Loaded {
  readonly file: string;
  readonly key: string;
  readonly manifest: Manifest;
}

async function stackFile(session: Session, loaded: Loaded, report?: Report): Promise<StackFile> {
  const { manifest: { tree } } = loaded;
  const place = { key: loaded.key, positionOf: positionsOf(loaded.manifest) };
  checkManifest(tree, place);
  const components = isTree(tree["components"]) ? tree["components"] : {};
  const instances: Instance[] = [];
  for (const type of [...Object.keys(SECTIONS), ...session.customTypes ?? []]) {
    const ofType = components[type];
    if (!isTree(ofType)) continue;
    const scope = scopeOf(session, tree, { ...place, type });
    for (const name of Object.keys(ofType).sort()) {
      if (!isTree(ofType[name])) continue; // removed by !unset
      try {
        instances.push(await instanceNamed(session, name, { ...loaded, scope }));
      } catch (error) {
        if (!(error instanceof AtmosError)) throw error;
        if (session.isLenient && error.code === "stacks/missing-base") continue;
        if (report === undefined) throw error;
        report(error);
      }
    }
  }
  const { name: stack } = nameOf(
    { tree, key: loaded.key, sections: rootSections(tree) },
    namingRules(session),
  );
  return { ...loaded, stack, instances };
}

async function instanceNamed(
  session: Session,
  name: string,
  loaded: Loaded & { readonly scope: ComponentScope },
): Promise<Instance> {
  const component = await withComponentLocals(session, buildComponent(loaded.scope, name), loaded.key);
  if (!session.isLenient) await checkDirectories(session, component, loaded.scope);
  return instanceOf(session, component, loaded);
}

/** What all components have in common. */
function rootSections(tree: Tree): Tree {
  const keys = ["vars", "settings", "env", "metadata"];
  return Object.fromEntries(keys.map((key) => [key, isTree(tree[key]) ? tree[key] : {}]));
}

/** Where the value that counts was written: in the file that was merged last. */
function positionsOf({ parts }: Manifest): ComponentScope["place"]["positionOf"] {
  return (path) => {
    const part = parts.findLast(({ tree }) => has(tree, path)) ?? parts.at(-1);
    return part?.positionOf(path, "key");
  };
}

function has(tree: unknown, path: readonly string[]): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return true;
  return isTree(tree) && Object.hasOwn(tree, key) && has(tree[key], rest);
}

function scopeOf({ settings }: Session, tree: Tree, place: ComponentScope["place"]): ComponentScope {
  const { config, listStrategy: strategy } = settings;
  return {
    tree,
    place,
    defaults: {
      ...(Object.keys(config.env ?? {}).length === 0 || !isRunnable(place.type) ? {} : { env: config.env }),
      command: commandOf(config.components, place.type) || place.type,
    },
    inheritMetadata: config.stacks.inherit.metadata,
    inheritSource: config.stacks.inherit.source ?? true,
    strategy,
    strategyNamed: listStrategy,
  };
}

function commandOf(types: Readonly<Record<string, unknown>>, type: string): string {
  const settings = types[type];
  const command = isTree(settings) ? settings["command"] : undefined;
  return typeof command === "string" ? command : "";
}

/** `component: name` may stand for a directory that is no component. */
async function checkDirectories(
  { ctx, settings }: Session,
  { name, directories }: Component,
  { tree, place }: ComponentScope,
): Promise<void> {
  for (const directory of directories) {
    const path = resolvePath(typeDirectory(settings, place.type), directory);
    if ((await ctx.disk.stat(path))?.kind === "directory") continue;
    const components = isTree(tree["components"]) ? tree["components"][place.type] : undefined;
    throw missingBase(
      { child: name, base: directory, way: "component" },
      isTree(components) ? components : {},
      place,
    );
  }
}

/** Absolute directory of the components of a type. */
export function typeDirectory({ basePath, config }: Session["settings"], type: string): string {
  const settings: unknown = Reflect.get(config.components, type);
  const base = isTree(settings) && typeof settings["base_path"] === "string" ? settings["base_path"] : "";
  return resolvePath(basePath, base);
}

function instanceOf(session: Session, component: Component, loaded: Loaded): Instance {
  const { key, manifest } = loaded, { config } = session.settings;
  const { name: stack, fault } = nameOf(
    { tree: manifest.tree, key, sections: plainSections(component) },
    namingRules(session),
  );
  const instance: Instance = { ...component, stack, nameFault: fault, key, manifest };
  if (component.type !== "terraform") return withWorkspace(session, instance);
  const own = component.sections["metadata"];
  const stateName = isTree(own) && typeof own["name"] === "string" && own["name"] !== ""
    ? own["name"]
    : component.source;
  const { tree } = manifest;
  const shared = isTree(tree["terraform"]) && isTree(tree["terraform"]["backend"])
    ? tree["terraform"]["backend"]
    : {};
  const owner: BackendOwner = {
    component: component.name,
    manifest: key,
    stateName,
    separator: config.components.terraform.workspace?.prefix_separator ?? "-",
    shared,
    strategy: component.strategy,
  };
  if (hasBackendCalls(component.sections)) {
    return withWorkspace(session, { ...instance, lateBackends: owner });
  }
  const backends = selectBackends(component.sections, owner);
  return withWorkspace(session, {
    ...instance,
    sections: mergeTrees([{ ...component.sections, ...backends }], "replace"),
  });
}

function withWorkspace(session: Session, instance: Instance): Instance {
  const { sections, name, stack, directory } = instance;
  const treeAt = (key: string): Tree => isTree(sections[key]) ? sections[key] : {};
  const workspace = workspaceOf({
    stack,
    component: name,
    directory,
    metadata: treeAt("metadata"),
    vars: treeAt("vars"),
    backendType: typeof sections["backend_type"] === "string" ? sections["backend_type"] : "",
    enabled: session.settings.config.components.terraform.workspaces_enabled,
    render: (template) =>
      session.render(template, identityOf(instance), {
        name: "terraform-workspace-template",
        missing: "error",
      }),
  });
  return { ...instance, sections: { ...sections, workspace } };
}

/** What templates of an instance see. */
export function identityOf(instance: Instance): Tree {
  const { stack, key, name, source, type, inheritance } = instance;
  return {
    ...plainSections(instance),
    atmos_component: name,
    atmos_stack: stack,
    atmos_stack_file: key,
    atmos_manifest: key,
    stack,
    component: source,
    component_type: type,
    ...(SECTIONS[type]?.some((section) => section.key === "command") ? { inheritance } : {}),
  };
}

function namingRules(session: Session): NamingRules {
  const { config } = session.settings;
  const lenient = config.templates.settings.ignore_missing_template_values;
  return {
    template: config.stacks.name_template,
    pattern: config.stacks.name_pattern,
    render: (template, data) =>
      session.render(template, data, { name: "name-template", missing: lenient ? "default" : "error" }),
  };
}

/** Evaluates what was put together for an instance: templates, then functions, then the merges that waited for them.
 *  Follows stacks §1 (step 5), §6 (deferred values), templates §1.4, §4.
 *  Invariants: only the asked instance is touched; what a function or template gave is never evaluated again. */
import type { Context } from "@/base/context.ts";
import { mapLimited } from "@/base/flow/limit.ts";
import { appendMarker, isAppend, isLiteral } from "@/features/functions/core/markers.ts";
import { withTextCalls } from "@/features/functions/core/text_calls.ts";
import type { FunctionCall } from "@/features/functions/resolve_functions.ts";
import { isTagged, type Tagged } from "@/lang/yaml/parse.ts";
import { callFunction } from "./call_function.ts";
import { stackFunctions } from "./functions/table.ts";
import { selectBackends } from "./core/backend.ts";
import { type ChainLink, lengthened } from "./core/component_chain.ts";
import { mapScalars } from "./core/map_scalars.ts";
import { callText, isTree, layersOf, mergeValues, type Tree, withoutMarkers } from "./core/merge.ts";
import type { Instance } from "./instances.ts";
import { renderSections } from "./render_sections.ts";
import type { Session } from "./session.ts";
import { createCalls } from "./template_calls.ts";
import type { AtmosCalls } from "./template_scope.ts";

/** What is evaluated. */
export interface EvaluateOptions {
  readonly templates: boolean;
  readonly functions: boolean;
  /** Functions that are not run, without their `!`. */
  readonly skip: readonly string[];
  /** What a value that is not there yet does; `strict` is an error. */
  readonly errorMode?: "strict" | "warn" | "silent" | undefined;
  /** Counts the values that stand as `(computed)`; without it they are errors. */
  readonly computed?: { count: number } | undefined;
  /** Whether mocks stand for outputs. */
  readonly useMocks?: boolean | undefined;
  /** The components whose functions led here. */
  readonly chain?: readonly ChainLink<Instance>[] | undefined;
}

/** The sections of an instance as they are used. @throws Config of templates and functions */
export async function evaluateInstance(
  session: Session,
  instance: Instance,
  options: EvaluateOptions,
): Promise<Tree> {
  const key = JSON.stringify([
    instance.stack,
    instance.type,
    instance.name,
    instance.key,
    options.templates,
    options.functions,
  ]);
  const known = session.evaluated.get(key);
  if (known !== undefined) return known;
  const sections = await evaluateSections(session, instance, { sections: instance.sections, ...options });
  session.evaluated.set(key, sections);
  return sections;
}

/**
 * Some sections, or parts of them, of an instance: what else it has is seen by templates and not evaluated.
 * @throws Config of templates and functions
 */
export async function evaluateSections(
  session: Session,
  instance: Instance,
  { sections: part, ...options }: EvaluateOptions & { readonly sections: Tree },
): Promise<Tree> {
  const needsEnv = !Object.hasOwn(part, "env") && Object.hasOwn(instance.sections, "env") && callsEnv(part);
  const sections = needsEnv ? { ...part, env: instance.sections["env"] } : part;
  const rendered = options.templates
    ? await renderSections(session, instance, { sections, calls: templateCalls(session, instance, options) })
    : sections;
  const isKept = !options.functions || isSkipped(options, "!unset");
  const called = await callAll(session, isKept ? withUnsetTexts(rendered) : rendered, { instance, options });
  const merged = withoutMarkers(settled(called, instance));
  const plain = isTree(merged) ? merged : {}, owner = instance.lateBackends;
  const { env: _, ...others } = plain;
  const asked = needsEnv ? others : plain;
  return owner === undefined || !Object.hasOwn(part, "backend")
    ? asked
    : { ...asked, ...selectBackends(asked, owner) };
}

/** What templates may ask for while they are rendered. */
function templateCalls(session: Session, instance: Instance, options: EvaluateOptions): AtmosCalls {
  return createCalls(session, instance, {
    evaluate: async (target, call) => {
      const chain = lengthened(options.chain, { instance, call }, target);
      return await evaluateInstance(session, target, { ...options, templates: true, functions: true, chain });
    },
    resolve: async (text) => {
      const node = withTextCalls(text);
      if (!isTagged(node)) return node;
      const scope = {
        instance,
        options: { ...options, functions: true },
        sections: instance.sections,
        env: {},
      };
      return await callNode(session, { node, path: [] }, scope);
    },
  });
}

/** `!env` also finds what the component sets. */
function callsEnv(sections: Tree): boolean {
  let found = false;
  visitCalls(sections, [], ({ tag }) => void (found ||= tag === "!env"));
  return found;
}

/** `!unset` as the text that somebody wrote. */
function withUnsetTexts(sections: Tree): Tree {
  const same = (value: unknown) => value;
  const changed = mapScalars(sections, { text: same, call: same, unset: "!unset" });
  return isTree(changed) ? changed : sections;
}

function isSkipped({ skip }: EvaluateOptions, tag: string): boolean {
  return skip.some((name) => name.replace(/^!/, "") === tag.slice(1));
}

/** As many functions run at the same time. */
const BOUND = 8;

interface Calling {
  readonly instance: Instance;
  readonly options: EvaluateOptions;
}

/** The functions of `env` first, because `!env` sees what they give. */
async function callAll(session: Session, sections: Tree, calling: Calling): Promise<Tree> {
  const { env, ...others } = sections;
  const ownEnv = env === undefined ? {} : await callIn(session, { env }, { ...calling, sections, env: {} });
  const called = await callIn(session, others, { ...calling, sections, env: textsOf(ownEnv["env"]) });
  return { ...called, ...ownEnv };
}

interface CallScope extends Calling {
  /** All sections, templates done. */
  readonly sections: Tree;
  /** Variables that the component sets. */
  readonly env: Readonly<Record<string, string>>;
}

async function callIn(session: Session, part: Tree, scope: CallScope): Promise<Tree> {
  const found: { readonly node: Tagged; readonly path: readonly (string | number)[] }[] = [];
  visitCalls(part, [], (node, path) => void found.push({ node, path }));
  if (found.length === 0) return part;
  const results = await mapLimited(
    found,
    BOUND,
    ({ node, path }) => callNode(session, { node, path }, scope),
  );
  const values = new Map<Tagged, unknown>();
  for (const [index, { node }] of found.entries()) {
    const result = results[index];
    if (result?.ok === false) throw result.error;
    values.set(node, result?.value);
  }
  const merged = mapScalars(part, { text: (text) => text, call: (node) => values.get(node) });
  return isTree(merged) ? merged : {};
}

async function callNode(
  session: Session,
  { node, path }: { readonly node: Tagged; readonly path: readonly (string | number)[] },
  { instance, options, sections, env }: CallScope,
): Promise<unknown> {
  const { tag } = node;
  if (!options.functions || isSkipped(options, tag)) return callText(node);
  const call = { tag, text: String(node.value), path, place: placeOf(session, instance) };
  const own = await stackFunctions[tag]?.();
  if (own !== undefined) return await own.default({ ...call, session, instance, sections, options });
  return await callFunction(tag === "!env" ? withEnv(session.ctx, env) : session.ctx, call);
}

function textsOf(env: unknown): Readonly<Record<string, string>> {
  const entries = isTree(env) ? Object.entries(env) : [];
  return Object.fromEntries(
    entries.flatMap(([name, value]) =>
      value === null || typeof value === "object" ? [] : [[name, String(value)]]
    ),
  );
}

function visitCalls(
  value: unknown,
  path: readonly (string | number)[],
  visit: (node: Tagged, path: readonly (string | number)[]) => void,
): void {
  if (isTagged(value)) visit(value, path);
  else if (isLiteral(value)) return;
  else if (isTree(value)) {
    for (const [key, member] of Object.entries(value)) visitCalls(member, [...path, key], visit);
  } else {
    const items = isAppend(value) ? value.items : Array.isArray(value) ? value : layersOf(value) ?? [];
    for (const item of items) visitCalls(item, path, visit);
  }
}

function placeOf({ settings }: Session, { manifest: { parts } }: Instance): FunctionCall["place"] {
  return { file: parts.at(-1)?.file ?? "", root: settings.basePath, positionOf: () => undefined };
}

/** What the component sets counts before what the process has. */
function withEnv(ctx: Context, env: Readonly<Record<string, string>>): Context {
  return Object.create(ctx, { env: { value: { ...ctx.env, ...env } } });
}

/** The merges that waited, now that every layer is known. */
function settled(value: unknown, instance: Instance): unknown {
  const layers = layersOf(value);
  if (layers !== undefined) {
    return mergeValues(layers.map((layer) => settled(layer, instance)), instance.strategy);
  }
  if (isAppend(value)) return appendMarker(value.items.map((item) => settled(item, instance)));
  if (Array.isArray(value)) return value.map((item) => settled(item, instance));
  if (!isTree(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, settled(member, instance)]));
}

/** Changes a value of a component where it is written. Follows stacks §17, config §9.4.
 *  Invariant: only what the component itself says is found; what it gets from a base, from the top of a manifest or from
 *  a computation has no place of its own. */
import { ConfigError, LookupError } from "@/base/errors.ts";
import { relativePath, resolvePath } from "@/base/path.ts";
import type { KeyPath } from "@/base/schema/reading.ts";
import { typedSource, type TypedWord } from "@/features/config/core/edit_type.ts";
import { type ConfigNode, nodesOf } from "@/features/config/core/config_nodes.ts";
import { parseKeyPath, valueAt } from "@/features/config/core/key_path.ts";
import { pathTest } from "@/features/config/list.ts";
import { editFile } from "@/features/config/edit_file.ts";
import { editYaml, type YamlEdit } from "@/lang/yaml/edit_yaml.ts";
import type { Instance } from "./instances.ts";
import type { Part } from "./manifest.ts";
import type { Session } from "./session.ts";

/** Which value, as it was typed. */
export interface StackValue {
  /** Below the component, as `vars.region`. */
  readonly path: string;
  /** The manifest to change, instead of the one that says the value. */
  readonly file: string | undefined;
}

/** What was done. */
export interface StackEdit {
  readonly change: YamlEdit["change"];
  /** As users know it. */
  readonly file: string;
  /** Whether the file is one that the stack imports. */
  readonly isImported: boolean;
  readonly warning: string | undefined;
}

/** The manifest that says a value of a component, and the place there; undefined when the component says nothing. */
export function writtenAt(
  { manifest: { parts }, type, name }: Instance,
  path: KeyPath,
): { readonly part: Part; readonly place: KeyPath } | undefined {
  const place = ["components", type, name, ...path];
  const part = parts.findLast(({ tree }) => valueAt(tree, place) !== undefined);
  return part && { part, place };
}

/**
 * Sets a value.
 * @throws Lookup `stacks/not-written`; Usage for paths and words; what editing a file throws
 */
export async function setStackValue(
  { ctx }: Session,
  instance: Instance,
  { path, text: word, type, file }: StackValue & Pick<TypedWord, "text" | "type">,
): Promise<StackEdit> {
  const { path: target, isImported, place } = targetOf(ctx.cwd, instance, { path, file });
  const shown = relativePath(ctx.cwd, target);
  let warning: string | undefined;
  const { change } = await editFile(ctx, { path: target, shown }, (text) => {
    const editor = editYaml(text, { file: shown });
    const typed = typedSource({ path, text: word, type, wanted: undefined, now: editor.kindAt(place) });
    warning = typed.warning;
    return editor.set(place, typed.source);
  });
  return { change, file: shown, isImported, warning };
}

/** Deletes a value. Throws as `setStackValue`. */
export async function deleteStackValue(
  { ctx }: Session,
  instance: Instance,
  value: StackValue,
): Promise<StackEdit> {
  const { path: target, isImported, place } = targetOf(ctx.cwd, instance, value);
  const shown = relativePath(ctx.cwd, target);
  const { change } = await editFile(
    ctx,
    { path: target, shown },
    (text) => editYaml(text, { file: shown }).delete(place),
  );
  return { change, file: shown, isImported, warning: undefined };
}

function targetOf(
  cwd: string,
  instance: Instance,
  { path, file }: StackValue,
): { readonly path: string; readonly isImported: boolean; readonly place: KeyPath } {
  const { manifest: { parts }, type, name, stack } = instance;
  const steps = parseKeyPath(path);
  if (steps.length === 0) throw new ConfigError("stacks/whole-component", "name a key of the component");
  const own = parts.at(-1)?.file;
  if (file !== undefined) {
    const named = resolvePath(cwd, file);
    return { path: named, isImported: named !== own, place: ["components", type, name, ...steps] };
  }
  const written = writtenAt(instance, steps);
  if (written === undefined) {
    throw new LookupError(
      "stacks/not-written",
      `${path} of ${name} in ${stack} is not written for this component`,
      {
        explanation: "It is not set, or comes from a base, from the top of a manifest or from a computation.",
        hints: ["Name the manifest to change with --file."],
      },
    );
  }
  const { part, place } = written;
  if (/^[a-z]+:\/\//.test(part.file)) {
    throw new ConfigError("stacks/remote-manifest", `${path} of ${name} is written in ${part.file}`, {
      explanation: "A manifest that was fetched cannot be changed.",
      hints: ["Name the manifest to change with --file."],
    });
  }
  return { path: part.file, isImported: part.file !== own, place };
}

/** A node that a manifest says of a component. */
export interface WrittenNode extends ConfigNode {
  /** Seen from the stacks directory. */
  readonly file: string;
}

/** What the manifests say of a component itself, each value where it counts; those of one file stand together.
 *  `pattern`: only these paths. */
export function listStackValues(
  { settings: { stacksDir } }: Session,
  { manifest: { parts }, type, name }: Instance,
  pattern: string | undefined,
): readonly WrittenNode[] {
  const isWanted = pattern === undefined ? () => true : pathTest(pattern);
  const perPart = parts.map(({ file, tree }) => ({
    file: relativePath(stacksDir, file),
    nodes: nodesOf({ value: valueAt(tree, ["components", type, name]), sourceTextOf: () => undefined }),
  }));
  return perPart.flatMap(({ file, nodes }, index) => {
    const later = new Set(perPart.slice(index + 1).flatMap((part) => part.nodes.map(({ path }) => path)));
    return nodes.filter(({ path }) => !later.has(path) && isWanted(path)).map((node) => ({ ...node, file }));
  });
}

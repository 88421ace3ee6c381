/** The component that a custom command is about. Follows workflows §12.1 (`component`, `component_config`). */
import type { Context } from "@/base/context.ts";
import { isTextMap, textOf } from "@/base/schema/reading.ts";
import type { Tree } from "@/features/stacks/core/merge.ts";
import { createRenderer } from "@/features/stacks/templates.ts";
import { envEntries } from "@/features/steps/environment.ts";
import type { CustomCommand } from "./core/definition.ts";
import type { CommandData } from "./core/values.ts";
import { commandError, type ProjectCommands } from "./load.ts";

/** What a component adds. */
export interface ComponentPart {
  /** Roots of templates. */
  readonly data: Tree;
  readonly env: readonly (readonly [string, string])[];
}

/** @throws Config `commands/component-config`, of manifests; Lookup `stacks/no-instance` */
export async function componentPart(
  ctx: Context,
  command: CustomCommand,
  { data, env, positionOf }: {
    readonly data: CommandData;
    readonly env: Readonly<Record<string, string>>;
    readonly positionOf: ProjectCommands["positionOf"];
  },
): Promise<ComponentPart> {
  const { component = null, component_config: config = null } = command.fields;
  const parts: ComponentPart = { data: {}, env: [] };
  if (isTextMap(component)) {
    const type = textOf(component["type"] ?? null) ?? "", wanted = { ...semanticNames(command, data), type };
    const record = await describe(ctx, wanted);
    return { data: { Component: record }, env: envEntries(record["env"]) };
  }
  if (!isTextMap(config) || Object.keys(config).length === 0) return parts;
  const render = createRenderer(ctx);
  const text = (key: string) =>
    render(textOf(config[key] ?? null) ?? "", { ...data, env, Env: env }, {
      name: `component_config.${key}`,
      missing: "error",
    });
  const wanted = { component: text("component"), stack: text("stack"), type: "terraform" };
  for (const key of ["component", "stack"] as const) {
    if (wanted[key] !== "") continue;
    throw commandError(command, {
      what: "component-config",
      title: `component_config.${key} is empty`,
      explanation: `It is written as ${JSON.stringify(textOf(config[key] ?? null) ?? "")}.`,
      hints: [`Run \`atmos ${command.names.join(" ")} --help\` for usage`],
      at: positionOf(command, ["component_config", key]),
    });
  }
  return { data: { ComponentConfig: await describe(ctx, wanted) }, env: [] };
}

function semanticNames(
  { args, flags }: CustomCommand,
  { Arguments, Flags }: CommandData,
): { readonly component: string; readonly stack: string } {
  const valueOf = (wanted: string) => {
    const arg = args.find(({ semanticType }) => semanticType === wanted);
    if (arg) return Arguments[arg.name] ?? "";
    const flag = flags.find(({ semanticType }) => semanticType === wanted) ??
      flags.find(({ name }) => name === wanted);
    return flag ? String(Flags[flag.name] ?? "") : "";
  };
  return { component: valueOf("component"), stack: valueOf("stack") };
}

async function describe(
  ctx: Context,
  wanted: { readonly component: string; readonly stack: string; readonly type: string },
): Promise<Tree> {
  const { openProject } = await import("@/features/components/open_project.ts");
  const { findInstance } = await import("@/features/stacks/find_instance.ts");
  const { describeInstance } = await import("@/features/describe/component.ts");
  const { SECTIONS } = await import("@/features/stacks/core/section.ts");
  const isKnown = Object.hasOwn(SECTIONS, wanted.type);
  const session = { ...await openProject(ctx), customTypes: isKnown ? [] : [wanted.type] };
  const instance = await findInstance(session, wanted);
  return await describeInstance(session, instance, {
    templates: session.settings.templates || !isKnown,
    functions: true,
    skip: [],
    errorMode: "strict",
  });
}

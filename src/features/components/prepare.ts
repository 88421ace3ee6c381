/** From words to a component that can be run: found, evaluated, allowed. Follows components §2 (steps 1 to 9).
 *  Invariant: nothing is written and nothing runs here. */
import type { Context } from "@/base/context.ts";
import { AtmosError, ConfigError, LookupError, UsageError } from "@/base/errors.ts";
import { relativePath, resolvePath } from "@/base/path.ts";
import { isTree, type Tree } from "@/features/stacks/core/merge.ts";
import { evaluateInstance } from "@/features/stacks/evaluate.ts";
import { findInstance } from "@/features/stacks/find_instance.ts";
import { type Instance, typeDirectory } from "@/features/stacks/instances.ts";
import type { Session } from "@/features/stacks/session.ts";
import { fileStem } from "./core/names.ts";
import { checkPolicies } from "./check_policies.ts";
import { checkProtection } from "./core/protection.ts";
import { openProject } from "./open_project.ts";

/** Types that have a tool. */
export type ComponentType = "terraform" | "packer" | "helmfile";

/** What is asked for. */
export interface ComponentRequest {
  readonly type: ComponentType;
  /** With its operation: `state list`. */
  readonly subcommand: string;
  readonly component: string | undefined;
  readonly stack: string | undefined;
  /** Words for the tool, as typed. */
  readonly native: readonly string[];
  readonly dryRun: boolean;
  readonly templates: boolean;
  readonly functions: boolean;
  /** Functions that are not run. */
  readonly skip: readonly string[];
  readonly useMocks?: boolean | undefined;
}

/** A component that can be run. */
export interface Prepared {
  readonly request: ComponentRequest;
  readonly session: Session;
  readonly instance: Instance;
  readonly sections: Tree;
  readonly vars: Tree;
  /** Absolute. */
  readonly directory: string;
  /** What the names of its files begin with. */
  readonly stem: string;
}

/**
 * @returns undefined for a component that is switched off; that has been told
 * @throws Usage `components/no-stack`, `components/no-component`; Config `components/no-base-path`,
 *   `components/no-directory`, `components/abstract`, `components/locked`, `components/policies`; Lookup `components/unknown`
 */
export async function prepare(ctx: Context, request: ComponentRequest): Promise<Prepared | undefined> {
  const { type, subcommand } = request;
  const { component, stack } = requireWords(request);
  const session = await openProject(ctx);
  requireBasePath(session, type);
  const instance = await find(session, { component, stack, type });
  const sections = await evaluateInstance(session, instance, {
    templates: request.templates && session.settings.templates,
    functions: request.functions,
    skip: request.skip,
    errorMode: "strict",
    useMocks: request.useMocks,
  });
  const metadata = isTree(sections["metadata"]) ? sections["metadata"] : {};
  if (metadata["enabled"] === false) {
    ctx.out.say("info", `Component ${instance.name} is not enabled and skipped`);
    return undefined;
  }
  checkProtection({ type, subcommand, component: instance.name, metadata });
  const prepared = await inDirectory(session, { instance, sections, request });
  await checkPolicies(prepared);
  return prepared;
}

/** An evaluated instance with its directory. @throws Config `components/no-directory` */
export async function inDirectory(
  session: Session,
  { instance, sections, request }: Pick<Prepared, "instance" | "sections" | "request">,
): Promise<Prepared> {
  const directory = resolvePath(typeDirectory(session.settings, instance.type), instance.directory);
  await requireDirectory(session, { instance, component: request.component ?? "", directory, sections });
  const vars = isTree(sections["vars"]) ? sections["vars"] : {};
  return { request, session, instance, sections, vars, directory, stem: fileStem(instance) };
}

function requireWords(
  { type, subcommand, component, stack }: ComponentRequest,
): { component: string; stack: string } {
  const words = `atmos ${type} ${subcommand}`;
  if (!component) {
    throw new UsageError("components/no-component", "component is required", {
      hints: [`${words} COMPONENT -s STACK`, "atmos list components"],
      exitCode: 1,
    });
  }
  if (!stack) {
    throw new UsageError("components/no-stack", "the stack is missing: --stack", {
      hints: [`${words} ${component} -s STACK`, "atmos list stacks"],
      exitCode: 1,
    });
  }
  return { component, stack };
}

function requireBasePath({ ctx, settings }: Session, type: ComponentType): void {
  if (settings.config.components[type].base_path !== "") return;
  const key = `components.${type}.base_path`, variable = `ATMOS_COMPONENTS_${type.toUpperCase()}_BASE_PATH`;
  throw new ConfigError("components/no-base-path", `${type} base path is required`, {
    explanation: `It must be provided in '${key}' config or '${variable}' ENV variable.`,
    hints: [`Write in atmos.yaml: components: {${type}: {base_path: components/${type}}}`],
    at: { file: relativePath(ctx.cwd, `${settings.whole.configDir ?? ctx.cwd}/atmos.yaml`) },
  });
}

async function find(
  session: Session,
  wanted: { readonly component: string; readonly stack: string; readonly type: ComponentType },
): Promise<Instance> {
  try {
    return await findInstance(session, wanted);
  } catch (error) {
    if (!(error instanceof AtmosError) || error.code !== "stacks/no-instance") throw error;
    const { title, explanation, hints } = error;
    throw new LookupError("components/unknown", "invalid component", {
      explanation: `${title}. ${explanation ?? ""}`.trimEnd(),
      hints,
      cause: error,
    });
  }
}

async function requireDirectory(
  { ctx, settings }: Session,
  { instance: { type, directory: name }, component, directory, sections }: {
    readonly instance: Instance;
    readonly component: string;
    readonly directory: string;
    readonly sections: Tree;
  },
): Promise<void> {
  if ((await ctx.disk.stat(directory))?.kind === "directory") return;
  const base = relativePath(ctx.cwd, typeDirectory(settings, type)), last = name.split("/").at(-1);
  const lead = type === "terraform" ? "invalid Terraform component" : "invalid component";
  const kind = `${type[0]?.toUpperCase()}${type.slice(1)}`;
  const { source } = sections, hasSource = isTree(source) && typeof source["uri"] === "string";
  throw new ConfigError("components/no-directory", lead, {
    explanation:
      `'${component}' points to the ${kind} component '${last}', but it does not exist in '${base}'.` +
      (hasSource ? " Its source cannot be fetched yet." : ""),
    hints: [`Make the directory ${relativePath(ctx.cwd, directory)}, or set metadata.component.`],
  });
}

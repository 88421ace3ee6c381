/** The program of a component and the environment that it runs in. Follows components §5, §6.
 *  Invariants: tools come first on PATH, whatever the component says about PATH; where nothing is configured no registry is
 *  asked. */
import type { Context } from "@/base/context.ts";
import { HostError } from "@/base/errors.ts";
import { resolvePath } from "@/base/path.ts";
import { isTree } from "@/features/stacks/core/merge.ts";
import type { Whole } from "@/features/config/whole.ts";
import { planCommand } from "@/features/toolchain/command_plan.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { parseProgram } from "./core/program.ts";
import { environmentTexts } from "./core/variables.ts";
import type { ComponentType, Prepared } from "./prepare.ts";

/** What a child needs. */
export interface Tooling {
  /** Absolute path, or a name for PATH. */
  readonly program: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Variables that a type of components adds. */
export type TypeVariables = Readonly<Record<string, string>>;

/**
 * Installs what is missing, unless it is a dry run.
 * @throws what installing throws
 */
export async function componentTooling(
  ctx: Context,
  { session, sections, request, instance }: Prepared,
  variables: TypeVariables,
): Promise<Tooling> {
  const env = {
    ...ctx.env,
    ...environmentTexts(sections["env"]),
    ...commonVariables(ctx, session.settings.whole),
    ...variables,
  };
  const command = typeof sections["command"] === "string" ? sections["command"] : instance.type;
  const uses = toolsOf(sections["dependencies"]);
  const root = session.settings.basePath;
  return await tooling(ctx, { command, uses, env, root, install: !request.dryRun });
}

/** For calls without a component, such as `version`. */
export async function plainTooling(ctx: Context, whole: Whole, type: ComponentType): Promise<Tooling> {
  const command = whole.config.components[type].command || type;
  const env = { ...ctx.env, ...commonVariables(ctx, whole) };
  return await tooling(ctx, { command, uses: [], env, root: whole.basePath.absolute, install: true });
}

interface Wanted {
  readonly command: string;
  readonly uses: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Where relative paths of programs begin. */
  readonly root: string;
  readonly install: boolean;
}

async function tooling(
  ctx: Context,
  { command, uses, env, root, install }: Wanted,
): Promise<Tooling> {
  const word = parseProgram(command);
  const inComponent: Context = Object.create(ctx, { env: { value: env } });
  const toolchain = await openToolchain(ctx, { flags: {}, given: new Set() });
  const own = word.kind === "tool" ? [command] : [];
  const program = word.kind === "tool" ? undefined : word.kind === "path" ? "" : word.name;
  if (!install) return { program: program || command, env };
  const plan = await planCommand(inComponent, toolchain, {
    uses: [...own, ...uses],
    program,
    args: [],
    install: true,
  });
  if (word.kind !== "path") return { program: plan.program, env: plan.env };
  const home = ctx.env["HOME"] ?? "";
  return {
    program: resolvePath(root, word.path.replace(/^~(?=\/|$)/, home)),
    env: plan.env,
  };
}

/** `dependencies.tools` as `tool@version`. */
function toolsOf(dependencies: unknown): readonly string[] {
  const tools = isTree(dependencies) && isTree(dependencies["tools"]) ? dependencies["tools"] : {};
  return Object.entries(tools).map(([name, version]) => `${name}@${String(version)}`);
}

function commonVariables(ctx: Context, { configDir, basePath }: Whole): TypeVariables {
  return {
    ...(configDir === undefined ? {} : { ATMOS_CLI_CONFIG_PATH: configDir }),
    ATMOS_BASE_PATH: basePath.absolute,
    ATMOS_SHLVL: nextLevel(ctx.env["ATMOS_SHLVL"]),
    ...(ctx.term.stderrIsTty && ctx.env["ATMOS_FORCE_TTY"] === undefined ? { ATMOS_FORCE_TTY: "true" } : {}),
  };
}

/** @throws Host `components/bad-shell-level` */
function nextLevel(text: string | undefined): string {
  if (text === undefined || text === "") return "1";
  if (/^\d+$/.test(text)) return String(Number(text) + 1);
  throw new HostError("components/bad-shell-level", `ATMOS_SHLVL is no number: ${text}`, {
    hints: ["unset ATMOS_SHLVL"],
  });
}

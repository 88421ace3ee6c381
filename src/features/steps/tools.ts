/** The environment of steps with the tools that they need. Follows workflows §3.4, §9.1, DECISIONS (Toolchain).
 *  Invariants: what is missing is installed before any step; without tools no registry is asked. */
import type { Context } from "@/base/context.ts";
import { ConfigError } from "@/base/errors.ts";
import { ensureProxies } from "@/features/proxies/sync.ts";
import { isTree } from "@/features/stacks/core/merge.ts";
import { planCommand } from "@/features/toolchain/command_plan.ts";
import { proxyDir, proxyVariables, usesProxies } from "@/features/toolchain/core/proxy_dir.ts";
import { openToolchain } from "@/features/toolchain/open.ts";
import { readConfiguredTools } from "@/features/toolchain/toolset.ts";

/** What a list of steps says of its tools. */
export interface ToolNeeds {
  /** With `tools`: name → version. */
  readonly dependencies: unknown;
  /** The same as a list of `tool@version`, or as a map. */
  readonly needs: unknown;
  /** `env` of atmos.yaml. */
  readonly env: Readonly<Record<string, unknown>> | undefined;
  /** Commands of the steps: tools of the versions file that they begin with are installed too. */
  readonly commands: readonly string[];
  readonly install: boolean;
}

/** What steps begin with. */
export interface StepEnvironment {
  readonly baseEnv: Readonly<Record<string, string>>;
  readonly toolDirs: readonly string[];
}

/** @throws Config `steps/two-versions`; what installing throws, with exit code 2 for an unknown tool */
export async function stepEnvironment(ctx: Context, wanted: ToolNeeds): Promise<StepEnvironment> {
  const own = Object.entries(wanted.env ?? {}).map(([name, value]) => [name, String(value)]);
  const env: Record<string, string> = { ...ctx.env, ...Object.fromEntries(own) };
  const toolchain = await openToolchain(ctx, { flags: {}, given: new Set() });
  const hasProxies = usesProxies(toolchain);
  if (hasProxies) await ensureProxies(ctx, toolchain);
  const uses = usesOf(wanted), named = await namedTools(ctx, toolchain, wanted.commands);
  const inSteps: Context = Object.create(ctx, { env: { value: env } });
  const plan = await planCommand(inSteps, toolchain, {
    uses: wanted.install ? [...uses, ...named] : [],
    program: "sh",
    args: [],
    install: wanted.install,
  });
  const before = (env["PATH"] ?? "").split(":");
  const found = (plan.env["PATH"] ?? "").split(":").filter((dir) => !before.includes(dir));
  const toolDirs = [...(hasProxies ? [proxyDir(toolchain.installRoot)] : []), ...found];
  return {
    baseEnv: {
      ...plan.env,
      ...(hasProxies ? proxyVariables(toolchain) : {}),
      PATH: [...toolDirs, ...before].join(":"),
    },
    toolDirs,
  };
}

/** `tool@version` of `dependencies.tools` and `needs`. */
function usesOf({ dependencies, needs }: ToolNeeds): readonly string[] {
  const tools = isTree(dependencies) && isTree(dependencies["tools"]) ? dependencies["tools"] : {};
  const wanted = new Map<string, string>();
  const add = (name: string, version: string) => {
    const known = wanted.get(name);
    if (known !== undefined && known !== version) {
      throw new ConfigError(
        "steps/two-versions",
        `${name} is wanted in two versions: ${known} and ${version}`,
        {
          hints: ["Name it under `needs` or under `dependencies.tools`."],
        },
      );
    }
    wanted.set(name, version);
  };
  for (const [name, version] of Object.entries(tools)) add(name, String(version));
  for (const [name, version] of needsEntries(needs)) add(name, version);
  return [...wanted].map(([name, version]) => version === "" ? name : `${name}@${version}`);
}

function needsEntries(needs: unknown): readonly (readonly [string, string])[] {
  if (isTree(needs)) return Object.entries(needs).map(([name, version]) => [name, String(version)]);
  const list = Array.isArray(needs) ? needs : typeof needs === "string" ? [needs] : [];
  return list.map((item) => {
    const text = String(item), at = text.lastIndexOf("@");
    return at > 0 ? [text.slice(0, at), text.slice(at + 1)] : [text, ""];
  });
}

/** Tools of the versions file whose name is a word of a command. */
async function namedTools(
  ctx: Context,
  toolchain: Awaited<ReturnType<typeof openToolchain>>,
  commands: readonly string[],
): Promise<readonly string[]> {
  const words = new Set(commands.flatMap((command) => command.split(/[^\w.-]+/)));
  const tools = await readConfiguredTools(ctx, toolchain) ?? [];
  return tools.filter(({ name }) => words.has(name)).map(({ name }) => name);
}

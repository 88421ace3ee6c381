/** `action: build`. Follows containers §2.2. Invariant: what is not there is told before anything is called. */
import { ConfigError } from "@/base/errors.ts";
import { baseName, joinPath, resolvePath } from "@/base/path.ts";
import { isTree } from "@/features/stacks/core/merge.ts";
import { buildArgs, type BuildCall, builderArgs, checkBuild, isBuildx } from "./core/build_args.ts";
import { imageFacts } from "./core/engine_text.ts";
import { checkImage, isLoopback } from "./core/image.ts";
import { sortedEntries, texts } from "./core/step_fields.ts";
import { callEngine, type Engine, engineError } from "./engine.ts";
import { tellCall } from "./preview.ts";
import { findRuntime, namedRuntime, previewRuntime } from "./runtime.ts";
import type { ContainerAnswer, ContainerStep } from "./step.ts";

/** @throws Config `containers/…`, Child `containers/failed` */
export async function build(step: ContainerStep): Promise<ContainerAnswer> {
  const { ctx, name, fields: { params, provider, autoStart }, env } = step;
  const named = await namedRuntime(ctx, { provider, autoStart, env });
  checkBuild(params, named, name);
  const tags = texts(params["tags"]).map((tag) => checkImage(tag, "build.tags"));
  if (tags.length === 0 && !isTree(params["bake"])) {
    ctx.out.say("warning", `Step ${name} builds an image without tags: later steps have no name for it`);
  }
  const wish = { provider: isBuildx(params) ? "docker" : provider, autoStart, env };
  const call = await callOf(step, wish.provider === "podman" || named === "podman");
  const builder = builderArgs(params);
  if (step.dryRun) {
    const program = await previewRuntime(ctx, wish);
    for (const args of [...(builder === undefined ? [] : [builder]), buildArgs(call)]) {
      tellCall(ctx, program, args);
    }
    return answerOf(tags, { ...NO_FACTS, image_id: tags[0] ?? "", repo_tags: tags });
  }
  warnOfSecrets(step);
  const runtime = await findRuntime(ctx, wish);
  const engine: Engine = { ctx, runtime, env, cwd: ctx.cwd };
  if (builder !== undefined) await makeBuilder(engine, builder);
  const vars = isTree(params["bake"]) ? Object.fromEntries(sortedEntries(params["bake"]["vars"])) : {};
  const args = buildArgs({ ...call, isPodman: runtime.name === "podman" });
  const result = await callEngine({ ...engine, env: { ...env, ...vars } }, args);
  if (result.code !== 0) throw engineError(engine, args, result);
  const [image = ""] = tags;
  if (image !== "") ctx.out.say("info", `✓ Built image ${image}`);
  return answerOf(tags, image === "" ? NO_FACTS : await factsOf(engine, image));
}

function answerOf(tags: readonly string[], facts: Readonly<Record<string, unknown>>): ContainerAnswer {
  const [image = ""] = tags;
  return { code: 0, value: image, metadata: { image, tags, exit_code: 0, ...facts } };
}

async function makeBuilder(engine: Engine, args: readonly string[]): Promise<void> {
  const answer = await callEngine(engine, args);
  if (answer.code === 0 || /existing instance/.test(answer.stdout + answer.stderr)) return;
  throw engineError(engine, args, answer);
}

const NO_FACTS = { image_id: "", repo_tags: [], repo_digests: [] };

/** What can be had of it; an image that cannot be looked at is one all the same. */
async function factsOf(engine: Engine, image: string): Promise<Readonly<Record<string, unknown>>> {
  const answer = await callEngine(engine, ["image", "inspect", "--format", "{{json .}}", image]);
  const facts = answer.code === 0 ? imageFacts(answer.stdout) : undefined;
  if (facts === undefined) return NO_FACTS;
  const id = String(facts["Id"] ?? "");
  return {
    image_id: id === "" || id.startsWith("sha256:") ? id : `sha256:${id}`,
    repo_tags: facts["RepoTags"] ?? [],
    repo_digests: facts["RepoDigests"] ?? [],
  };
}

async function callOf(
  { ctx, fields: { params }, workingDirectory }: ContainerStep,
  isPodman: boolean,
): Promise<BuildCall> {
  const context = resolvePath(workingDirectory, String(params["context"] ?? "."));
  const common = {
    params,
    context,
    workingDirectory,
    isPodman,
    isInsecure: texts(params["tags"]).some(isLoopback),
  };
  if (isTree(params["bake"])) return { ...common, dockerfile: "" };
  const kindOf = async (path: string) => (await ctx.disk.stat(path))?.kind;
  if (await kindOf(context) !== "directory") {
    throw new ConfigError("containers/no-context", `build context does not exist: ${context}`, {
      explanation: `It is written as ${String(params["context"] ?? ".")}.`,
    });
  }
  const written = params["dockerfile"];
  const tried = written === undefined || written === ""
    ? ["Dockerfile", "Containerfile"].map((file) => joinPath(context, file))
    : [resolvePath(context, String(written)), resolvePath(workingDirectory, String(written))];
  for (const dockerfile of tried) if (await kindOf(dockerfile) === "file") return { ...common, dockerfile };
  throw new ConfigError("containers/no-dockerfile", `no ${baseName(tried[0] ?? "")} to build from`, {
    explanation: `There is no ${[...new Set(tried)].join(" and no ")}.`,
  });
}

/** Everybody who has an image can read how it was built. */
function warnOfSecrets({ ctx, name, fields: { params } }: ContainerStep): void {
  for (const [key, value] of sortedEntries(params["build_args"])) {
    if (value === "" || ctx.out.masked(value) === value) continue;
    ctx.out.say("warning", `Step ${name}: the build arg ${key} is a secret, and stays readable in the image`);
  }
}

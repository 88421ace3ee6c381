/** `action: push`, `pull` and `tag`. Follows containers §2.3, §2.1.
 *  Invariant: the digest is the registry's, never one of this machine. */
import { type AtmosError, ChildError } from "@/base/errors.ts";
import { checkImage, isLoopback } from "./core/image.ts";
import { pushedDigest } from "./core/engine_text.ts";
import { requiredText, texts } from "./core/step_fields.ts";
import { type Engine, needEngine } from "./engine.ts";
import { tellCall } from "./preview.ts";
import { findRuntime, previewRuntime, type Runtime } from "./runtime.ts";
import type { ContainerAnswer, ContainerStep } from "./step.ts";

/** @throws Config, Child `containers/failed` */
export async function push(step: ContainerStep): Promise<ContainerAnswer> {
  const image = imageOf(step, "push"), targets = targetsOf(step, image);
  if (step.dryRun) return await preview(step, { image, targets, isPushed: true });
  const engine = await engineOf(step);
  const pushed: {
    readonly image: string;
    readonly digest: string;
    readonly output: string;
    readonly ref: string;
  }[] = [];
  let failure: AtmosError | undefined;
  try {
    for (const target of targets) {
      if (target !== image) await needEngine(engine, ["tag", image, target]);
      pushed.push(await pushOne(engine, target));
    }
  } catch (error) {
    if (!(error instanceof ChildError)) throw error;
    failure = error;
  }
  const last = pushed.at(-1), code = failure?.exitCode ?? 0;
  return {
    code,
    failure,
    value: last?.image ?? image,
    metadata: {
      image: last?.image ?? image,
      digest: last?.digest ?? "",
      exit_code: code,
      stdout: pushed.map(({ output }) => output).join(""),
      stderr: failure?.explanation ?? "",
      push_results: pushed,
      ref: last?.ref ?? "",
    },
  };
}

async function pushOne(engine: Engine, image: string) {
  const { ctx, runtime } = engine, isPodman = runtime.name === "podman";
  const insecure = isPodman && isLoopback(image) ? ["--tls-verify=false"] : [];
  const file = `${ctx.env["TMPDIR"] || "/tmp"}/atmos-digest-${ctx.random.hex(16)}`;
  const undo = ctx.defer(() => ctx.disk.remove(file));
  try {
    const args = ["push", ...(isPodman ? ["--digestfile", file] : []), ...insecure, image];
    const { stdout, stderr } = await needEngine(engine, args, { isRetried: true });
    const output = ctx.out.masked(stdout);
    const written = isPodman ? (await ctx.disk.readText(file))?.trim() : undefined;
    const digest = written || pushedDigest(`${stdout}\n${stderr}`) || "";
    const name = image.replace(/:[^:/]*$/, "");
    return { image, digest, output, ref: digest === "" ? "" : `${name}@${digest}` };
  } finally {
    await undo();
  }
}

/** @throws Config, Child `containers/failed` */
export async function pull(step: ContainerStep): Promise<ContainerAnswer> {
  const image = imageOf(step, "pull"), { platform } = step.fields.params;
  const args = ["pull", ...(platform ? ["--platform", String(platform)] : [])];
  const { provider, autoStart } = step.fields;
  if (step.dryRun) {
    tellCall(step.ctx, await previewRuntime(step.ctx, { provider, autoStart, env: step.env }), [
      ...args,
      image,
    ]);
  } else {
    const engine = await engineOf(step);
    await needEngine(engine, [...args, ...insecureFlag(engine.runtime, image), image], { isRetried: true });
  }
  return { code: 0, value: image, metadata: { image, exit_code: 0 } };
}

/** @throws Config, Child `containers/failed` */
export async function tag(step: ContainerStep): Promise<ContainerAnswer> {
  const image = imageOf(step, "tag"), targets = targetsOf(step, image);
  if (step.dryRun) return await preview(step, { image, targets, isPushed: false });
  const engine = await engineOf(step);
  for (const target of targets) await needEngine(engine, ["tag", image, target]);
  const value = targets.at(-1) ?? image;
  return { code: 0, value, metadata: { image: value, tags: targets, exit_code: 0 } };
}

function imageOf({ name, fields: { params } }: ContainerStep, action: "push" | "pull" | "tag"): string {
  return checkImage(requiredText(params, "image", { name, action }), `${action}.image`);
}

function targetsOf({ fields: { params, action } }: ContainerStep, image: string): readonly string[] {
  const tags = texts(params["tags"]).map((each) => checkImage(each, `${action}.tags`));
  return tags.length === 0 ? [image] : tags;
}

/** Registries of this machine have no certificate. */
export function insecureFlag({ name }: Runtime, image: string): readonly string[] {
  return name === "podman" && isLoopback(image) ? ["--tls-verify=false"] : [];
}

/** The runtime of a step. @throws Config `containers/no-runtime` */
export async function engineOf({ ctx, fields, env }: ContainerStep): Promise<Engine> {
  const runtime = await findRuntime(ctx, { provider: fields.provider, autoStart: fields.autoStart, env });
  return { ctx, runtime, env, cwd: ctx.cwd };
}

async function preview(
  { ctx, fields: { provider, autoStart }, env }: ContainerStep,
  { image, targets, isPushed }: {
    readonly image: string;
    readonly targets: readonly string[];
    readonly isPushed: boolean;
  },
): Promise<ContainerAnswer> {
  const program = await previewRuntime(ctx, { provider, autoStart, env });
  for (const target of targets) {
    if (target !== image) tellCall(ctx, program, ["tag", image, target]);
    if (isPushed) tellCall(ctx, program, ["push", target]);
  }
  const value = targets.at(-1) ?? image;
  // Later steps see names where a real run has digests, so that their templates can be previewed too.
  const results = targets.map((each) => ({ image: each, digest: "", output: "", ref: each }));
  const pushed = isPushed ? { push_results: results, ref: value, stdout: "", stderr: "" } : { tags: targets };
  return { code: 0, value, metadata: { image: value, digest: "", exit_code: 0, ...pushed } };
}

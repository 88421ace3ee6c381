/** `action: inspect`. Follows containers §2.9. Invariant: what people read is on stderr. */
import { isTree, type Tree } from "@/features/stacks/core/merge.ts";
import { imageFacts } from "./core/engine_text.ts";
import { requiredText } from "./core/step_fields.ts";
import { callEngine, engineError } from "./engine.ts";
import { tellCall } from "./preview.ts";
import { engineOf } from "./push.ts";
import { previewRuntime } from "./runtime.ts";
import type { ContainerAnswer, ContainerStep } from "./step.ts";

/** @throws Config, Child `containers/failed` */
export async function inspect(step: ContainerStep): Promise<ContainerAnswer> {
  const { ctx, name, fields: { params, provider, autoStart }, env } = step;
  const image = requiredText(params, "image", { name, action: "inspect" });
  const args = ["image", "inspect", "--format", "{{json .}}", image];
  if (step.dryRun) {
    tellCall(ctx, await previewRuntime(ctx, { provider, autoStart, env }), ["inspect", "image", image]);
    return { code: 0, value: image, metadata: { ...metadataOf(image, {}), image_id: image } };
  }
  const engine = await engineOf(step), answer = await callEngine(engine, args);
  if (answer.code !== 0) throw engineError(engine, args, answer);
  const facts = imageFacts(answer.stdout) ?? {};
  ctx.out.say("info", image);
  for (const [title, value] of rowsOf(facts)) {
    if (value !== "") ctx.out.say("info", `  ${title.padEnd(10)}${value}`);
  }
  return { code: 0, value: image, metadata: metadataOf(image, facts) };
}

function metadataOf(image: string, facts: Tree): Tree {
  return {
    image,
    image_id: withPrefix(facts["Id"]),
    repo_digests: facts["RepoDigests"] ?? [],
    repo_tags: facts["RepoTags"] ?? [],
    size: facts["Size"] ?? 0,
    labels: labelsOf(facts),
    created: facts["Created"] ?? "",
    platform: platformOf(facts),
    exit_code: 0,
  };
}

function labelsOf(facts: Tree): Tree {
  const config = isTree(facts["Config"]) ? facts["Config"] : {};
  return isTree(config["Labels"]) ? config["Labels"] : {};
}

function platformOf(facts: Tree): string {
  return [facts["Os"], facts["Architecture"]].filter((part) => part).join("/");
}

function rowsOf(facts: Tree): readonly (readonly [string, string])[] {
  const labels = labelsOf(facts);
  const list = (key: string): readonly unknown[] => Array.isArray(facts[key]) ? facts[key] : [];
  const rootFs = isTree(facts["RootFS"]) ? facts["RootFS"] : {};
  const layers = Array.isArray(rootFs["Layers"]) ? rootFs["Layers"].length : 0;
  const digest = String(list("RepoDigests")[0] ?? "").split("@")[1] ?? "";
  const label = (name: string) => String(labels[`org.opencontainers.image.${name}`] ?? "");
  return [
    ["ID", short(withPrefix(facts["Id"]))],
    ["Digest", short(digest)],
    ["Tags", list("RepoTags").join(", ")],
    ["Created", utc(String(facts["Created"] ?? ""))],
    ["Size", sizeText(Number(facts["Size"] ?? 0))],
    ["Platform", platformOf(facts)],
    ["Layers", layers === 0 ? "" : String(layers)],
    ["Labels", String(Object.keys(labels).length)],
    ["Title", label("title")],
    ["Version", label("version")],
    ["Revision", label("revision")],
    ["Source", label("source")],
  ];
}

function withPrefix(id: unknown): string {
  const text = String(id ?? "");
  return text === "" || text.startsWith("sha256:") ? text : `sha256:${text}`;
}

const SHORT = "sha256:".length + 12;

function short(digest: string): string {
  return digest.slice(0, SHORT);
}

function utc(text: string): string {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return "";
  return `${date.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

function sizeText(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let size = bytes, unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return unit === 0 ? `${size} B` : `${size.toFixed(1)} ${units[unit]}`;
}

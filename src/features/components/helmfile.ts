/** Helmfile on a component. Follows components §9. Invariant: the file of values is gone when helmfile has ended. */
import type { Context } from "@/base/context.ts";
import { UsageError } from "@/base/errors.ts";
import { resolvePath } from "@/base/path.ts";
import { sortedKeys } from "@/features/stacks/core/sorted_keys.ts";
import { renderYaml } from "@/lang/yaml/render.ts";
import { captureTool, runTool } from "./child.ts";
import { clusterName } from "./core/cluster_name.ts";
import { shellWords } from "@/base/text/shell_words.ts";
import { environmentTexts } from "./core/variables.ts";
import { type ComponentRequest, prepare, type Prepared } from "./prepare.ts";
import { componentTooling, type TypeVariables } from "./tooling.ts";
import { withVariableFile } from "./variable_file.ts";

/** What may be said on the command line. */
export interface HelmfileOptions {
  /** Words in front of the subcommand, as one text. */
  readonly globalOptions: string;
  readonly clusterName: string | undefined;
}

/** @returns helmfile's exit code */
export async function runHelmfile(
  ctx: Context,
  request: ComponentRequest,
  options: HelmfileOptions,
): Promise<number> {
  const prepared = await prepare(ctx, request);
  if (prepared === undefined) return 0;
  const cluster = clusterOf(prepared, options);
  const variables = { ...helmfileVariables(ctx, prepared), ...cluster?.variables };
  const tooling = await componentTooling(ctx, prepared, variables);
  const runnable = { prepared, tooling };
  if (cluster !== undefined) {
    const aws = { prepared, tooling: { ...tooling, program: "aws" } };
    const { code, stderr } = await captureTool(ctx, aws, cluster.args);
    if (code !== 0) {
      ctx.out.say("error", stderr.trim());
      return code;
    }
  }
  const name = `${prepared.stem}.helmfile.vars.yaml`;
  const subcommand = request.subcommand === "deploy" ? "sync" : request.subcommand;
  const args = [
    "--state-values-file",
    name,
    ...shellWords(options.globalOptions),
    ...subcommand.split(" "),
    ...request.native,
  ];
  const work = () => runTool(ctx, runnable, { args, isHelper: false });
  return await withVariableFile(ctx, prepared, { name, text: valuesText(prepared), work });
}

/** The variables as helmfile reads them. */
export function valuesText({ vars }: Pick<Prepared, "vars">): string {
  return renderYaml(sortedKeys(vars));
}

const FROM_VARS = ["namespace", "tenant", "environment", "stage", "region"];

function helmfileVariables(ctx: Context, { session, instance, vars, sections }: Prepared): TypeVariables {
  const { kubeconfig_path: kubeconfig } = session.settings.config.components.helmfile;
  const set = { ...ctx.env, ...environmentTexts(sections["env"]) };
  const named = FROM_VARS.filter((name) => !set[name.toUpperCase()] && name in vars)
    .map((name) => [name.toUpperCase(), String(vars[name] ?? "")]);
  return {
    STACK: instance.key,
    ...Object.fromEntries(named),
    ...(kubeconfig === "" ? {} : { KUBECONFIG: resolvePath(session.settings.basePath, kubeconfig) }),
  };
}

interface Cluster {
  readonly args: readonly string[];
  readonly variables: TypeVariables;
}

/** How a cluster of EKS is reached; undefined without one. @throws Usage `components/no-cluster`, `components/no-kubeconfig` */
function clusterOf(
  { session, instance, vars, sections }: Prepared,
  options: HelmfileOptions,
): Cluster | undefined {
  const { helmfile } = session.settings.config.components;
  if (!helmfile.use_eks) return undefined;
  const render = (template: string) =>
    session.render(template, sections, { name: "cluster-name-template", missing: "error" });
  const name = options.clusterName || clusterName(helmfile, { vars, render });
  if (!name) throw missing("no-cluster", "helmfile cluster name is required", "cluster_name");
  if (helmfile.kubeconfig_path === "") {
    throw missing("no-kubeconfig", "helmfile kubeconfig path is required", "kubeconfig_path");
  }
  const directory = resolvePath(session.settings.basePath, helmfile.kubeconfig_path);
  const kubeconfig = `${directory}/${instance.stack.replaceAll("/", "-")}-kubecfg`;
  const profile = clusterName({ cluster_name_pattern: helmfile.helm_aws_profile_pattern }, { vars, render });
  return {
    args: [
      ...(profile ? ["--profile", profile] : []),
      ...["eks", "update-kubeconfig", `--name=${name}`, `--region=${String(vars["region"] ?? "")}`],
      `--kubeconfig=${kubeconfig}`,
    ],
    variables: { KUBECONFIG: kubeconfig, ...(profile ? { AWS_PROFILE: profile } : {}) },
  };
}

function missing(code: string, title: string, key: string): UsageError {
  return new UsageError(`components/${code}`, title, {
    hints: [`Set components.helmfile.${key} in atmos.yaml.`],
    exitCode: 1,
  });
}

/** Variables of the environment for terraform. Follows components §6.
 *  Invariant: what the user set for the cache of plugins counts, and the directory is there. */
import type { Context } from "@/base/context.ts";
import { cacheHomeOf } from "@/base/cache_home.ts";
import { isAbsolute } from "@/base/path.ts";
import { environmentTexts } from "./core/variables.ts";
import type { Prepared } from "./prepare.ts";
import type { TerraformOptions } from "./terraform.ts";
import type { TypeVariables } from "./tooling.ts";

/** Variables that change what terraform does, in the environment of whoever called us. */
const SURPRISING = /^(?:TF_CLI_ARGS(?:_.*)?|TF_VAR_.*|TF_WORKSPACE)$/;

/** Those of a run, over what the component says. */
export async function terraformVariables(
  ctx: Context,
  prepared: Prepared,
  { appendUserAgent }: TerraformOptions,
): Promise<TypeVariables> {
  const { session, sections, request, vars } = prepared, { terraform } = session.settings.config.components;
  const set = { ...ctx.env, ...environmentTexts(sections["env"]) };
  const found = Object.keys(ctx.env).filter((name) => SURPRISING.test(name)).sort();
  if (found.length > 0) {
    ctx.out.say("warning", `${found.join(", ")} of the environment may change what terraform does`);
  }
  const region = vars["region"];
  return {
    TF_IN_AUTOMATION: "true",
    TF_APPEND_USER_AGENT: ctx.env["TF_APPEND_USER_AGENT"] || (appendUserAgent ?? terraform.append_user_agent),
    ...await pluginCache(ctx, prepared, set["TF_PLUGIN_CACHE_DIR"]),
    ...(request.subcommand === "import" && typeof region === "string" ? { AWS_REGION: region } : {}),
  };
}

async function pluginCache(
  ctx: Context,
  { session, request }: Prepared,
  own: string | undefined,
): Promise<TypeVariables> {
  const { plugin_cache: isOn, plugin_cache_dir: named } = session.settings.config.components.terraform;
  const isOwn = own !== undefined && isAbsolute(own) && own !== "/";
  const cacheHome = cacheHomeOf(ctx);
  const dir = isOwn
    ? own
    : !isOn
    ? undefined
    : named || (cacheHome && `${cacheHome}/atmos/terraform/plugins`);
  if (dir === undefined) return {};
  if (!request.dryRun) await ctx.disk.makeDir(dir);
  return isOwn ? {} : { TF_PLUGIN_CACHE_DIR: dir, TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: "true" };
}

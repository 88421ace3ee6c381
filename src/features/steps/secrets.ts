/** What is hidden in the output of steps. Follows workflows §8.3. */
import type { Context } from "@/base/context.ts";
import { loadWhole } from "@/features/config/whole.ts";

/** Variables that hold credentials everywhere. */
const VARIABLES = [
  ...["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "GITHUB_TOKEN", "GH_TOKEN"],
  ...["GITLAB_TOKEN", "CI_JOB_TOKEN", "DATADOG_API_KEY", "DD_API_KEY", "ANTHROPIC_API_KEY"],
];
/** Credentials that can be told by their form. */
const PATTERNS = [
  /\bgh[po]_[A-Za-z0-9]{36}\b/g,
  /\bgithub_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}\b/g,
  /\bglpat-[\w-]{20}\b/g,
  /\bsk-[A-Za-z0-9]{48}\b/g,
  /\bAKIA[A-Z0-9]{16}\b/g,
  /\bBearer\s+[\w.~+/=-]+/g,
];

/** Registers them, and what `settings.terminal.mask` adds. */
export async function hideSecrets(ctx: Context): Promise<void> {
  const isOff = /^(?:0|false|no|off)$/i.test(ctx.flags.typed?.["mask"] ?? ctx.env["ATMOS_MASK"] ?? "");
  if (isOff) return;
  const { mask } = (await loadWhole(ctx, ctx.flags.typed ?? {})).config.settings.terminal;
  if (mask.enabled === false) return;
  for (const text of [...VARIABLES.map((name) => ctx.env[name] ?? ""), ...mask.literals ?? []]) {
    ctx.out.secret(text);
  }
  for (const pattern of PATTERNS) ctx.out.secretPattern(pattern);
  for (const pattern of mask.patterns ?? []) ctx.out.secretPattern(new RegExp(pattern, "g"));
}

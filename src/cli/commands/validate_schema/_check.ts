/** Checks files with schemas and shows what was found. Follows stacks §16.3. */
import type { Context } from "@/base/context.ts";
import { ConfigError } from "@/base/errors.ts";
import { validateConfig } from "@/features/config/validate.ts";
import { loadWhole } from "@/features/config/whole.ts";
import type { Finding } from "@/features/validate/core/finding.ts";
import { checkFiles, type FileSchema, fileSchemas, unknownSchema } from "@/features/validate/schemas.ts";
import { tellFindings } from "../validate/_findings.ts";

/**
 * @param key of `schemas`; without it everything is checked, the configuration too
 * @returns the number of mistakes
 * @throws Config of atmos.yaml, Lookup `validate/unknown-schema`
 */
export async function checkSchemas(ctx: Context, key?: string): Promise<number> {
  const whole = await loadWhole(ctx, ctx.flags.typed ?? {});
  const all = fileSchemas(whole), wanted = all.filter((entry) => key === undefined || entry.key === key);
  if (key !== undefined && wanted.length === 0) {
    throw unknownSchema(key, [...all.map((entry) => entry.key), "config"]);
  }
  const texts = { ctx, texts: new Map() };
  let count = 0;
  for (const entry of wanted) {
    count += await told(ctx, entry, () => checkFiles(texts, whole, entry));
  }
  return key === undefined ? count + await checkConfig(ctx) : count;
}

type Checked = Awaited<ReturnType<typeof checkFiles>>;

async function told(ctx: Context, { key }: FileSchema, check: () => Promise<Checked>): Promise<number> {
  try {
    const files = await check();
    for (const { file, findings } of files) tellValid(ctx, file, findings);
    return await tellFindings(ctx, files.flatMap(({ findings }) => findings), "text");
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const { title, explanation } = error, reason = explanation === undefined ? "" : `: ${explanation}`;
    ctx.out.talk(`- schemas.${key}: error: ${title}${reason}\n`);
    return 1;
  }
}

function tellValid(ctx: Context, file: string, findings: readonly Finding[]): void {
  if (findings.length === 0) ctx.out.talk(`✓ Validated ${file}\n`);
}

async function checkConfig(ctx: Context): Promise<number> {
  const { files, issues } = await validateConfig(ctx, { exclude: [], strict: false });
  const findings = issues.map(({ severity, title, at }): Finding => ({
    severity,
    at: at ?? { file: "atmos.yaml" },
    message: title,
  }));
  for (const file of files) {
    tellValid(ctx, file, findings.filter(({ severity, at }) => severity === "error" && at.file === file));
  }
  return await tellFindings(ctx, findings, "text");
}

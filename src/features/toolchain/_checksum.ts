/** The sum that a checksum file gives for an asset. Follows toolchain §11.1, §11.2.
 *  Invariant: only a file that is not there counts as no sum; one that cannot be read or understood is an error. */
import { IntegrityError } from "@/base/errors.ts";
import type { Context } from "@/base/context.ts";
import type { ChecksumPlan } from "@/features/registry/core/checksum_plan.ts";
import { redactUrl } from "@/io/net/core/redact.ts";
import { type FileServices, isAbsent, readBy, type Way } from "./_asset_file.ts";

/** A digest: algorithm and hexadecimal. */
export interface Sum {
  readonly algorithm: string;
  readonly sum: string;
}

/** What a checksum file says. */
export interface ExpectedSum extends Sum {
  /** Whether the file itself came without encryption. */
  readonly isUnprotected: boolean;
}

/** Which sum, and for whom. */
export interface SumRequest {
  readonly plan: ChecksumPlan;
  /** `owner/repo@version`, for messages. */
  readonly spec: string;
  readonly way: Way;
  /** Whether there must be a file. */
  readonly isRequired: boolean;
}

/**
 * Reads the sum; undefined when there is no such file and none is required.
 * @throws Network as `readBy`; Integrity `registry/checksum-…`, `toolchain/checksum-required`
 */
export async function fetchSum(
  ctx: Parameters<typeof readBy>[1] & Pick<Context, "out">,
  services: FileServices,
  { plan, spec, way, isRequired }: SumRequest,
): Promise<ExpectedSum | undefined> {
  let file: Awaited<ReturnType<typeof readBy>>;
  try {
    file = await readBy(way, ctx, { services, url: plan.url });
  } catch (error) {
    if (!isAbsent(error)) throw error;
    if (isRequired) throw notThere(spec, plan.url, error);
    return undefined;
  }
  const { text, isUnprotected } = file;
  const { findChecksum } = await import("@/features/registry/core/checksum_text.ts");
  const { compileRe2 } = await import("@/lang/regexp/re2.ts");
  const compile = (pattern: string) => compileRe2(pattern).findSubmatch;
  const found = located(() => findChecksum(text, plan, compile), { spec, url: plan.url });
  for (const warning of found.warnings) ctx.out.say("warning", `${spec}: ${warning}`);
  return { algorithm: found.algorithm, sum: found.sum, isUnprotected };
}

function notThere(spec: string, url: string, cause: unknown): IntegrityError {
  return new IntegrityError("toolchain/checksum-required", `checksum required for ${spec}`, {
    explanation: `Its checksum file is not there: ${redactUrl(url)}.`,
    hints: [
      "Check the checksum block of its definition.",
      "Or relax toolchain.verification.checksums in atmos.yaml.",
    ],
    cause,
  });
}

/** Adds to an error about a checksum file which one it was. */
function located<T>(find: () => T, at: { readonly spec: string; readonly url: string }): T {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof IntegrityError)) throw error;
    const { code, title, explanation, facts } = error;
    throw new IntegrityError(code, `${at.spec}: ${title}`, {
      explanation,
      facts: { ...facts, checksums: at.url },
      hints: ["Check the checksum block of its definition, or ask its publisher which file has the sum."],
    });
  }
}

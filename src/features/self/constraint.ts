/** Judges `version.constraint`: whether this release may run the project. Follows config §6.4, toolchain §17.4, trap 36
 *  and DECISIONS Product 3. Loaded only where a project has a constraint, after all switching.
 *  Invariant: what is compared is the Atmos release that we follow; our own number is shown beside it. */
import { followedVersion, version } from "@/base/build_info.ts";
import type { Context } from "@/base/context.ts";
import { ConfigError } from "@/base/errors.ts";
import { loadVersionPlaces, type VersionConstraint } from "@/features/config/load.ts";
import { parseHashicorpConstraint } from "@/lang/semver/hashicorp_constraint.ts";
import { USE_VARIABLES } from "@/base/use_variables.ts";
import { readSwitchWords } from "./core/switch_words.ts";

type JudgeContext = Parameters<typeof loadVersionPlaces>[0] & Pick<Context, "argv" | "out">;

/**
 * Makes sure that this release may run the project; a release that somebody asked for by hand, or a soft enforcement,
 * only warns.
 * @param ownCount how many of the words come before those for a tool
 * @throws Config `self/constraint`, `self/bad-constraint`
 */
export async function judgeConstraint(
  ctx: JudgeContext,
  constraint: VersionConstraint,
  ownCount = ctx.argv.length,
): Promise<void> {
  const satisfies = parseHashicorpConstraint(constraint.require);
  if (satisfies === undefined) throw malformed(constraint, await placeOf(ctx));
  if (constraint.enforcement === "silent" || satisfies(followedVersion)) return;
  const title = `version constraint not satisfied: ${constraint.require}`;
  const message = constraint.message?.trim();
  const running = `This is ${version}, which follows Atmos ${followedVersion}.`;
  if (constraint.enforcement === "warn" || isChosenByHand(ctx, ownCount)) {
    const text = [`${title}.`, running, message].filter(Boolean).join(" ");
    ctx.out.say("warning", text.replaceAll(/\p{Cc}+/gu, " "));
    return;
  }
  throw new ConfigError("self/constraint", title, {
    explanation: [running, message].filter(Boolean).join("\n"),
    hints: [
      "Find a release that fits, and name it in `use` of atmos.yaml: atmos version list",
      "To go on once with this one: export ATMOS_VERSION_ENFORCEMENT=warn",
    ],
    facts: { current: followedVersion, required: constraint.require, version },
    at: await placeOf(ctx),
  });
}

function isChosenByHand({ argv, env }: JudgeContext, ownCount: number): boolean {
  return readSwitchWords(argv, ownCount).version !== undefined ||
    USE_VARIABLES.some((name) => env[name]);
}

async function placeOf(ctx: JudgeContext) {
  return (await loadVersionPlaces(ctx)).constraint?.at;
}

function malformed({ require }: VersionConstraint, at: VersionConstraint["at"]): ConfigError {
  return new ConfigError("self/bad-constraint", `invalid version constraint "${require}"`, {
    hints: [
      "Write terms such as >= 1.150, < 2 or ~> 1.200, joined by commas, in version.constraint.require.",
    ],
    at,
  });
}

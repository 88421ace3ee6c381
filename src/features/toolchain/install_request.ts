/** What `toolchain install` means: which tools, and what is written down afterwards. Follows toolchain §13.10.
 *  Invariant: every argument is understood before the first download; an install without arguments never edits the
 *  versions file. */
import type { Context } from "@/base/context.ts";
import { sameVersion } from "./core/tool_spec.ts";
import type { Placement } from "./core/versions_file.ts";
import { addToFile } from "./edit.ts";
import { type InstallOutcome, installTools } from "./install.ts";
import type { InstallServices } from "./services.ts";
import { listedWishes, typedWishes, type Wish } from "./wishes.ts";

/** The words of the command. */
export interface InstallRequest {
  /** Specs as typed; none means everything in the versions file. */
  readonly specs: readonly string[];
  readonly reinstall: boolean;
  /** Whether typed tools are registered in the versions file, and where in their line. */
  readonly save: Placement | "no";
}

/** Installs what was asked for and registers typed tools. Throws as `typedWishes` and `listedWishes`. */
export async function installRequested(
  ctx: Context,
  services: InstallServices,
  { specs, reinstall, save }: InstallRequest,
): Promise<readonly InstallOutcome[]> {
  const isTyped = specs.length > 0, unread: InstallOutcome[] = [];
  const wanted = isTyped
    ? await typedWishes(ctx, services, specs)
    : await listedWishes(ctx, services, ({ tool: { name, versions }, error }) => {
      unread.push({ id: name, version: versions[0] ?? "", outcome: "failed", error });
    });
  if (wanted.length === 0) return unread;
  const writeLock = !isTyped || save !== "no";
  const outcomes = await installTools(ctx, services, {
    wanted,
    reinstall,
    refreshLatest: isTyped,
    writeLock,
  });
  if (isTyped && save !== "no") await register(ctx, services, { wishes: wanted, outcomes, placement: save });
  return [...outcomes, ...unread];
}

async function register(
  ctx: Context,
  services: InstallServices,
  done: {
    readonly wishes: readonly Wish[];
    readonly outcomes: readonly InstallOutcome[];
    readonly placement: Placement;
  },
): Promise<void> {
  const { toolchain } = services;
  for (const wish of done.wishes) {
    const outcome = done.outcomes.find((each) =>
      each.id === wish.id && (wish.version === "latest" || sameVersion(wish.version, each.version))
    );
    if (!outcome || outcome.outcome === "failed") continue;
    const version = wish.open ? outcome.version : wish.version;
    const edit = { name: wish.name, id: wish.id, version };
    if (await addToFile(ctx, toolchain, { edits: [edit], placement: done.placement })) {
      ctx.out.say("info", `Registered ${wish.name} ${version} in ${toolchain.versionsFileName}`);
    }
  }
}

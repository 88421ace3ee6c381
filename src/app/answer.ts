/** Answers what needs no command: the version, help, a mistake. Follows config §9.8, §9.10. */
import type { Context } from "@/base/context.ts";
import type { Route } from "@/cli/router.ts";
import { styleOf } from "@/ui/style.ts";
import type { Session } from "./session.ts";

/** Answers a route; the exit code. @throws the mistake of a `usage` route */
export async function answer(
  route: Exclude<Route, { readonly kind: "run" }>,
  session: Session,
): Promise<number> {
  switch (route.kind) {
    case "version": {
      const { versionText } = await import("@/cli/version_text.ts");
      const { systemHost } = await import("@/io/host/host.ts");
      session.out.data(versionText(systemHost()));
      return 0;
    }
    case "help": {
      const { helpText } = await import("@/cli/help.ts");
      const style = styleOf(session.color(session.term.stdoutIsTty));
      session.out.data(helpText({ ...route, style, width: Math.min(columnsOf(session), 100) }));
      return 0;
    }
    case "usage":
      throw route.error;
  }
}

/** Says what the program sees around it, and the command that leads on. */
export async function tellFirstStep(ctx: Context, session: Session): Promise<void> {
  const { firstStep } = await import("@/features/init/first_step.ts");
  const { harmless, wrapText } = await import("@/ui/text.ts");
  const { sees, command } = await firstStep(ctx);
  const style = styleOf(session.color(session.term.stdoutIsTty));
  const lines = wrapText(harmless(`${sees}.`), Math.min(columnsOf(session), 100));
  session.out.data(["", ...lines, `  ${style.cyan(command)}`, ""].join("\n"));
}

/** COLUMNS is for whoever reads the output elsewhere than at this terminal. */
function columnsOf({ env, term }: Session): number {
  const wanted = /^[1-9]\d{0,4}$/.exec(env["COLUMNS"] ?? "")?.[0];
  return wanted === undefined ? term.columns() : Number(wanted);
}

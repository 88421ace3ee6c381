/** What `describe affected` and `list affected` do alike. Follows stacks §13. */
import type { Context } from "@/base/context.ts";
import { commaWords } from "@/cli/comma_words.ts";
import type { Affected } from "@/features/describe/affected.ts";
import type { Session } from "@/features/stacks/session.ts";
import { type AffectedInput, affectedQuestion, baseQuestion } from "./_affected_flags.ts";
import { errorOptions, tellComputed } from "./describe/_stack_flags.ts";

interface AffectedCall {
  readonly flags: AffectedInput & {
    readonly "process-templates": boolean;
    readonly "process-functions": boolean;
    readonly skip: readonly string[];
    readonly "error-mode": string | undefined;
  };
  readonly given: ReadonlySet<string>;
  /** Whose `error_mode` counts where no flag is given. */
  readonly section: "describe" | "list";
}

/** Hands on what is affected, while the other side is still there. @throws as loading, comparing and evaluating */
export async function withAffected(
  ctx: Context,
  { flags, given, section }: AffectedCall,
  use: (items: readonly Affected[], session: Session) => Promise<void>,
): Promise<void> {
  const { openProject } = await import("@/features/components/open_project.ts");
  const { openBase } = await import("@/features/describe/base_side.ts");
  const { describeAffected } = await import("@/features/describe/affected.ts");
  const question = baseQuestion(ctx, flags, given);
  const session = await openProject(ctx);
  const errors = errorOptions(flags["error-mode"] || session.settings.config[section].error_mode);
  const base = await openBase(session, question);
  try {
    const items = await describeAffected(session, { base, question: affectedQuestion(flags) }, {
      templates: flags["process-templates"] && session.settings.templates,
      functions: flags["process-functions"],
      skip: commaWords(flags.skip),
      ...errors,
    });
    tellComputed(ctx, errors);
    await use(items, session);
  } finally {
    await base.close();
  }
}

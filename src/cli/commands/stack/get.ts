/** `atmos stack get`. Follows stacks §17. */
import { command } from "@/cli/command.ts";
import { PLACE_FLAGS } from "./_flags.ts";

export default command({
  summary: "Print one value of a component of a stack",
  description:
    "What is in force, as `atmos describe component` has it; a value that nobody set is an empty line. Where the component itself says it is told on stderr.",
  args: { path: { summary: "keys with dots, as vars.region", required: true, complete: "none" } },
  flags: PLACE_FLAGS,
  examples: ["atmos stack get vars.region -s dev -c vpc"],
  async run(ctx, { args: { path }, flags }) {
    const { parseKeyPath, valueAt } = await import("@/features/config/core/key_path.ts");
    const steps = parseKeyPath(path);
    const { instanceOf } = await import("./_flags.ts");
    const { session, instance } = await instanceOf(ctx, flags);
    const { describeInstance } = await import("@/features/describe/component.ts");
    const { errorOptions } = await import("../describe/_stack_flags.ts");
    const record = await describeInstance(session, instance, {
      templates: session.settings.templates,
      functions: true,
      skip: [],
      ...errorOptions(session.settings.config.describe.error_mode),
      useMocks: false,
    });
    const { bareText } = await import("@/cli/commands/config/_bare_text.ts");
    ctx.out.data(bareText(valueAt(record, steps) ?? ""));
    const { writtenAt } = await import("@/features/stacks/edit.ts");
    if (writtenAt(instance, steps)) {
      const { originsOf } = await import("@/features/describe/provenance.ts");
      const { harmless } = await import("@/ui/text.ts");
      const { file, line } = originsOf(instance, session.settings.stacksDir)(steps) ?? {};
      ctx.out.talk(harmless(`${path} resolves from ${file}:${line}`) + "\n");
    }
    return 0;
  },
});

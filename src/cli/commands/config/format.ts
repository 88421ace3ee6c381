/** `atmos config format`. Follows config §9.4. */
import { command } from "@/cli/command.ts";

export default command({
  summary: "Tidy the spaces of the configuration file",
  description:
    "One space where there were several, none at the ends of lines. Blank lines and comments stay.",
  examples: ["atmos config format", "atmos config format --config other.yaml"],
  aliases: ["fmt"],
  staysHere: true,
  anyVersion: true,
  async run(ctx) {
    const { formatConfig } = await import("@/features/config/edit.ts");
    const { harmless } = await import("@/ui/text.ts");
    const { file, isChanged } = await formatConfig(ctx);
    ctx.out.talk(harmless(isChanged ? `Formatted ${file}` : `Nothing to format in ${file}`) + "\n");
    return 0;
  },
});

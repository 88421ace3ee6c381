/** Subcommands of packer on a component. Follows components §8. */
import { type AnyCommand, command } from "@/cli/command.ts";
import { componentArg, componentFlags, componentRequest } from "@/cli/component_flags.ts";

/** Flags of packer that take the next word. */
const VALUES = ["-var", "-var-file", "-only", "-except", "-on-error", "-parallel-builds"];

/** The command for a subcommand. */
export function packerCommand(subcommand: string, summary: string): AnyCommand {
  return command({
    summary,
    args: {
      component: componentArg,
      words: { summary: "flags and words for packer", passthrough: "native", nativeValues: VALUES },
    },
    flags: {
      ...componentFlags,
      template: {
        type: "string",
        short: "t",
        summary: "File or directory of the template, seen from the component",
        placeholder: "path",
        env: "ATMOS_PACKER_TEMPLATE",
        complete: "file",
      },
    },
    examples: [`atmos packer ${subcommand} aws/bastion -s dev`],
    async run(ctx, { args, flags }) {
      const { runPacker } = await import("@/features/components/packer.ts");
      const { component, words: native } = args;
      const request = {
        ...componentRequest(flags),
        type: "packer",
        subcommand,
        component,
        native,
      } as const;
      return await runPacker(ctx, request, flags.template);
    },
  });
}

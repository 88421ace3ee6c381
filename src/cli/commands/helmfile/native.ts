/** Subcommands of helmfile on a component. Follows components §9. */
import { type AnyCommand, command } from "@/cli/command.ts";
import { componentArg, componentFlags, componentRequest } from "@/cli/component_flags.ts";

/** The command for a subcommand. */
export function helmfileCommand(subcommand: string, summary: string): AnyCommand {
  return command({
    summary,
    args: {
      component: componentArg,
      words: { summary: "flags and words for helmfile", passthrough: "native" },
    },
    flags: {
      ...componentFlags,
      "global-options": {
        type: "string",
        summary: "Options of helmfile in front of the subcommand",
        placeholder: "words",
        default: "",
        complete: "none",
      },
      "cluster-name": {
        type: "string",
        summary: "Name of the EKS cluster",
        placeholder: "name",
        complete: "none",
      },
    },
    examples: [`atmos helmfile ${subcommand} nginx -s dev`],
    async run(ctx, { args, flags }) {
      const { runHelmfile } = await import("@/features/components/helmfile.ts");
      const request = {
        ...componentRequest(flags),
        type: "helmfile",
        subcommand,
        component: args.component,
        native: args.words,
      } as const;
      const options = { globalOptions: flags["global-options"], clusterName: flags["cluster-name"] };
      return await runHelmfile(ctx, request, options);
    },
  });
}

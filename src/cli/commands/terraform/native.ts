/** Subcommands of terraform on a component. Follows components §7.1, §7.3. */
import { type AnyCommand, command, type FlagSpecs } from "@/cli/command.ts";
import { componentArg, componentRequest } from "@/cli/component_flags.ts";
import { applyFlags, planFlags, terraformFlags, terraformOptions } from "./_flags.ts";

/** Flags of terraform that take the next word. */
const VALUES = [
  ...[
    "-var",
    "-var-file",
    "-target",
    "-lock-timeout",
    "-parallelism",
    "-replace",
    "-out",
    "-backup",
    "-state",
  ],
  ...["-generate-config-out", "-state-out", "-config", "-backend-config", "-from-module", "-plugin-dir"],
  ...["-lockfile", "-test-directory", "-type", "-module-depth", "-plan", "-filter", "-id", "-platform"],
  ...["-fs-mirror", "-net-mirror"],
];

const deployFlags = {
  ...applyFlags,
  "deploy-run-init": { type: "boolean", summary: "Whether init runs in front" },
} as const satisfies FlagSpecs;

const OWN: Readonly<Record<string, FlagSpecs>> = { plan: planFlags, apply: applyFlags, deploy: deployFlags };

/** The command for a subcommand of one word. */
export function terraformCommand(subcommand: string, summary: string): AnyCommand {
  return command({
    summary,
    args: {
      component: componentArg,
      words: { summary: "flags and words for terraform", passthrough: "native", nativeValues: VALUES },
    },
    flags: { ...terraformFlags, ...OWN[subcommand] },
    examples: [`atmos terraform ${subcommand} vpc -s dev`],
    async run(ctx, { args: { component, words }, flags, given }) {
      const { runTerraform } = await import("@/features/components/terraform.ts");
      const request = {
        ...componentRequest(flags),
        type: "terraform",
        subcommand,
        component,
        native: words,
        useMocks: (flags as Record<string, unknown>)["use-mocks"] === true,
      } as const;
      return await runTerraform(ctx, request, terraformOptions(flags, given));
    },
  });
}

/** The command for a subcommand with operations, such as `state list`; `isOpen` when it also stands alone. */
export function operationCommand(
  subcommand: string,
  { summary, operations, isOpen }: {
    readonly summary: string;
    readonly operations: readonly string[];
    readonly isOpen: boolean;
  },
): AnyCommand {
  const [first = ""] = operations;
  return command({
    summary,
    description: `Operations: ${operations.join(", ")}.`,
    args: {
      operation: { summary: operations.join(", "), required: true, complete: operations },
      component: componentArg,
      words: { summary: "flags and words for terraform", passthrough: "native", nativeValues: VALUES },
    },
    flags: terraformFlags,
    examples: [`atmos terraform ${subcommand} ${first} vpc -s dev`],
    async run(ctx, { args, flags, given }) {
      const { runTerraform } = await import("@/features/components/terraform.ts");
      const isAlone = isOpen && !operations.includes(args.operation);
      const request = {
        ...componentRequest(flags),
        type: "terraform",
        subcommand: isAlone ? subcommand : `${subcommand} ${args.operation}`,
        component: isAlone ? args.operation : args.component,
        native: isAlone && args.component ? [args.component, ...args.words] : args.words,
      } as const;
      return await runTerraform(ctx, request, terraformOptions(flags, given));
    },
  });
}

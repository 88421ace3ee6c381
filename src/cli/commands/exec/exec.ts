/** `atmos exec`. Follows toolchain §13.8, last paragraph. */
import { command } from "@/cli/command.ts";
import { toolchainFlags } from "@/cli/commands/toolchain/flags.ts";
import { openToolchain } from "@/features/toolchain/open.ts";

export default command({
  summary: "Run a command with chosen tools first on PATH, in the place of this process",
  description:
    "The tools of the versions file follow on PATH. Everything from the command on goes to it untouched.",
  args: {
    command: {
      summary: "a program and its words",
      required: true,
      passthrough: true,
      complete: "installed-tool",
    },
  },
  flags: {
    ...toolchainFlags,
    use: {
      type: "strings",
      summary: "A tool; may be given again",
      placeholder: "tool@version",
      complete: "tool",
    },
    install: { type: "boolean", summary: "Install what is missing first" },
  },
  examples: [
    "atmos exec --use terraform@1.5.7 -- terraform version",
    "atmos exec --install --use terraform@1.5.7 --use jq@1.7.1 -- sh build.sh",
  ],
  async run(ctx, { args, flags, given }) {
    const { planCommand } = await import("@/features/toolchain/command_plan.ts");
    const toolchain = await openToolchain(ctx, { flags, given });
    const [program = "", ...rest] = args.command;
    const plan = await planCommand(ctx, toolchain, {
      uses: flags.use,
      program,
      args: rest,
      install: flags.install,
    });
    return await ctx.procs.replace(plan);
  },
});

/** `atmos completion`. Follows config §9.9. Invariant: reads no file, so it works beside any configuration. */
import { command } from "@/cli/command.ts";

export default command({
  summary: "Print the script that completes words in a shell",
  description: 'bash: eval "$(atmos completion bash)"\n' +
    "zsh: source <(atmos completion zsh), after compinit\n" +
    "fish: atmos completion fish | source\n" +
    "powershell: atmos completion powershell | Out-String | Invoke-Expression",
  args: {
    shell: {
      summary: "bash, zsh, fish or powershell",
      required: true,
      choices: ["bash", "zsh", "fish", "powershell"],
    },
  },
  flags: {
    "no-descriptions": { type: "boolean", summary: "Offer words alone" },
  },
  examples: [
    'eval "$(atmos completion bash)"',
    "atmos completion fish > ~/.config/fish/completions/atmos.fish",
  ],
  anyVersion: true,
  async run(ctx, { args, flags }) {
    const script = await scriptFor(args.shell);
    ctx.out.data(flags["no-descriptions"] ? script.replace(" __complete ", " __completeNoDesc ") : script);
    return 0;
  },
});

async function scriptFor(shell: "bash" | "zsh" | "fish" | "powershell"): Promise<string> {
  switch (shell) {
    case "bash":
      return (await import("@/cli/completion/bash.ts")).bashScript;
    case "zsh":
      return (await import("@/cli/completion/zsh.ts")).zshScript;
    case "fish":
      return (await import("@/cli/completion/fish.ts")).fishScript;
    case "powershell":
      return (await import("@/cli/completion/powershell.ts")).powershellScript;
  }
}

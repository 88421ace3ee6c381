/** The commands below `atmos terraform`. Follows components §7.1. */
import type { AnyCommand, CommandEntry, CommandGroup } from "@/cli/command.ts";

function native(subcommand: string, summary: string): CommandEntry {
  const load = async (): Promise<{ default: AnyCommand }> => ({
    default: (await import("./native.ts")).terraformCommand(subcommand, summary),
  });
  return { summary, load };
}

function operations(subcommand: string, summary: string, words: string, isOpen = false): CommandEntry {
  const load = async (): Promise<{ default: AnyCommand }> => ({
    default: (await import("./native.ts")).operationCommand(subcommand, {
      summary,
      operations: words.split(" "),
      isOpen,
    }),
  });
  return { summary, load };
}

const terraform: CommandGroup = {
  summary: "Run terraform or OpenTofu on a component of a stack",
  commands: {
    apply: native("apply", "Change the infrastructure of a component"),
    clean: { summary: "Remove what runs left beside components", load: () => import("./clean.ts") },
    console: native("console", "Try expressions with the variables and state of a component"),
    deploy: native("deploy", "Apply without asking"),
    destroy: native("destroy", "Remove the infrastructure of a component"),
    fmt: native("fmt", "Rewrite the files of a component in terraform's style"),
    "force-unlock": native("force-unlock", "Release the lock of a state"),
    generate: {
      summary: "Write the files that terraform reads",
      loadGroup: () => import("../terraform_generate/table.ts"),
    },
    get: native("get", "Download the modules of a component"),
    graph: native("graph", "Print the graph of a component"),
    import: native("import", "Take existing infrastructure into the state"),
    init: native("init", "Prepare the directory of a component"),
    metadata: operations("metadata", "Print what terraform knows about itself", "functions", true),
    modules: native("modules", "List the modules of a component"),
    output: { summary: "Print the outputs of a component", load: () => import("./output.ts") },
    plan: native("plan", "Print what apply would change, and keep the plan"),
    providers: operations(
      "providers",
      "Print or lock the providers of a component",
      "lock mirror schema",
      true,
    ),
    refresh: native("refresh", "Bring the state to what is really there"),
    shell: {
      summary: "Open a shell in a component, with its workspace and variables",
      load: () => import("./shell.ts"),
    },
    show: native("show", "Print a state or a plan"),
    state: operations(
      "state",
      "Look into the state of a component, or change it",
      "list mv pull push replace-provider rm show",
    ),
    taint: native("taint", "Have a resource made anew"),
    test: native("test", "Run the tests of a component"),
    untaint: native("untaint", "Keep a resource after all"),
    validate: native("validate", "Check the files of a component"),
    version: { summary: "Print the version of terraform", load: () => import("./version.ts") },
    workspace: operations(
      "workspace",
      "Select the workspace of a component, or manage workspaces",
      "list select new delete show",
      true,
    ),
  },
};

export default terraform;

/** The commands below `atmos helmfile`. Follows components §9.1. */
import type { AnyCommand, CommandEntry, CommandGroup } from "@/cli/command.ts";

function native(subcommand: string, summary: string): CommandEntry {
  const load = async (): Promise<{ default: AnyCommand }> => ({
    default: (await import("./native.ts")).helmfileCommand(subcommand, summary),
  });
  return { summary, load };
}

const helmfile: CommandGroup = {
  summary: "Run helmfile on a component of a stack",
  commands: {
    apply: native("apply", "Apply what has changed"),
    build: native("build", "Print the state file with its templates done"),
    cache: native("cache", "Manage the cache of helmfile"),
    deploy: native("deploy", "The same as sync"),
    deps: native("deps", "Update the charts' lock file"),
    destroy: native("destroy", "Remove the releases"),
    diff: native("diff", "Print what apply would change"),
    fetch: native("fetch", "Download the charts"),
    init: native("init", "Prepare helmfile and its plugins"),
    lint: native("lint", "Check the charts"),
    list: native("list", "List the releases"),
    repos: native("repos", "Add the charts' repositories"),
    "show-dag": native("show-dag", "Print the order of the releases"),
    status: native("status", "Print the state of the releases"),
    sync: native("sync", "Bring every release to what is written"),
    template: native("template", "Print the manifests of the releases"),
    test: native("test", "Run the charts' tests"),
    version: { summary: "Print the version of helmfile", load: () => import("./version.ts") },
    "write-values": native("write-values", "Write the values of the releases into files"),
  },
};

export default helmfile;

/** The commands below `atmos terraform generate`. Follows components §7.11. */
import type { CommandGroup } from "@/cli/command.ts";

const generate: CommandGroup = {
  summary: "Write the files that terraform reads",
  showsHelp: true,
  commands: {
    backend: { summary: "Write the backend's file of a component", load: () => import("./backend.ts") },
    varfile: {
      summary: "Write the variables of a component into a file",
      load: () => import("./varfile.ts"),
    },
  },
};

export default generate;

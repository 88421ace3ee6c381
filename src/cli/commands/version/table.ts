/** `atmos version` and the commands below it. Follows toolchain §17.7 and config §9.8.
 *  Invariant: the command itself is in this chunk, since another one would cost `atmos version` a millisecond. */
import type { CommandGroup } from "@/cli/command.ts";
import version from "./version.ts";

const group: CommandGroup = {
  summary: version.summary,
  alone: version,
  commands: {
    install: {
      summary: "Install a release of Atmos, without registering it anywhere",
      load: () => import("./install.ts"),
    },
    list: { summary: "List the releases that `use` can name", load: () => import("./list.ts") },
    show: { summary: "Print what is known about a release", load: () => import("./show.ts") },
    uninstall: { summary: "Remove an installed release", load: () => import("./uninstall.ts") },
  },
};

export default group;

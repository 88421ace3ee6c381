/** `atmos workflow list`: another name of `atmos list workflows`. Follows workflows §7. */
import { command } from "@/cli/command.ts";
import workflows from "../list/workflows.ts";

export default command({
  ...workflows,
  examples: ["atmos workflow list", "atmos workflow list --format json"],
});

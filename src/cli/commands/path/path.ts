/** `atmos path`, the short name of `atmos toolchain path`. Follows toolchain §13.7. */
import { command } from "@/cli/command.ts";
import path from "@/cli/commands/toolchain/path.ts";

export default command({ ...path, examples: ['export PATH="$(atmos path):$PATH"'] });

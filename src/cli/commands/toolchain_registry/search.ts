/** `atmos toolchain registry search`, the long name of `atmos toolchain search`. Follows toolchain §13.15. */
import { command } from "@/cli/command.ts";
import search from "@/cli/commands/toolchain/search.ts";

export default command({ ...search, examples: ["atmos toolchain registry search tofu"] });

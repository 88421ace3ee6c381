/** `atmos toolchain registry info`, another name of `atmos toolchain info`. Follows toolchain §13.11, §13.15. */
import { command } from "@/cli/command.ts";
import info from "@/cli/commands/toolchain/info.ts";

export default command({ ...info, examples: ["atmos toolchain registry info terraform"] });

/** `atmos list profiles`, the same as `atmos profile list`. Follows config §5.1. */
import { command } from "@/cli/command.ts";
import list from "../profile/list.ts";

export default command({ ...list, examples: ["atmos list profiles --format json"] });

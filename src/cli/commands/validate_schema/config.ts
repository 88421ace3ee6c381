/** `atmos validate schema config`, the same as `atmos config validate`. Follows config §9.5. */
import { command } from "@/cli/command.ts";
import validate from "../config/validate.ts";

export default command({ ...validate, examples: ["atmos validate schema config --strict"] });

/** `!cwd [path]`: the working directory, or a path below it. Follows config §4.3. */
import { joinPath } from "@/base/path.ts";
import { oneArgument } from "../core/arguments.ts";
import type { YamlFunction } from "../resolve_functions.ts";

const cwd: YamlFunction = async (ctx, call) => joinPath(ctx.cwd, oneArgument(call.text));

export default cwd;

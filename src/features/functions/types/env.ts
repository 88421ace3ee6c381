/** `!env NAME [default]`: a variable of the environment. Follows config §4.3, templates §4.4.
 *  Invariant: the value is a text; what is set but empty is set. */
import { variable } from "@/base/schema/reading.ts";
import { argumentsOf } from "../core/arguments.ts";
import { badArguments } from "../core/failure.ts";
import type { YamlFunction } from "../resolve_functions.ts";

const env: YamlFunction = async (ctx, call) => {
  const [name, standIn, ...more] = argumentsOf(call);
  if (name === undefined) {
    throw badArguments(call, "Expected arguments: the name of a variable and a default.");
  }
  if (more.length > 0) {
    throw badArguments(call, "The env function accepts 1 or 2 arguments; quote a default of several words.");
  }
  return variable({ env: ctx.env, windows: ctx.host.os === "windows" }, name.value) ?? standIn?.value ?? "";
};

export default env;

/** `!secret <name>`: what shows a configuration shows a mask and looks nothing up. Follows templates §4.4. */
import { badArguments } from "@/features/functions/core/failure.ts";
import type { StackFunction } from "./stack_call.ts";

const secret: StackFunction = (call) => {
  if (call.text.trim() === "") throw badArguments(call, "Expected arguments: the name of a secret.");
  return Promise.resolve("<MASKED>");
};

export default secret;

/** `!template <text>`: what a template printed, as the value that it is JSON of. Follows templates §4.4. */
import { badArguments } from "@/features/functions/core/failure.ts";
import { parseJson } from "@/features/functions/core/json_text.ts";
import type { StackFunction } from "./stack_call.ts";

const template: StackFunction = (call) => {
  const text = call.text.trim();
  if (text === "") throw badArguments(call, "Expected a template, such as '{{ toJson .vars.x }}'.");
  try {
    return Promise.resolve(parseJson(text));
  } catch (error) {
    if (error instanceof SyntaxError) return Promise.resolve(text);
    throw error;
  }
};

export default template;

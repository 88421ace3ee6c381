/** `!cel`, and `!aws.…` with words behind it: texts for somebody else. Follows templates §4.4. */
import { failed } from "@/features/functions/core/failure.ts";
import { callText } from "../core/merge.ts";
import type { StackFunction } from "./stack_call.ts";

const kept: StackFunction = (call) => {
  const { tag, text } = call;
  if (tag === "!cel" || text.trim() !== "") return Promise.resolve(callText({ tag, value: text }));
  throw failed(call, "Identities of AWS cannot be read yet.");
};

export default kept;

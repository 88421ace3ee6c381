/** `!version` and `!emulator`: there are no locked versions and no emulators, so none can be found. Follows templates §4.4. */
import { failed } from "@/features/functions/core/failure.ts";
import type { StackFunction } from "./stack_call.ts";

const absent: StackFunction = (call) => {
  const [name = ""] = call.text.trim().split(/\s+/);
  throw failed(
    call,
    call.tag === "!version"
      ? `version not locked: ${name}.`
      : `Could not find the component ${name} in the stack ${call.instance.stack}.`,
  );
};

export default absent;

/** `type: join`: one text out of several; prints nothing. Follows workflows §11.3. */
import { ConfigError } from "@/base/errors.ts";
import type { StepHandler } from "../step_call.ts";

const join: StepHandler = (call) => {
  const { step: { fields, name, at } } = call, list = fields["options"] ?? fields["values"];
  if (Array.isArray(list)) {
    const separator = call.text("separator") ?? "\n";
    const items = list.map((item, index) => String(call.rendered(String(item), `options[${index}]`)));
    return Promise.resolve({ code: 0, value: items.join(separator) });
  }
  const content = call.text("content");
  if (content !== undefined) return Promise.resolve({ code: 0, value: content });
  throw new ConfigError(
    "steps/missing-field",
    `Step \`${name}\` (type \`join\`) is missing required field \`options\``,
    { at },
  );
};

export default join;

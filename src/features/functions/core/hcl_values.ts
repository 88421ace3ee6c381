/** The values of a file of HCL arguments such as `.tfvars`. Pure. Follows templates §4.4 (`!include`). */
import { ConfigError } from "@/base/errors.ts";
import { evaluateHcl } from "@/lang/hcl/evaluate_hcl.ts";
import { parseHcl } from "@/lang/hcl/parse_hcl.ts";
import { positionIn } from "@/lang/hcl/syntax.ts";

/**
 * Argument → value, in the order of the file.
 * @throws Config `hcl/syntax`, `hcl/evaluation`, `functions/hcl-block` when there is more than arguments
 */
export function hclValues(text: string, file: string): Readonly<Record<string, unknown>> {
  const source = parseHcl(text, file);
  const { attributes, blocks: [block] } = source.body;
  if (block !== undefined) {
    throw new ConfigError(
      "functions/hcl-block",
      `only arguments can be included, and ${block.type} is a block`,
      {
        hints: [`Write ${block.type} = … where one value is meant, or include the text with !include.raw.`],
        at: positionIn(source, block.start),
      },
    );
  }
  return Object.fromEntries([...attributes].map(([name, { value }]) => [name, evaluateHcl(value, source)]));
}

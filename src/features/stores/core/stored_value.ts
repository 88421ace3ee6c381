/** What a text in a store means. Pure. Follows vendor-stores §4.3. */
import { parseJson } from "@/features/functions/core/json_text.ts";

/** JSON as its value, anything else as the text. */
export function valueOf(text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

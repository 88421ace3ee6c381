/** Texts that are functions although they have no tag, such as `"!env HOME"` in quotes. Pure. Follows templates §4.1.
 *  Invariant: only what somebody wrote is a function, never what a template made. */
import { isTagged, tagged } from "@/lang/yaml/parse.ts";
import { STACK_FUNCTIONS } from "./stack_functions.ts";

const CALL = /^(![a-z][\w.-]*)([^]*)$/;
/** They are done while a file is read. */
const NEVER: readonly string[] = ["!include", "!include.raw", "!literal"];

/**
 * The value with such texts as tagged nodes.
 * @param written the document before its templates were done; a text there must begin with the same tag
 */
export function withTextCalls(value: unknown, written: unknown = value): unknown {
  if (typeof value === "string") return typeof written === "string" ? callOf(value, written) : value;
  if (isTagged(value)) return value;
  if (Array.isArray(value)) {
    return value.map((item, index) =>
      withTextCalls(item, Array.isArray(written) ? written[index] : undefined)
    );
  }
  if (typeof value !== "object" || value === null || Object.getOwnPropertySymbols(value).length > 0) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, withTextCalls(member, memberOf(written, key))]),
  );
}

function callOf(text: string, written: string): unknown {
  if (!text.startsWith("!")) return text;
  if (text.startsWith("!unset") && written.startsWith("!unset")) return tagged("!unset", "");
  const [, tag = "", words = ""] = CALL.exec(text) ?? [];
  const isCall = STACK_FUNCTIONS.includes(tag) && !NEVER.includes(tag) && CALL.exec(written)?.[1] === tag;
  return isCall ? tagged(tag, words.trim()) : text;
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;
}

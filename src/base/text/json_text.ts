/** JSON for people and programs. Pure. Invariant: whole numbers of any size keep every digit. */

/** A value as JSON, two spaces a level, without a final newline; undefined is null. */
export function jsonText(value: unknown): string {
  return JSON.stringify(
    value ?? null,
    (_key, member) => typeof member === "bigint" ? rawNumber(member) : member,
    2,
  );
}

/** A number that is written as it is. */
function rawNumber(value: bigint): unknown {
  // The runtime has it, the types do not yet.
  const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };
  return rawJSON(String(value));
}

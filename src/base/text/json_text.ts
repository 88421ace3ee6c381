/** JSON for people and programs. Pure. Invariant: whole numbers of any size keep every digit. */

/** A value as JSON, two spaces a level, without a final newline; undefined is null. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value ?? null, withBigNumbers, 2);
}

/** The same on one line, without blanks. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value ?? null, withBigNumbers);
}

function withBigNumbers(_key: string, member: unknown): unknown {
  return typeof member === "bigint" ? rawNumber(member) : member;
}

/** A number that is written as it is. */
function rawNumber(value: bigint): unknown {
  // The runtime has it, the types do not yet.
  const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };
  return rawJSON(String(value));
}

/** The errors of an archive that is not what it must be. Pure.
 *  Follows house §5.2. Invariant: the code tells a short archive (download again) from a broken one and from one that
 *  was made to do harm; `unpack` adds the archive's name and, where a reader does not know it, the member. */
import type { ErrorDetails } from "@/base/errors.ts";
import { IntegrityError, LookupError } from "@/base/errors.ts";

type Facts = NonNullable<ErrorDetails["facts"]>;

/** `archive/truncated`: the bytes end too early. */
export function truncated(explanation: string, facts: Facts = {}): IntegrityError {
  return new IntegrityError("archive/truncated", "archive is truncated", { explanation, facts });
}

/** `archive/corrupt`: the bytes contradict the format or their own checksum. */
export function corrupt(explanation: string, facts: Facts = {}, cause?: unknown): IntegrityError {
  return new IntegrityError("archive/corrupt", "archive is corrupt", { explanation, facts, cause });
}

/** `archive/escape`: a member, or what it would be written through, lies outside the folder. */
export function escape(member: string, explanation: string): IntegrityError {
  return refused("archive/escape", member, explanation);
}

/** `archive/collision`: two members want the same place in different ways. */
export function collision(member: string, explanation: string): IntegrityError {
  return refused("archive/collision", member, explanation);
}

/** `archive/bomb`: more members, deeper names or more bytes than any tool has. */
export function bomb(member: string, explanation: string): IntegrityError {
  return refused("archive/bomb", member, explanation);
}

/** `archive/unsupported-format`: a format, or a variant of one, that is not read here. */
export function unsupported(format: string, details: ErrorDetails = {}): LookupError {
  return new LookupError("archive/unsupported-format", `unsupported archive format: ${format}`, {
    explanation:
      "What can be unpacked: tar, also inside gz, xz, bz2 or zst; zip; one file in gz, xz, bz2 or zst.",
    ...details,
    facts: { format, ...details.facts },
  });
}

/** The same error with the archive among its facts, and the member when the error does not name one itself. */
export function located(error: unknown, archive: string, member: string): unknown {
  if (!(error instanceof IntegrityError || error instanceof LookupError)) return error;
  const Kind = error instanceof IntegrityError ? IntegrityError : LookupError;
  const { code, title, explanation, hints, cause } = error;
  const facts = { archive, ...(member === "" ? {} : { member }), ...error.facts };
  return new Kind(code, title, { explanation, hints, facts, cause });
}

function refused(code: string, member: string, explanation: string): IntegrityError {
  return new IntegrityError(code, "archive refused", { explanation, facts: member === "" ? {} : { member } });
}

/** Adds to the error of an archive where it came from and what its reader can do. Pure. Follows toolchain §20. */
import { AtmosError, IntegrityError, LookupError } from "@/base/errors.ts";
import { redactUrl } from "@/io/net/core/redact.ts";

/** The download that could not be unpacked. */
export interface AssetOrigin {
  readonly url: string;
  /** `owner/repo@version`. */
  readonly spec: string;
}

const PAGE_HINT = "Open the address in a browser: the network may want a login first.";

/** The same error with the address among its facts and a next step, where it is one about an archive. */
export function withOrigin(error: unknown, { url, spec }: AssetOrigin): unknown {
  if (!(error instanceof AtmosError) || !error.code.startsWith("archive/")) return error;
  const Kind = error instanceof LookupError ? LookupError : IntegrityError;
  const { code, title, explanation, hints, facts, cause } = error;
  const steps = [
    ...(code === "archive/unexpected-content" ? [PAGE_HINT] : []),
    `Check the address and the format in its definition: atmos toolchain info ${spec}`,
  ];
  return new Kind(code, `${spec}: ${title}`, {
    explanation,
    hints: hints.length > 0 ? hints : steps,
    facts: { ...facts, url: redactUrl(url) },
    cause,
  });
}

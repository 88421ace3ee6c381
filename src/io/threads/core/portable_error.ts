/** Errors that cross from one thread to another, where only plain data can go. Pure.
 *  Follows house §5.2. Invariant: an error of ours arrives as the same kind with all that users see of it; anything else
 *  arrives as a defect with its message and stack. */
import {
  AtmosError,
  AuthError,
  CancelledError,
  ChildError,
  ConfigError,
  type ErrorDetails,
  type ErrorKind,
  HostError,
  IntegrityError,
  LookupError,
  NetworkError,
  UsageError,
} from "@/base/errors.ts";

/** An error as plain data; `kind` is absent where it is a defect. */
export interface PortableError {
  readonly kind?: ErrorKind;
  readonly code: string;
  readonly title: string;
  readonly stack: string | undefined;
  readonly details: Omit<ErrorDetails, "cause">;
  readonly cause: PortableError | undefined;
}

const CLASSES = {
  usage: UsageError,
  config: ConfigError,
  lookup: LookupError,
  network: NetworkError,
  integrity: IntegrityError,
  auth: AuthError,
  host: HostError,
  child: ChildError,
  cancelled: CancelledError,
} satisfies Record<ErrorKind, unknown>;

/** An error before its journey. */
export function packError(error: unknown): PortableError {
  if (!(error instanceof Error)) {
    return { code: "", title: String(error), stack: undefined, details: {}, cause: undefined };
  }
  const cause = error.cause === undefined ? undefined : packError(error.cause);
  const common = { title: error.message, stack: error.stack, cause };
  if (!(error instanceof AtmosError)) return { ...common, code: "", details: {} };
  const { kind, code, explanation, hints, facts, at, exitCode } = error;
  return { ...common, kind, code, details: { explanation, hints, facts, at, exitCode } };
}

/** The error after its journey. */
export function unpackError({ kind, code, title, stack, details, cause }: PortableError): Error {
  const options = cause === undefined ? {} : { cause: unpackError(cause) };
  const error = kind === undefined
    ? new Error(title, options)
    : new CLASSES[kind](code, title, { ...details, ...options });
  if (stack !== undefined) error.stack = stack;
  return error;
}

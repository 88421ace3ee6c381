/** The errors that users see: one class per kind, each with a stable code.
 *  Follows house §5.2. Invariant: a title names what happened, hints are whole commands or imperative sentences. */

/** A place in a text that somebody wrote; lines and columns count from 1. */
export interface SourcePosition {
  readonly file: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** What an error may carry beside its code and title. Undefined members count as absent. */
export interface ErrorDetails {
  /** Why it happened, in one or two sentences. */
  readonly explanation?: string | undefined;
  /** Next steps, the most useful first. */
  readonly hints?: readonly string[] | undefined;
  /** Values worth knowing (url, expected, actual …), shown in this order. */
  readonly facts?: Readonly<Record<string, string | number>> | undefined;
  readonly at?: SourcePosition | undefined;
  /** Replaces the exit code of the kind. */
  readonly exitCode?: number | undefined;
  /** The error underneath, or the list of errors that this one sums up. */
  readonly cause?: unknown;
}

/** The kinds of house §5.2; they decide the exit code. */
export type ErrorKind =
  | "usage"
  | "config"
  | "lookup"
  | "network"
  | "integrity"
  | "auth"
  | "host"
  | "child"
  | "cancelled";

/** Base of all errors that are shown to users; anything else thrown is a defect. */
export abstract class AtmosError extends Error {
  abstract readonly kind: ErrorKind;
  readonly explanation: string | undefined;
  readonly hints: readonly string[];
  readonly facts: Readonly<Record<string, string | number>>;
  readonly at: SourcePosition | undefined;
  readonly exitCode: number;

  /**
   * @param code `room/what`, stable and tested
   * @param title one line without a final full stop
   */
  constructor(readonly code: string, title: string, defaultExit: number, details: ErrorDetails) {
    super(title, details.cause === undefined ? undefined : { cause: details.cause });
    this.explanation = details.explanation;
    this.hints = details.hints ?? [];
    this.facts = details.facts ?? {};
    this.at = details.at;
    this.exitCode = details.exitCode ?? defaultExit;
  }

  /** The message under its name in the specifications. */
  get title(): string {
    return this.message;
  }
}

/** Words on the command line, the value of a flag, a missing terminal. Exit 2. */
export class UsageError extends AtmosError {
  readonly kind = "usage";
  constructor(code: string, title: string, details: ErrorDetails = {}) {
    super(code, title, 2, details);
  }
}

/** Something a user wrote in a file; carries `at`. Exit 1. */
export class ConfigError extends AtmosError {
  readonly kind = "config";
  constructor(code: string, title: string, details: ErrorDetails = {}) {
    super(code, title, 1, details);
  }
}

/** A name that does not exist; carries the nearest names as hints. Exit 1. */
export class LookupError extends AtmosError {
  readonly kind = "lookup";
  constructor(code: string, title: string, details: ErrorDetails = {}) {
    super(code, title, 1, details);
  }
}

/** A host that did not answer as it should. Exit 1. */
export class NetworkError extends AtmosError {
  readonly kind = "network";
  constructor(code: string, title: string, details: ErrorDetails = {}) {
    super(code, title, 1, details);
  }
}

/** A hash, signature, lock entry or archive that is not what it must be; never retried. Exit 1. */
export class IntegrityError extends AtmosError {
  readonly kind = "integrity";
  constructor(code: string, title: string, details: ErrorDetails = {}) {
    super(code, title, 1, details);
  }
}

/** An identity or a credential. Exit 1. */
export class AuthError extends AtmosError {
  readonly kind = "auth";
  constructor(code: string, title: string, details: ErrorDetails = {}) {
    super(code, title, 1, details);
  }
}

/** The machine: permissions, full disk, a missing program (pass exitCode 127 or 126). Exit 1. */
export class HostError extends AtmosError {
  readonly kind = "host";
  constructor(code: string, title: string, details: ErrorDetails = {}) {
    super(code, title, 1, details);
  }
}

/** A program that we ran failed; its own output is the message. Pass its exit code. */
export class ChildError extends AtmosError {
  readonly kind = "child";
  constructor(code: string, title: string, details: ErrorDetails = {}) {
    super(code, title, 1, details);
  }
}

/** Ctrl-C, SIGTERM or an aborted prompt. Exit 130 unless given. */
export class CancelledError extends AtmosError {
  readonly kind = "cancelled";
  constructor(code: string, title: string, details: ErrorDetails = {}) {
    super(code, title, 130, details);
  }
}

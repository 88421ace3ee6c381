/** What the readers of all formats say about a member. Pure.
 *  Invariant: nothing in here is trusted: `core/policy` decides what of it reaches the disk. */

/** `unknown` is a type of tar member that no reader has to know. */
export type MemberKind =
  | "file"
  | "directory"
  | "symlink"
  | "hardlink"
  | "device"
  | "fifo"
  | "socket"
  | "unknown";

/** A member as the archive describes it. */
export interface MemberHeader {
  /** As written in the archive; zip names of Windows programs with forward slashes. */
  readonly path: string;
  readonly kind: MemberKind;
  /** Target of a symbolic link (as written) or of a hard link (a member's path); otherwise empty. */
  readonly target: string;
  /** Undefined where the archive has none. */
  readonly mode: number | undefined;
  /** Unpacked size; undefined where only reading tells it. */
  readonly sizeBytes: number | undefined;
  /** Epoch milliseconds; undefined where the archive has none. */
  readonly modifiedAt: number | undefined;
}

/** A member with its bytes; only a `file` has any. Read them, or leave them, before the next member is asked for. */
export interface ArchiveMember extends MemberHeader {
  readonly content: AsyncIterable<Uint8Array>;
}

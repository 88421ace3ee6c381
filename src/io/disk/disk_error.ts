/** Turns what the runtime throws for files into HostErrors with a stable code, the path and a next step.
 *  Follows house §5.2 and the list at the head of `base/ports.ts`.
 *  Invariant: pure; whoever catches looks up the owner and hands it in. */
import { HostError } from "@/base/errors.ts";

/** What was tried on which path; `to` is the second path of a move or link. */
export interface DiskAction {
  /** A verb that fits after "cannot": read, write, remove … */
  readonly verb: string;
  readonly path: string;
  readonly to?: string | undefined;
}

/** Who owns the path that was refused (or its nearest existing parent), and who we are. */
export interface OwnerFacts {
  readonly path: string;
  readonly ownerId: number;
  readonly mode: number;
  readonly ourId: number;
}

/** Codes of the errors in this file, without the room. */
export type DiskErrorCode =
  | "not-found"
  | "permission"
  | "no-space"
  | "read-only"
  | "cross-device"
  | "exists"
  | "failed";

const CODES: Readonly<Record<string, DiskErrorCode>> = {
  ENOENT: "not-found",
  EACCES: "permission",
  EPERM: "permission",
  ENOSPC: "no-space",
  EDQUOT: "no-space",
  EROFS: "read-only",
  EXDEV: "cross-device",
  EEXIST: "exists",
  ENOTEMPTY: "exists",
};

const REASONS: Readonly<Record<DiskErrorCode, string>> = {
  "not-found": "nothing is there",
  permission: "permission denied",
  "no-space": "no space left",
  "read-only": "the file system is read-only",
  "cross-device": "the paths are on different file systems",
  exists: "something is already there",
  failed: "the system refused",
};

/** The system's name of a failure, such as `ENOSPC`; empty when the runtime gave none. */
export function systemCode(thrown: unknown): string {
  return thrown instanceof Error && "code" in thrown && typeof thrown.code === "string" ? thrown.code : "";
}

/** Our code for a failure; `failed` for all that callers do not tell apart. */
export function diskErrorCode(thrown: unknown): DiskErrorCode {
  return CODES[systemCode(thrown)] ?? "failed";
}

/**
 * The error of a failed file operation: code `disk/<DiskErrorCode>`, facts path, to, owner, system (unless
 * the title says it).
 * @param owner only used for `disk/permission`
 */
export function diskError(thrown: unknown, action: DiskAction, owner?: OwnerFacts): HostError {
  const code = diskErrorCode(thrown);
  const system = thrown instanceof Error ? thrown.message : String(thrown);
  const reason = code === "failed" ? plainReason(system) : REASONS[code];
  const target = action.to === undefined
    ? quoted(action.path)
    : `${quoted(action.path)} to ${quoted(action.to)}`;
  return new HostError(`disk/${code}`, `cannot ${action.verb} ${target}: ${reason}`, {
    explanation: code === "permission" && owner ? ownerSentence(owner) : undefined,
    hints: hints(code, action, owner),
    facts: {
      path: action.path,
      ...(action.to === undefined ? {} : { to: action.to }),
      ...(owner ? { owner: owner.ownerId } : {}),
      ...(code === "failed" ? {} : { system }),
    },
    cause: thrown,
  });
}

/** What the system says, without its number and what the runtime puts behind it. */
function plainReason(system: string): string {
  return system.replace(/: \w+ '.*'$/s, "").replace(/ \(os error \d+\)$/, "");
}

function ownerSentence(owner: OwnerFacts): string {
  const mode = owner.mode.toString(8).padStart(4, "0");
  return `${
    quoted(owner.path)
  } belongs to user ${owner.ownerId} (mode ${mode}); this process runs as user ${owner.ourId}.`;
}

function hints(code: DiskErrorCode, action: DiskAction, owner: OwnerFacts | undefined): string[] {
  const place = action.to ?? action.path;
  switch (code) {
    case "permission":
      return owner
        ? [`Run \`ls -ld ${quoted(owner.path)}\`, then change its owner or choose another folder.`]
        : ["Change the permissions of that path or choose another folder."];
    case "no-space":
      return [`Run \`df -h ${quoted(parentOf(place))}\`, then make room on that file system.`];
    case "read-only":
      return [`Choose a folder on a writable file system; \`df ${quoted(parentOf(place))}\` names this one.`];
    case "cross-device":
      return [
        `Run \`df ${quoted(action.path)} ${
          quoted(parentOf(place))
        }\`, then choose folders on one file system.`,
      ];
    default:
      return [`Run \`ls -ld ${quoted(place)} ${quoted(parentOf(place))}\` to see what is there.`];
  }
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 1));
}

/** A path as a shell word, so that hints can be pasted. */
function quoted(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`;
}

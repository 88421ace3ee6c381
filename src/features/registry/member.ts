/** A link of the chain: a registry that is asked for definitions and names. Types only. Follows toolchain §7.1. */
import type { SourcePosition } from "@/base/errors.ts";
import type { FoundName } from "./core/names.ts";
import type { PackageRecord } from "./core/record.ts";
import type { GithubServers } from "./core/values.ts";

/** What a registry has for an id. */
export interface FoundDefinitions {
  /** Label of the registry. */
  readonly registry: string;
  /** Records in the order to try; usually one. None when no alternative is for the version. */
  readonly definitions: readonly PackageRecord[];
  /** Commit of the registry that was read, when it is known. */
  readonly commit?: string;
  /** The GitHub that the registry is on: its packages are released there. */
  readonly servers?: GithubServers;
  /** Where the definition stands that the project wrote itself. */
  readonly at?: SourcePosition | undefined;
}

/** What is wanted. */
export interface DefinitionQuery {
  readonly id: string;
  /** As typed; picks among the alternatives of a project's own definition. */
  readonly version: string | undefined;
  /** What the registries below have for the id. */
  below(): Promise<FoundDefinitions | undefined>;
}

/** A registry. */
export interface Member {
  /** As the user calls it. */
  readonly name: string;
  /** Whether its failure is told and the next one asked; a project's own broken definition stops the command. */
  readonly mayFail: boolean;
  find(query: DefinitionQuery): Promise<FoundDefinitions | undefined>;
  /** What a short or older name means here. */
  lookUp(name: string): Promise<FoundName>;
  /** Ids and names that were read so far, for proposals. Never rejects. */
  knownNames(): Promise<readonly string[]>;
  /** Every package that it has, for searching and listing. */
  packages(): Promise<readonly PackageRecord[]>;
  /** Commit that was read of a floating source. */
  commit(): string | undefined;
}

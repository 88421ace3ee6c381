/** What one run of the resolver shares: settings and everything that was read. Follows stacks §19.
 *  Invariant: each file is read once, each manifest is resolved once for each context. */
import type { Context } from "@/base/context.ts";
import type { Tree } from "./core/merge.ts";
import type { StackFile } from "./instances.ts";
import type { Manifest } from "./manifest.ts";
import { createRenderer, type RenderText } from "./templates.ts";
import { loadStackSettings, type StackSettings } from "./settings.ts";

/** Handed to everything that resolves. */
export interface Session {
  readonly ctx: Context;
  readonly settings: StackSettings;
  readonly render: RenderText;
  /** Absolute path → text. */
  readonly texts: Map<string, Promise<string | undefined>>;
  /** Absolute path and context → manifest with its imports. */
  readonly manifests: Map<string, Manifest>;
  /** Instance and what is evaluated → its sections. */
  readonly evaluated: Map<string, Tree>;
  /** All stacks, once they have been asked for. */
  stacks: Promise<readonly StackFile[] | undefined> | undefined;
}

/** Begins. @throws Config of atmos.yaml */
export async function openSession(ctx: Context): Promise<Session> {
  const settings = await loadStackSettings(ctx);
  return {
    ctx,
    settings,
    render: createRenderer(ctx),
    texts: new Map(),
    manifests: new Map(),
    evaluated: new Map(),
    stacks: undefined,
  };
}

/** A file's text; undefined when it does not exist. */
export function readOnce({ ctx, texts }: Session, file: string): Promise<string | undefined> {
  const known = texts.get(file) ?? ctx.disk.readText(file);
  texts.set(file, known);
  return known;
}

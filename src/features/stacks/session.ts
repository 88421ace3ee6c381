/** What one run of the resolver shares: settings and everything that was read. Follows stacks §19.
 *  Invariant: each file is read once, each manifest is resolved once for each context. */
import type { Context } from "@/base/context.ts";
import { type Answers, createAnswers } from "@/lang/gotemplate/waiting.ts";
import type { Tree } from "./core/merge.ts";
import type { Instance, StackFile } from "./instances.ts";
import type { Manifest } from "./manifest.ts";
import { createRenderer, type RenderText } from "./templates.ts";
import { loadStackSettings, type StackSettings } from "./settings.ts";

/** Reads what terraform has made of an instance, from terraform itself. @throws Config, Host: it could not be read */
export type ReadOutputs = (session: Session, instance: Instance, sections: Tree) => Promise<Tree>;

/** Handed to everything that resolves. */
export interface Session {
  readonly ctx: Context;
  readonly settings: StackSettings;
  readonly render: RenderText;
  /** What templates had to wait for. */
  readonly answers: Answers;
  /** Absolute path or address → text. */
  readonly texts: Map<string, Promise<string | undefined>>;
  /** Absolute path and context → manifest with its imports. */
  readonly manifests: Map<string, Manifest>;
  /** Types of components that the project itself adds. */
  readonly customTypes?: readonly string[];
  /** Undefined where no program can be run for outputs. */
  readonly readOutputs: ReadOutputs | undefined;
  /** Instance and what is evaluated → its sections. */
  readonly evaluated: Map<string, Tree>;
  /** Outputs that have been read, by instance. */
  readonly outputs: Map<string, Promise<Tree>>;
  /** Whether imports, bases and directories that are not there are passed over: what needs them is not there either. */
  readonly isLenient: boolean;
  /** All stacks, once they have been asked for. */
  stacks: Promise<readonly StackFile[] | undefined> | undefined;
}

/** Begins. @throws Config of atmos.yaml */
export async function openSession(ctx: Context, readOutputs?: ReadOutputs): Promise<Session> {
  const settings = await loadStackSettings(ctx);
  return {
    ctx,
    settings,
    readOutputs,
    render: createRenderer(ctx),
    answers: createAnswers(),
    texts: new Map(),
    manifests: new Map(),
    evaluated: new Map(),
    outputs: new Map(),
    isLenient: false,
    stacks: undefined,
  };
}

/** The same rules on a copy of the project, which may lack files. `placeOf` tells where a path of the project is there. */
export function sessionOfCopy(session: Session, placeOf: (path: string) => string): Session {
  const { settings } = session;
  return {
    ...session,
    answers: createAnswers(),
    settings: {
      ...settings,
      basePath: placeOf(settings.basePath),
      stacksDir: placeOf(settings.stacksDir),
    },
    texts: new Map(),
    manifests: new Map(),
    evaluated: new Map(),
    outputs: new Map(),
    isLenient: true,
    stacks: undefined,
  };
}

/** A file's text; undefined when it does not exist. */
export function readOnce(
  { ctx, texts }: Pick<Session, "ctx" | "texts">,
  file: string,
): Promise<string | undefined> {
  const known = texts.get(file) ?? ctx.disk.readText(file);
  texts.set(file, known);
  return known;
}

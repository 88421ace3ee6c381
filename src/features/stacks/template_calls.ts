/** What `atmos.Component`, `atmos.Store` and `atmos.Resolve` do while templates of a component are rendered.
 *  Follows templates §3.4. Invariants: outputs are read when a template looks at them; a circle is told with its chain. */
import { AtmosError, ConfigError, NetworkError } from "@/base/errors.ts";
import type { Value } from "@/lang/gotemplate/value.ts";
import { isTree, templateData, type Tree } from "./core/merge.ts";
import { findInstance } from "./find_instance.ts";
import type { Instance } from "./instances.ts";
import type { Session } from "./session.ts";
import type { AtmosCalls } from "./template_scope.ts";

/** What these calls need of whoever evaluates. */
export interface CallNeeds {
  /** The sections of another component, which `call` led to. */
  evaluate(target: Instance, call: string): Promise<Tree>;
  /** What a text is when it is a function. */
  resolve(text: string): Promise<unknown>;
}

/** What a component without `enabled` shows of others. */
const NOTHING = [
  "vars",
  "settings",
  "env",
  "metadata",
  "providers",
  "hooks",
  "overrides",
  "backend",
  "outputs",
];

/** The calls of one component. */
export function createCalls(session: Session, instance: Instance, needs: CallNeeds): AtmosCalls {
  const owner = `${instance.stack} ${instance.type} ${instance.name}`;
  return {
    component: (component, stack) => {
      if (isDisabled(instance.sections)) return Object.fromEntries(NOTHING.map((key) => [key, {}]));
      const call = `atmos.Component(${component}, ${stack})`;
      const { target, sections } = session.answers.get(`${owner} ${call}`, () =>
        named(call, async () => {
          const target = await targetOf(session, { component, stack });
          return { target, sections: await needs.evaluate(target, call) };
        }));
      return withOutputs(session, { call, target, sections });
    },
    store: (...words) => {
      const call = `atmos.Store(${words.join(", ")})`;
      return session.answers.get(call, () => named(call, () => storedValue(session, words)));
    },
    resolve: (text) => {
      const call = `atmos.Resolve(${JSON.stringify(text)})`;
      return session.answers.get(`${owner} ${call}`, () => named(call, () => needs.resolve(text))) as Value;
    },
  };
}

/** Null for what is not there and for what cannot be read. @throws Config for stores that must not be asked */
async function storedValue(
  { ctx, settings }: Session,
  [store, stack, component, key]: Parameters<AtmosCalls["store"]>,
): Promise<Value> {
  const [{ readStored }, { valueOf }] = await Promise.all([
    import("@/features/stores/store.ts"),
    import("@/features/stores/core/stored_value.ts"),
  ]);
  const wanted = { stack, component, key };
  try {
    const text = await readStored(ctx, settings.config.stores, { store, wanted });
    return text === undefined ? null : valueOf(text) as Value;
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    ctx.out.say("debug", error.title);
    return null;
  }
}

function isDisabled({ metadata }: Tree): boolean {
  return isTree(metadata) && metadata["enabled"] === false;
}

async function targetOf(session: Session, wanted: { readonly component: string; readonly stack: string }) {
  try {
    return await findInstance(session, wanted);
  } catch (error) {
    if (!(error instanceof AtmosError) || error.code !== "stacks/no-instance") throw error;
    throw new ConfigError(
      "stacks/no-instance",
      `Could not find the component ${wanted.component} in the stack ${wanted.stack}`,
      { hints: error.hints, cause: error },
    );
  }
}

/** An error below names the call. */
async function named<T>(call: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof ConfigError) || error.code === "stacks/function-cycle") throw error;
    const { title, explanation, hints, facts, at, exitCode } = error;
    throw new ConfigError(error.code, `${call} failed: ${title}`, {
      explanation,
      hints,
      facts,
      at,
      exitCode,
      cause: error,
    });
  }
}

interface Described {
  readonly call: string;
  readonly target: Instance;
  readonly sections: Tree;
}

/** The sections and, of terraform, `outputs`. */
function withOutputs(session: Session, { call, target, sections }: Described): Value {
  const data = templateData(sections) as Record<string, Value>;
  if (target.type !== "terraform") return data;
  const { remote_state_backend_type: type, remote_state_backend: values } = sections;
  if (type === "static") return { ...data, outputs: templateData(isTree(values) ? values : {}) as Value };
  return Object.defineProperty({ ...data }, "outputs", {
    enumerable: true,
    get: () => session.answers.get(`outputs ${call}`, () => readOutputs(session, { call, target, sections })),
  });
}

async function readOutputs(session: Session, { call, target, sections }: Described): Promise<Value> {
  try {
    if (session.readOutputs === undefined) {
      throw new ConfigError("stacks/no-outputs", "no program can be run here");
    }
    return await session.readOutputs(session, target, sections) as Value;
  } catch (error) {
    if (!(error instanceof AtmosError) || error.kind === "cancelled") throw error;
    const why = error.explanation === undefined ? error.title : `${error.title}: ${error.explanation}`;
    throw new ConfigError("stacks/no-outputs", `${call} failed to get terraform outputs: ${why}`, {
      hints: error.hints,
      cause: error,
    });
  }
}

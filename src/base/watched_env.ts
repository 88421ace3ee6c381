/** Variables that note who looks at them, so that what somebody concluded can be checked later without concluding it
 *  again. Invariant: a variable that is not there is noted too. */

/** The variables of a process. */
type Env = Readonly<Record<string, string>>;

/**
 * The same variables.
 * @param seen gets each name that is looked at, with its value
 * @param onAll called when somebody looks at all names, which no note can hold; what a copy of all takes is not in `seen`
 */
export function watchedEnv(env: Env, seen: Map<string, string | undefined>, onAll: () => void): Env {
  let copied: (string | symbol)[] = []; // a copy asks for each name, then for its value, and nothing comes between
  const note = (name: string | symbol) => {
    if (name === copied.at(-1)) return void copied.pop();
    copied = [];
    if (typeof name === "string") seen.set(name, Object.hasOwn(env, name) ? env[name] : undefined);
  };
  return new Proxy(env, {
    get: (target, name) => (note(name), Reflect.get(target, name)),
    has: (target, name) => (note(name), Reflect.has(target, name)),
    getOwnPropertyDescriptor: (target, name) => (
      note(name), Reflect.getOwnPropertyDescriptor(target, name)
    ),
    ownKeys(target) {
      onAll();
      const names = Reflect.ownKeys(target);
      copied = names.flatMap((name) => [name, name]).reverse();
      return names;
    },
  });
}

import { CallError } from './callError';
import { invalidOption } from './errors';
import type { Fix } from './fix';

/** Backend that has become current. */
export interface Activated {
  detail: string;
  versions: Record<string, string>;
  /** Resolves when the GPU fails. */
  failure?: Promise<Error>;
  dispose?: () => void;
}

/** Backend that was chosen, and why. */
export interface Chosen<Name extends string> extends Required<Activated> {
  name: Name;
  reason: string;
}

/** The backends of an environment, such as Node or a page. */
export interface Backends<Name extends string, Choice> {
  /** Makes each backend current, or throws an error with the reason why it cannot. */
  readonly activate: Readonly<Record<Name, (choice: Choice & { allowSoftware: boolean }) => Promise<Activated>>>;
  /** What `'auto'` tries, from the fastest to the slowest. */
  readonly order: readonly Name[];
  /** Returns a sentence on how to make a backend work after an error; can be empty. */
  advice(name: Name, error: unknown): string;
}

/** Error at which `'auto'` stops, instead of trying slower backends. */
export class NoFallback extends Error {}

/** Activates the named backend, or the fastest that works. */
export async function chooseBackend<Name extends string, Choice>(
  name: Name | 'auto',
  choice: Choice,
  backends: Backends<Name, Choice>,
): Promise<Chosen<Name>> {
  const known = Object.keys(backends.activate);
  if (name !== 'auto' && !known.includes(name))
    throw invalidOption('useBackend', 'name', `auto, ${known.join(', ')}`, name, fixOf(name));
  return name === 'auto' ? useFastest(choice, backends) : useNamed(name, choice, backends);
}

const fixOf = (name: unknown): Fix =>
  typeof name === 'object'
    ? { action: 'pass options as the second argument', code: "useBackend('auto', options)" }
    : { action: 'leave it out for the fastest that works here', code: 'useBackend()' };

/** Writes the choice and its reason as a line for people. */
export const choiceLine = ({ name, detail, reason }: Pick<Chosen<string>, 'name' | 'detail' | 'reason'>): string =>
  `backend ${name} (${detail}), ${reason}`;

async function useNamed<Name extends string, Choice>(
  name: Name,
  choice: Choice,
  { activate, advice }: Backends<Name, Choice>,
): Promise<Chosen<Name>> {
  try {
    return describe(name, await activate[name]({ allowSoftware: true, ...choice }), 'as asked');
  } catch (cause) {
    throw refusal(name, cause, advice(name, cause));
  }
}

async function useFastest<Name extends string, Choice>(
  choice: Choice,
  { activate, order, advice }: Backends<Name, Choice>,
): Promise<Chosen<Name>> {
  const passedOver: string[] = [];
  for (const name of order) {
    try {
      const activated = await activate[name]({ allowSoftware: false, ...choice });
      const why = passedOver.map((reason) => `. Not ${reason}`).join('');
      return describe(name, activated, `the fastest that works here${why}`);
    } catch (error) {
      if (error instanceof NoFallback) throw refusal(name, error, advice(name, error));
      passedOver.push(`${name}: ${firstLine(error)}`);
    }
  }
  throw new CallError('useBackend', `no backend can be used here: ${passedOver.join('; ')}`);
}

const describe = <Name extends string>(
  name: Name,
  { failure = new Promise(() => undefined), dispose = () => undefined, ...activated }: Activated,
  reason: string,
): Chosen<Name> => ({ name, reason, failure, dispose, ...activated });

const refusal = (name: string, cause: unknown, advice: string) =>
  new CallError('useBackend', `"${name}" cannot be used here: ${firstLine(cause)}.${advice && ` ${advice}`}`, {
    cause,
  });

const firstLine = (error: unknown) => (error instanceof Error ? error.message : String(error)).split(/\.?\s*\n/)[0];

import { parseArgs } from 'node:util';

import { dashed, nearest } from './names';
import type { Option, Options, Values } from './option';
import { UsageError } from './usageError';

/**
 * Reads a command line.
 *
 * @param words the option that words without one belong to; `null`: there must be none
 * @throws UsageError for unknown options, missing and superfluous values, values out of range
 */
export function parseOptions<O extends Options>(args: readonly string[], options: O, words: keyof O | null): Values<O> {
  const known = new Map(
    Object.entries(options).flatMap(([name, option]) =>
      [name, ...option.also].map((alias) => [dashed(alias).slice(2), { name, option }] as const),
    ),
  );
  const config = Object.fromEntries(
    [...known].map(([name, { option }]) => [name, { type: option.value === null ? 'boolean' : 'string' } as const]),
  );
  const given = new Map<string, string[]>(Object.keys(options).map((name) => [name, []]));
  for (const token of parseArgs({ args, options: config, strict: false, tokens: true }).tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') {
      if (words === null) throw new UsageError(`Unexpected argument "${token.value}"`);
      given.get(String(words))!.push(token.value);
      continue;
    }
    const isNo = token.name.startsWith('no-') && known.get(token.name.slice(3))?.option.value === null;
    const found = known.get(isNo ? token.name.slice(3) : token.name);
    if (!found) throw unknown(token.rawName, known);
    given.get(found.name)!.push(textOf(token, found.option, isNo));
  }
  const value = ([name, option]: [string, Option<unknown>]) => [name, readGiven(given.get(name)!, name, option)];
  // Superfluous words last: if the shell has expanded a pattern, the error of its option says what to do.
  const isSurplus = (name: string) => name === words && !options[name]!.many && given.get(name)!.length > 1;
  const inOrder = Object.entries(options).sort(([a], [b]) => Number(isSurplus(a)) - Number(isSurplus(b)));
  return Object.fromEntries(inOrder.map(value)) as Values<O>;
}

interface OptionToken {
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function textOf({ rawName, value, inlineValue }: OptionToken, option: Option<unknown>, isNo: boolean): string {
  if (option.value === null && value !== undefined)
    throw new UsageError(`${rawName} takes no value; received "${value}"`);
  if (option.value === null) return isNo ? 'no' : 'yes';
  const isOption = !inlineValue && value !== undefined && /^-\D/.test(value); // −200 is a value
  if (value === undefined || isOption) throw new UsageError(`${rawName} needs a value: ${rawName} ${option.value}`);
  return value;
}

function readGiven(given: readonly string[], name: string, option: Option<unknown>): unknown {
  if (!option.many && given.length > 1)
    throw new UsageError(
      `${dashed(name)} can be given only once; received ${given.map((text) => `"${text}"`).join(', ')}`,
    );
  return option.read(given, dashed(name));
}

function unknown(rawName: string, known: ReadonlyMap<string, { readonly option: Option<unknown> }>): UsageError {
  const names = [...known].flatMap(([name, { option }]) => (option.value === null ? [name, `no-${name}`] : [name]));
  const near = nearest(rawName.replace(/^-+/, ''), names);
  return new UsageError(`Unknown option ${rawName}${near === null ? '' : `; did you mean --${near}?`}`);
}

import { clip } from './clip';

/** Way to fix an error: an option to pass, or an action. */
export type Fix = OptionFix | ActionFix;

/** Option to pass. */
export interface OptionFix {
  /** Name in code: `batchSize`. */
  readonly option: string;
  /** Value to pass. `undefined`: leave the option out. */
  readonly value: unknown;
  /** Action in its place where there is no such option. @defaultValue none: the fix is omitted there */
  readonly action?: string;
  /** Condition or purpose, written after the option: `if they were only copied`. @defaultValue none */
  readonly when?: string;
}

/** Action to take. */
export interface ActionFix {
  /** Imperative that is valid in code and on a command line, with options in backticks: `add patients`. */
  readonly action: string;
  /** Code that does it. @defaultValue none */
  readonly code?: string;
}

/** Spelling of options: `size: [64, 64]` in code, `--size 64` on a command line. */
export interface Spelling {
  /** Returns the name of an option; `null` if there is no such option. */
  name(option: string): string | null;
  /** Returns the option with its value, for options that have a name; `null`: leave it out. */
  give(option: string, value: unknown): string | null;
  /** Whether the spelling is that of code. */
  readonly isCode: boolean;
}

/** Spelling in code. */
export const inCode: Spelling = {
  name: (option) => `\`${option}\``,
  give: (option, value) => (value === undefined ? null : `\`${option}: ${literal(value)}\``),
  isCode: true,
};

/** Replaces options in backticks by their names in a spelling, and keeps names that it lacks. */
export const spelled = (text: string, { name }: Spelling): string =>
  text.replaceAll(/`(\w+)`/g, (all, option: string) => name(option) ?? all);

/** Longest advice, in characters. */
const longestAdvice = 400;

/** Writes the fixes as a sentence after a problem, with a full stop before it; empty if no fix applies. */
export function advice(fixes: readonly Fix[], spelling: Spelling): string {
  const ways = fixes.flatMap((fix) => wayOf(fix, spelling) ?? []);
  const sentence = ways.reduce((text, { verb, rest }, i) => {
    if (i === 0) return `${verb}${rest}`;
    return verb && verb === ways[i - 1]!.verb ? `${text} or ${rest}` : `${text}, or ${verb}${rest}`;
  }, '');
  return sentence && `. ${sentence[0]!.toUpperCase()}${clip(sentence.slice(1), longestAdvice)}`;
}

/** One fix in words. A verb that repeats the one before is omitted. */
interface Way {
  readonly verb: 'pass ' | '';
  readonly rest: string;
}

function wayOf(fix: Fix, spelling: Spelling): Way | null {
  if (!('option' in fix)) {
    const action = spelled(fix.action, spelling);
    return { verb: '', rest: fix.code && spelling.isCode ? `${action}: \`${fix.code}\`` : action };
  }
  const { option, value, action = null, when } = fix;
  const name = spelling.isCode && action ? null : spelling.name(option);
  const given = name && spelling.give(option, value);
  if (!name) return action === null ? null : { verb: '', rest: action };
  return { verb: given ? 'pass ' : '', rest: `${given ?? `leave ${name} out`}${when ? ` ${when}` : ''}` };
}

/** Writes a value as source code: `[64, 64]`, `'cosine'`, `{ resume: false }`. */
function literal(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).map(([key, part]) => `${key}: ${literal(part)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

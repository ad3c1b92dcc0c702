/** What mends an error: an option to pass, or something to do. */
export type Fix = OptionFix | ActionFix;

/** An option to pass. */
export interface OptionFix {
  /** Its name in code: `batchSize`. */
  readonly option: string;
  /** What to pass; `undefined`: leave the option out. */
  readonly value: unknown;
  /** What to do where there is no such option. @defaultValue none: the fix is left out there */
  readonly action?: string;
  /** Follows the option: `if they were only copied`. @defaultValue nothing */
  readonly when?: string;
}

/** Something to do; in `action`, a name in backticks is an option. */
export interface ActionFix {
  /** An imperative that holds in code and on a command line: `add patients`. */
  readonly action: string;
  /** The code that does it. @defaultValue none */
  readonly code?: string;
}

/** How options are written for some readers: in code as `size: [64, 64]`, on a command line as `--size 64`. */
export interface Spelling {
  /** What the option is called; `null` if these readers have no such option. */
  name(option: string): string | null;
  /** The option with a value, as one passes it; `null`: by leaving it out. Only asked for options that have a name. */
  give(option: string, value: unknown): string | null;
  /** Whether these readers write code. */
  readonly isCode: boolean;
}

/** How options are written in code. */
export const inCode: Spelling = {
  name: (option) => `\`${option}\``,
  give: (option, value) => (value === undefined ? null : `\`${option}: ${literal(value)}\``),
  isCode: true,
};

/** A text with its options, which stand in backticks, as a spelling writes them; names that it lacks stay. */
export const spelled = (text: string, { name }: Spelling): string =>
  text.replaceAll(/`(\w+)`/g, (all, option: string) => name(option) ?? all);

/** The sentence that follows a problem, with its full stop before it; empty where no fix is left. */
export function advice(fixes: readonly Fix[], spelling: Spelling): string {
  const ways = fixes.flatMap((fix) => wayOf(fix, spelling) ?? []);
  const sentence = ways.reduce((text, { verb, rest }, i) => {
    if (i === 0) return `${verb}${rest}`;
    return verb && verb === ways[i - 1]!.verb ? `${text} or ${rest}` : `${text}, or ${verb}${rest}`;
  }, '');
  return sentence && `. ${sentence[0]!.toUpperCase()}${sentence.slice(1)}`;
}

/** One way out; of two with the same verb the second goes without. */
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

/** A value as in source code: `[64, 64]`, `'cosine'`, `{ resume: false }`. */
function literal(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).map(([key, part]) => `${key}: ${literal(part)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

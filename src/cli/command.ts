import { inOptions } from './args/inOptions';
import { dashed } from './args/names';
import type { Option, Options, Values } from './args/option';
import { parseOptions } from './args/parseOptions';
import { UsageError } from './args/usageError';

/** A command: its options, help texts and action. */
export interface CommandDefinition<O extends Options> {
  /** Its action in one or two imperative sentences. */
  readonly about: string;
  /** The option that takes positional arguments; `null`: there are none. */
  readonly words: (keyof O & string) | null;
  /** Command lines without the program, each with a description. */
  readonly examples: readonly (readonly [line: string, text: string])[];
  readonly options: O;
  /** Further notes for the user; may be empty. */
  readonly notes: string;
  /** @param typed the words of the whole command line, starting with the program */
  run(values: Values<O>, typed: readonly string[]): Promise<void>;
}

/** A command with its options hidden. */
export interface Command {
  /** The help. `program`: the call of the command, such as `msa-unet train`. */
  help(program: string): string;
  /** @throws UsageError for an invalid command line; any other error of the command */
  run(args: readonly string[], program: string): Promise<void>;
}

/** Builds a command, with its help and parser, from its definition. */
export function command<O extends Options>(definition: CommandDefinition<O>): Command {
  const help = (program: string) => helpText(definition, program);
  return {
    help,
    async run(args, program) {
      if (args.some((arg) => arg === '--help' || arg === '-h')) return void process.stdout.write(help(program));
      try {
        const values = parseOptions(args, definition.options, definition.words);
        await definition.run(values, [...program.split(' '), ...args]);
      } catch (error) {
        throw error instanceof UsageError ? withHint(error, program) : inOptions(error, definition.options);
      }
    },
  };
}

function withHint(cause: UsageError, program: string): UsageError {
  const see = cause.message.endsWith('?') ? ' See' : '; see';
  return new UsageError(`${cause.message}${see} ${program} --help`, { cause });
}

function helpText<O extends Options>(
  { about, words, examples, options, notes }: CommandDefinition<O>,
  program: string,
) {
  const word = words === null ? '' : ` ${options[words]!.value}${options[words]!.many ? ' …' : ''}`;
  const rows: [string, string][] = Object.entries(options).map(([name, one]) => [spelling(name, one), meaning(one)]);
  const sections = [
    about,
    `Usage: ${program}${word} [options]`,
    `Examples:\n${table(examples.map(([line, text]) => [`${program} ${line}`, text]))}`,
    `Options:\n${table([...rows, ['-h, --help', 'show this help']])}`,
    notes,
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function spelling(name: string, { value, usual, also }: Option<unknown>): string {
  const names = [name, ...also].map(dashed);
  const isYes = value === null && usual !== 'no';
  const shown = names.map((long) => (isYes ? long.replace('--', '--[no-]') : long)).join(', ');
  return value === null ? shown : `${shown} ${value}`;
}

function meaning({ value, text, usual, many }: Option<unknown>): string {
  const kept = usual === null ? ' [required]' : value === null && usual === 'no' ? '' : ` [${usual}]`;
  return `${text}${many ? '; can be repeated' : ''}${kept}`;
}

/** Two columns, the second wrapped; a first cell that is too long gets its own line. */
function table(rows: readonly (readonly [string, string])[]): string {
  const left = 30;
  return rows
    .map(([first, second]) => {
      const lines = wrapped(second, 120 - left);
      const head = `  ${first}`;
      const start = head.length < left ? head.padEnd(left) : `${head}\n${' '.repeat(left)}`;
      return `${start}${lines.join(`\n${' '.repeat(left)}`)}`;
    })
    .join('\n');
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

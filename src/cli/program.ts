import { nearest } from './args/names';
import { UsageError } from './args/usageError';
import type { Command } from './command';
import { commands } from './commands';
import { version } from './version';

const program = 'msa-unet';

/** Runs a command line. @returns the exit code */
export function runProgram([first, ...rest]: readonly string[]): Promise<number> {
  return exitCode(async () => {
    if (first === undefined) throw new UsageError(help().trimEnd());
    if (first === '--version' || first === '-v') return print(`${version()}\n`);
    if (first === '--help' || first === '-h') return print(help());
    if (first !== 'help') return (await load(first)).run(rest, `${program} ${first}`);
    const [topic] = rest;
    print(topic === undefined ? help() : (await load(topic)).help(`${program} ${topic}`));
  });
}

/** Runs a function and prints errors without their stack. @returns 0 success, 1 failure, 2 invalid usage, 128 + N after signal N */
export async function exitCode(run: () => Promise<void>): Promise<number> {
  try {
    await run();
    return 0;
  } catch (error) {
    const isInterrupt = error instanceof Error && error.name === 'AbortError';
    process.stderr.write(`${isInterrupt ? 'Interrupted' : error instanceof Error ? error.message : error}\n`);
    if (isInterrupt) return 'exitCode' in error && typeof error.exitCode === 'number' ? error.exitCode : 130;
    return error instanceof UsageError ? 2 : 1;
  }
}

async function load(name: string): Promise<Command> {
  if (Object.hasOwn(commands, name)) return commands[name]!.load();
  const near = nearest(name, Object.keys(commands));
  const hint = near === null ? '; see' : `; did you mean ${near}? See`;
  throw new UsageError(`Unknown command "${name}"${hint} ${program} --help`);
}

function help(): string {
  const rows = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(12)}${summary}`);
  return `Segment the liver in CT scans with networks you train yourself: MSA-UNet and its peers.

Usage: ${program} COMMAND [options]

Commands:
${rows.join('\n')}

  ${program} help COMMAND    show the options of a command, with examples
  ${program} --version       show the version

Exit codes: 0 success, 1 failure, 2 invalid usage; 130, 143, 129 interrupted by Ctrl-C, SIGTERM, SIGHUP.
For research only. Not a medical device: do not use it for diagnosis or treatment.
`;
}

function print(text: string): void {
  process.stdout.write(text);
}

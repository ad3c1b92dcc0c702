/** The commands of a shell block: words without their quotes, without comments and leading `NAME=value`. */
export function shellCommands(code: string): string[][] {
  const lines = code.replaceAll(/\\\n\s*/g, ' ').split('\n');
  return lines.flatMap(commandsOf).flatMap((words) => {
    const first = words.findIndex((word) => !/^[A-Z_]+=/.test(word));
    return first === -1 ? [] : [words.slice(first).map(unquoted)];
  });
}

/** The commands of one line, which `&&` separates; quotes kept. */
function commandsOf(line: string): string[][] {
  const commands: string[][] = [[]];
  for (const word of line.match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g) ?? []) {
    if (word.startsWith('#')) break;
    if (word === '&&') commands.push([]);
    else commands.at(-1)!.push(word);
  }
  return commands;
}

const unquoted = (word: string) => word.replaceAll(/'([^']*)'|"([^"]*)"/g, (_, single, double) => single ?? double);

/**
 * Runs a program whose output somebody may stop reading, such as `head -1` or a closed terminal: it continues without a word.
 * Standard output that cannot be written for another reason, such as a full disk, is an error of one line.
 *
 * @returns the exit code of the program; 1 in place of 0 after such an error
 */
export async function survivingClosedStreams(run: () => Promise<number>): Promise<number> {
  const lost: Error[] = [];
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (!isClosed(error)) lost.push(error);
  });
  process.stderr.on('error', () => {}); // no one is left to read it
  const code = await run();
  await new Promise((written) => process.stdout.write('', written));
  if (lost[0]) process.stderr.write(`Standard output cannot be written: ${lost[0].message}\n`);
  return lost[0] && code === 0 ? 1 : code;
}

/** Whether the reader of a pipe or terminal has gone. */
const isClosed = ({ code }: NodeJS.ErrnoException) => code === 'EPIPE' || code === 'EIO';

/** A line of the terminal that is rewritten in place. */
export interface StatusLine {
  show(text: string): void;
  clear(): void;
}

/** The line on standard error; shows nothing without a terminal. */
export function statusLine(stream = process.stderr): StatusLine {
  const rewrite = (text: string) => {
    if (stream.isTTY) stream.write(`\r\x1b[K${text.slice(0, (stream.columns || 80) - 1)}`);
  };
  return { show: rewrite, clear: () => rewrite('') };
}

/** Seconds as `m:ss`. */
export const clock = (seconds: number): string =>
  `${Math.floor(Math.round(seconds) / 60)}:${String(Math.round(seconds) % 60).padStart(2, '0')}`;

/** Lengths and numbers of channels by their symbol in the paper: `{ H: 104, W: 136, C: 11 }`. */
export type Symbols = Readonly<Record<string, number>>;

/**
 * Writes a shape `[batch, height, width, channels]` in the symbols of the paper: `H/2 × W/2 × 2C′`. A number that no
 * symbol explains is written as it is.
 */
export function symbolicShape([, height, width, channels]: readonly (number | null)[], symbols: Symbols): string {
  const sides = pick(symbols, (symbol) => symbol === 'H' || symbol === 'W');
  const widths = pick(symbols, (symbol) => symbol !== 'H' && symbol !== 'W');
  return [symbolic(height, sides), symbolic(width, sides), symbolic(channels, widths)].join(' × ');
}

function symbolic(n: number | null | undefined, symbols: Symbols): string {
  const all = Object.entries(symbols);
  for (const [symbol, value] of all) {
    if (n === value) return symbol;
    for (const factor of [2, 3, 4, 8]) {
      if (n === factor * value) return `${factor}${symbol}`;
      if (n === value / factor) return `${symbol}/${factor}`;
    }
  }
  const pair = all.flatMap(([a, x]) => all.map(([b, y]) => ({ text: `${a} + ${b}`, sum: x + y })));
  return pair.find(({ sum }) => sum === n)?.text ?? String(n);
}

const pick = (symbols: Symbols, wanted: (symbol: string) => boolean): Symbols =>
  Object.fromEntries(Object.entries(symbols).filter(([symbol]) => wanted(symbol)));

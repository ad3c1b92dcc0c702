import { layerWords } from './layerWords';
import type { Box } from './wiring';

/**
 * Writes what a network computes as equations, one for each named box and one for the output `y`: `y = f¹(x) + …`.
 *
 * @param names boxes with a symbol of their own: `{ add: 'F4′' }`
 */
export function equationsOf(boxes: readonly Box[], output: string, names: Readonly<Record<string, string>>): string[] {
  const symbols = { ...names, [output]: 'y' };
  const box = (id: string) => boxes.find((candidate) => candidate.id === id)!;
  const termOf = ({ id, layer, from }: Box): string =>
    layerWords(layer).term(from.length === 0 ? [id] : from.map((source) => symbols[source] ?? termOf(box(source))));
  return boxes.filter(({ id }) => id in symbols).map((named) => `${symbols[named.id]} = ${termOf(named)}`);
}

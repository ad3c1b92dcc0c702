/**
 * Stage and place in it, both from 0, of the block `blockN` of an encoder whose blocks are numbered from 1 through all
 * stages.
 *
 * @param blocks how many blocks every stage has
 */
export function blockNumbers(n: number, blocks: readonly number[]): [stage: number, place: number] {
  let place = n - 1;
  let stage = 0;
  while (place >= blocks[stage]!) place -= blocks[stage++]!;
  return [stage, place];
}

/** Blocks of ResNet-50, conv2 to conv5. */
export const resNet50Blocks = [3, 4, 6, 3];

/** `block12/expand` as 12 and `expand`; `stem` as 0 and `''`. */
export function splitPath(path: string): [n: number, part: string] {
  const [, n = '0', part = ''] = /^block(\d+)\/(.*)$/.exec(path) ?? [];
  return [Number(n), part];
}

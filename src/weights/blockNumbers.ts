/**
 * Finds the stage of block `blockN` and its place in the stage, both from 0; blocks are numbered from 1 through all
 * stages.
 *
 * @param blocks number of blocks per stage
 */
export function blockNumbers(n: number, blocks: readonly number[]): [stage: number, place: number] {
  let place = n - 1;
  let stage = 0;
  while (place >= blocks[stage]!) place -= blocks[stage++]!;
  return [stage, place];
}

/** Blocks per stage of ResNet-50, conv2 to conv5. */
export const resNet50Blocks = [3, 4, 6, 3];

/** Splits `block12/expand` into 12 and `expand`; `stem` into 0 and `''`. */
export function splitPath(path: string): [n: number, part: string] {
  const [, n = '0', part = ''] = /^block(\d+)\/(.*)$/.exec(path) ?? [];
  return [Number(n), part];
}

import { OptionError } from './optionError';

/** Throws if a fixed side cannot be halved as often as the model needs; `null` sides are checked at run time. */
export function requireDivisible(
  owner: string,
  [height, width]: readonly [number | null, number | null, ...unknown[]],
  by: number,
  atLeast = by,
): void {
  const legal = (n: number | null) => n === null || (Number.isInteger(n) && n >= atLeast && n % by === 0);
  if (legal(height) && legal(width)) return;
  const up = (n: number | null) => (n === null ? null : Math.max(atLeast, Math.ceil(n / by) * by));
  const minimum = atLeast > by ? ` and at least ${atLeast}` : '';
  const sides = [up(height), up(width)];
  const action = `pad to ${sides[0]}×${sides[1]}`;
  throw new OptionError({
    owner,
    option: 'height and width',
    expected: `divisible by ${by}${minimum}`,
    received: [height, width],
    shown: `${height}×${width}`,
    fix: sides.includes(null) ? { action } : { option: 'size', value: sides, action },
  });
}

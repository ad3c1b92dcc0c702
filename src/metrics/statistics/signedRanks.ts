/** Signed ranks of differences. */
export interface SignedRanks {
  /** Sum of the ranks of the differences above 0. */
  readonly positive: number;
  /** Sum of the ranks of the differences below 0. */
  readonly negative: number;
  /** The ranks in ascending order; ties share their mean rank. */
  readonly ranks: readonly number[];
  /** Sizes of the groups of ties; an untied difference is a group of 1. */
  readonly ties: readonly number[];
}

/** Ranks non-zero differences by absolute value, from 1. */
export function signedRanks(differences: readonly number[]): SignedRanks {
  const sorted = [...differences].sort((a, b) => Math.abs(a) - Math.abs(b));
  const ranks: number[] = [];
  const ties: number[] = [];
  let [positive, negative] = [0, 0];
  while (ranks.length < sorted.length) {
    const first = ranks.length;
    const size = Math.abs(sorted[first]!);
    const group = sorted.slice(first).filter((difference) => Math.abs(difference) === size);
    const rank = first + (group.length + 1) / 2;
    for (const difference of group) {
      ranks.push(rank);
      if (difference > 0) positive += rank;
      else negative += rank;
    }
    ties.push(group.length);
  }
  return { positive, negative, ranks, ties };
}

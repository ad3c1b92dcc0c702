/** What a training leaves: ten losses, and all probabilities that the network then predicts. */
export interface Training {
  losses: number[];
  prediction: number[];
}

export function train(small?: boolean): Promise<Training>;

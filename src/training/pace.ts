/** Clock that measures the pace of steps from its creation. */
export class Pace {
  private readonly started = performance.now();
  private steps = 0;

  /** Counts a step and returns the seconds that `left` more will take. */
  step(left: number): number {
    this.steps++;
    return ((performance.now() - this.started) / 1000 / this.steps) * left;
  }
}

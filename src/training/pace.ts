/** How fast steps are taken, from the moment it is made. */
export class Pace {
  private readonly started = performance.now();
  private steps = 0;

  /** Counts a step; the seconds that `left` more will take. */
  step(left: number): number {
    this.steps++;
    return ((performance.now() - this.started) / 1000 / this.steps) * left;
  }
}

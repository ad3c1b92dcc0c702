import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Counts how many of the objects that it was shown are still held by somebody, kind by kind. */
export class Alive<Kind extends string> {
  private readonly seen: { kind: Kind; ref: WeakRef<object> }[] = [];
  private readonly collectGarbage: () => void;
  /** The highest counts so far. */
  readonly most: Record<Kind, number>;

  constructor(...kinds: Kind[]) {
    setFlagsFromString('--expose-gc');
    this.collectGarbage = runInNewContext('gc');
    this.most = Object.fromEntries(kinds.map((kind) => [kind, 0])) as Record<Kind, number>;
  }

  show(kind: Kind, object: object): void {
    this.seen.push({ kind, ref: new WeakRef(object) });
  }

  /** What was shown in this turn of the event loop counts as held. */
  count(...kinds: Kind[]): void {
    this.collectGarbage();
    for (const kind of kinds) {
      const held = this.seen.filter((one) => one.kind === kind && one.ref.deref()).length;
      this.most[kind] = Math.max(this.most[kind], held);
    }
  }
}

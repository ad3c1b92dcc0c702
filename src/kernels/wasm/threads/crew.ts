import { allWords, callsAt, callWords, mostCalls, mostTasks, words } from './workerProgram';

/** A loop in WebAssembly. */
export type Loop = (...numbers: number[]) => void;

/**
 * Threads that run loops over one memory. Calls are collected into tasks, which run beside each other on this thread and
 * on all workers that are awake; nobody waits for a worker that has not taken a task.
 *
 * The calls of a task run in their order on one thread. Whatever thread that is, results are equal to the bit.
 */
export class Crew {
  /** Multiplications that are not worth waking the others for; they take about ten microseconds. */
  worthwhile = 200_000;
  /** Milliseconds after which a task is taken for lost; the longest takes a second. A page does not react meanwhile. */
  patience = maySleep ? 60_000 : 20_000;
  readonly control = new SharedArrayBuffer(4 * allWords);
  readonly #words = new Int32Array(this.control);
  #loops: readonly Loop[] = [];
  #calls = 0;
  #tasks = 0;

  /** @param threads number of threads, this one included */
  constructor(readonly threads: number) {}

  /** Sets the loops that calls are numbered by. */
  use(loops: readonly Loop[]): void {
    this.#loops = loops;
  }

  /** Collects a call for the current task. */
  call(loop: number, numbers: readonly number[]): void {
    if (this.#calls === mostCalls) this.finish();
    const at = callsAt + this.#calls++ * callWords;
    this.#words[at] = loop;
    for (let i = 0; i < numbers.length; i++) this.#words[at + 1 + i] = numbers[i]!;
  }

  /** Ends the current task: what follows may run beside it. */
  next(): void {
    if (this.#words[words.starts + this.#tasks] === this.#calls) return; // it has no calls
    this.#words[words.starts + ++this.#tasks] = this.#calls;
    if (this.#tasks === mostTasks) this.finish();
  }

  /** Runs all tasks, and returns when they are done. @throws Error if a thread stops, or a loop fails */
  finish(): void {
    this.next();
    const tasks = this.#tasks;
    [this.#calls, this.#tasks] = [0, 0];
    if (tasks === 1) this.#run(1);
    if (tasks < 2) return;
    Atomics.store(this.#words, words.done, 0);
    Atomics.store(this.#words, words.left, tasks);
    this.#ring();
    this.#work();
    this.#wait(tasks);
    if (Atomics.load(this.#words, words.failed)) throw new Error('a thread of the WASM backend has failed');
  }

  /** Lets the workers end. */
  end(): void {
    Atomics.store(this.#words, words.ended, 1);
    this.#ring();
  }

  #ring(): void {
    Atomics.add(this.#words, words.bell, 1);
    if (Atomics.load(this.#words, words.asleep) > 0) Atomics.notify(this.#words, words.bell);
  }

  /** Takes tasks like a worker, until none is left. */
  #work(): void {
    for (let task = this.#take(); task > 0; task = this.#take()) {
      try {
        this.#run(task);
      } catch {
        Atomics.store(this.#words, words.failed, 1);
      }
      Atomics.add(this.#words, words.done, 1);
    }
  }

  /** Returns the number of a task that nobody else runs; 0 or less: none is left. */
  #take(): number {
    return Atomics.sub(this.#words, words.left, 1);
  }

  #run(task: number): void {
    const [all, end] = [this.#words, this.#words[words.starts + task]!];
    for (let call = all[words.starts + task - 1]!; call < end; call++) {
      const at = callsAt + call * callWords;
      const n = (i: number) => all[at + i]!;
      const loop = this.#loops[all[at]!]!; // takes as many as it has parameters
      loop(n(1), n(2), n(3), n(4), n(5), n(6), n(7), n(8), n(9), n(10), n(11), n(12), n(13), n(14), n(15), n(16));
    }
  }

  /** Waits for the tasks that workers have taken: awake at first, then asleep where this thread may. */
  #wait(tasks: number): void {
    const done = () => Atomics.load(this.#words, words.done);
    for (let look = 0; look < looks; look++) if (done() === tasks) return;
    Atomics.store(this.#words, words.waiting, 1);
    let waited = 0;
    let last = Date.now();
    for (let count = done(); count < tasks; count = done()) {
      if (maySleep) Atomics.wait(this.#words, words.done, count, 1000);
      const now = Date.now();
      waited += Math.min(now - last, 2000); // the machine may have been suspended
      last = now;
      if (waited > this.patience)
        throw new Error('a thread of the WASM backend has stopped; restart the program, or reload the page');
    }
    Atomics.store(this.#words, words.waiting, 0);
  }
}

/** How often this thread looks whether the others are done before it sleeps. */
const looks = 20_000;

/** Whether this thread may block; the main thread of a page may not. */
const maySleep = /* @__PURE__ */ (() => {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1);
    return true;
  } catch {
    return false;
  }
})();

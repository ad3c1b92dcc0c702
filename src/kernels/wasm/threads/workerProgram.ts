/** Words of the memory that a crew and its workers share, besides the heap. */
export const words = {
  /** Changes whenever there are new tasks, or the crew ends. */
  bell: 0,
  /** Tasks that nobody has taken; the next is the one of this number, counted from 1. */
  left: 1,
  done: 2,
  /** Number of workers that sleep, and whether the crew does. */
  asleep: 3,
  waiting: 4,
  /** Whether a loop has failed. */
  failed: 5,
  ended: 6,
  /** The first call of each task, then the end of the last. */
  starts: 16,
} as const;

export const mostTasks = 1024;
export const mostCalls = 8192;
/** Most numbers that a loop takes. */
const mostNumbers = 16;

/** Where the calls are: the index of a loop, then its numbers. */
export const callsAt = words.starts + mostTasks + 1;
export const callWords = 1 + mostNumbers;
export const allWords = callsAt + mostCalls * callWords;

/** How often a worker looks for tasks before it sleeps: about as long as a small kernel takes. */
const looks = 20_000;

/**
 * Defines `serve`, which calls `onReady` and then runs tasks until the crew ends. It is a text, because minifiers and
 * bundlers change the text of functions.
 *
 * A task belongs to who lowers `left` to its number: whoever comes late finds 0 or less, whatever the crew is doing.
 */
export const workerProgram = `
function serve({ module, memory, control }, onReady) {
  const loops = Object.values(new WebAssembly.Instance(module, { env: { memory } }).exports);
  const words = new Int32Array(control);
  onReady();
  const run = (task) => {
    const end = words[${words.starts} + task];
    for (let call = words[${words.starts} + task - 1]; call < end; call++) {
      const at = ${callsAt} + call * ${callWords};
      loops[words[at]](${Array.from({ length: mostNumbers }, (_, i) => `words[at + ${i + 1}]`).join(', ')});
    }
  };
  for (;;) {
    const bell = Atomics.load(words, ${words.bell});
    if (Atomics.load(words, ${words.ended})) return;
    for (let task; (task = Atomics.sub(words, ${words.left}, 1)) > 0; ) {
      try {
        run(task);
      } catch {
        Atomics.store(words, ${words.failed}, 1);
      }
      Atomics.add(words, ${words.done}, 1);
      if (Atomics.load(words, ${words.waiting})) Atomics.notify(words, ${words.done});
    }
    let look = 0;
    while (Atomics.load(words, ${words.bell}) === bell && look < ${looks}) look++;
    if (look < ${looks}) continue;
    Atomics.add(words, ${words.asleep}, 1);
    Atomics.wait(words, ${words.bell}, bell);
    Atomics.sub(words, ${words.asleep}, 1);
  }
}
`;

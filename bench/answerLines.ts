import { createInterface } from 'node:readline';

/** Says what this process is, then answers every line of standard input by a line of JSON. The parent ends it. */
export async function answerLines(about: object, answers: Record<string, () => Promise<object>>): Promise<void> {
  console.log(JSON.stringify(about));
  for await (const line of createInterface({ input: process.stdin }))
    console.log(JSON.stringify(await answers[line]!()));
  process.exit(); // WebGPU in Node keeps the process alive
}

import type { Crew } from './crew';

const crews = new WeakMap<WebAssembly.Memory, Crew>();

/** Returns the crew that works on a memory; `null`: one thread does all. */
export const crewOf = (memory: WebAssembly.Memory): Crew | null => crews.get(memory) ?? null;

/** Lets a crew work on a memory. Do so before its first kernel. */
export function setCrew(memory: WebAssembly.Memory, crew: Crew): void {
  crews.set(memory, crew);
}

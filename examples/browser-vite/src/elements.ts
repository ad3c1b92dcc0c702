/** Finds an element of the page by its id. */
export function element<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`index.html has no ${type.name} with the id ${id}`);
  return found;
}

/** Writes the text of an element. */
export function write(id: string, text: string): void {
  element(id, HTMLElement).textContent = text;
}

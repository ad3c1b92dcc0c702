/** Makes a URL of the page absolute, as a worker's relative URLs start at its own script. */
export const absoluteUrl = (url: string): string =>
  new URL(url, globalThis.document?.baseURI ?? globalThis.location?.href).href;

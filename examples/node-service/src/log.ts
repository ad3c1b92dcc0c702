/**
 * Prints an event as a line of JSON. Names of files, headers and messages of errors may name a patient: none of them is
 * ever passed here.
 */
export function log(event: object): void {
  console.log(JSON.stringify({ time: new Date().toISOString(), ...event }));
}

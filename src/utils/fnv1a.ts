/** FNV-1a hash: fast, against accidental collisions only, not cryptographic. */
export class Fnv1a {
  private state: number;

  /** @param seed different seeds give different hashes */
  constructor(seed = 0) {
    this.state = (0x811c9dc5 ^ seed) >>> 0;
  }

  add(bytes: Uint8Array): this {
    let { state } = this;
    for (const byte of bytes) state = Math.imul(state ^ byte, 0x01000193);
    this.state = state >>> 0;
    return this;
  }

  /** Hash of all bytes so far, as 8 hexadecimal digits. */
  get digest(): string {
    return this.state.toString(16).padStart(8, '0');
  }
}

/** A folder of a model that somebody made to hurt who loads it. */
export interface HostileModel {
  readonly title: string;
  /** Text of its `model.json`. */
  json(): string;
  /** Bytes of its `w.bin`. @defaultValue 64 */
  readonly weightBytes?: number;
}

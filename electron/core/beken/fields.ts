/** One field of a payload at a fixed offset. All integers are little-endian (protocol §2). */
export interface Field<T> {
  /** Bytes it takes. */
  readonly size: number;
  get(view: DataView, offset: number): T;
  set(view: DataView, offset: number, value: T): void;
}

/** A payload: what it means, and its bytes. */
export interface Payload<T> {
  /** @throws RangeError where a value does not fit its field (a programming error) */
  encode(value: T): Uint8Array;
  /** Null where the length is not that of this payload. */
  decode(bytes: Uint8Array): T | null;
}

type Fields = Readonly<Record<string, Field<unknown>>>;
type Values<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never };

function unsigned(size: 1 | 4): Field<number> {
  const limit = 256 ** size;
  return {
    size,
    get: (view, offset) => (size === 1 ? view.getUint8(offset) : view.getUint32(offset, true)),
    set(view, offset, value) {
      if (!Number.isInteger(value) || value < 0 || value >= limit)
        throw new RangeError(`${value} in ${size} bytes`);
      if (size === 1) view.setUint8(offset, value);
      else view.setUint32(offset, value, true);
    },
  };
}

export const u8 = unsigned(1);
export const u32 = unsigned(4);

/** Exactly `size` bytes. */
export function bytes(size: number): Field<Uint8Array> {
  return {
    size,
    get: (view, offset) => new Uint8Array(view.buffer, view.byteOffset + offset, size).slice(),
    set(view, offset, value) {
      if (value.length !== size) throw new RangeError(`${value.length} bytes instead of ${size}`);
      new Uint8Array(view.buffer, view.byteOffset + offset, size).set(value);
    },
  };
}

/** A payload of fields one after another, in the order given. */
export function payload<F extends Fields>(fields: F): Payload<Values<F>> {
  const entries = Object.entries(fields);
  const total = entries.reduce((sum, [, field]) => sum + field.size, 0);
  return {
    encode(value) {
      const out = new Uint8Array(total);
      const view = new DataView(out.buffer);
      let offset = 0;
      for (const [name, field] of entries) {
        field.set(view, offset, value[name]);
        offset += field.size;
      }
      return out;
    },
    decode(input) {
      if (input.length !== total) return null;
      const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
      let offset = 0;
      const value: Record<string, unknown> = {};
      for (const [name, field] of entries) {
        value[name] = field.get(view, offset);
        offset += field.size;
      }
      return value as Values<F>;
    },
  };
}

/** Bytes as they come, any number of them. */
export const raw: Payload<Uint8Array> = {
  encode: (value) => value,
  decode: (input) => input.slice(),
};

/** Object ids of types, fixed since ever. Source: pg_type.dat of PostgreSQL. */
const typeOid = { bool: 16, int2: 21, int4: 23, text: 25 } as const;

/** `PGCOPY\n\377\r\n\0`, no flags, no extension. */
const HEADER = Buffer.from('5047434f50590aff0d0a000000000000000000', 'hex');
const TRAILER = Buffer.from('ffff', 'hex');
/** Bytes after which a piece is handed over. Twice that is still too little to be mapped and unmapped each time. */
const PIECE = 48 * 1024;
/** Milliseconds and days between 1970 and 2000, where PostgreSQL's time begins. */
const EPOCH_MS = 946_684_800_000;

/**
 * Rows in the binary format of COPY, in pieces of some ten kilobytes.
 * Source: https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS
 */
export class BinaryCopy {
  readonly #done: Buffer[] = [];
  #buffer = Buffer.allocUnsafe(PIECE * 2);
  #used = HEADER.copy(this.#buffer);

  /** Begins a row of so many fields, which must follow. */
  row(fields: number): void {
    if (this.#used > PIECE) this.#cut();
    this.#room(2);
    this.#used = this.#buffer.writeInt16BE(fields, this.#used);
  }

  nothing(): void {
    this.#int32(-1);
  }

  int4(value: number): void {
    this.#int32(4);
    this.#int32(value);
  }

  /** A text, a name of an enumeration, or NULL. */
  text(value: string | null): void {
    if (value === null) this.nothing();
    else this.#sized(() => this.#write(value));
  }

  /** @param at epoch milliseconds */
  timestamptz(at: number): void {
    this.#int32(8);
    this.#room(8);
    this.#used = this.#buffer.writeBigInt64BE(BigInt(at - EPOCH_MS) * 1000n, this.#used);
  }

  texts(values: readonly string[]): void {
    this.#array(typeOid.text, values, (value) => this.#write(value));
  }

  int4s(values: readonly number[]): void {
    this.#array(typeOid.int4, values, (value) => {
      this.#room(4);
      this.#used = this.#buffer.writeInt32BE(value, this.#used);
    });
  }

  int2s(values: readonly number[]): void {
    this.#array(typeOid.int2, values, (value) => {
      this.#room(2);
      this.#used = this.#buffer.writeInt16BE(value, this.#used);
    });
  }

  bools(values: readonly boolean[]): void {
    this.#array(typeOid.bool, values, (value) => {
      this.#room(1);
      this.#used = this.#buffer.writeUInt8(value ? 1 : 0, this.#used);
    });
  }

  bytes(bytes: Uint8Array): void {
    this.#int32(bytes.length);
    this.#append(bytes);
  }

  /**
   * Texts in the wire's format already, of which some may be NULL.
   * @param elements of each its length as four bytes, then so many bytes; length -1 for NULL
   */
  textElements(count: number, elements: Uint8Array): void {
    this.#sized(() => {
      this.#shape(typeOid.text, count, true);
      this.#append(elements);
    });
  }

  /** All of it; nothing may be added any more. */
  end(): Buffer[] {
    this.#room(TRAILER.length);
    this.#used += TRAILER.copy(this.#buffer, this.#used);
    this.#cut();
    return this.#done;
  }

  #array<Value>(oid: number, values: readonly Value[], element: (value: Value) => void): void {
    this.#sized(() => {
      this.#shape(oid, values.length, false);
      for (const value of values) this.#sized(() => element(value));
    });
  }

  /** One dimension that begins at 1; an array without elements has none. */
  #shape(oid: number, count: number, nullable: boolean): void {
    this.#int32(count === 0 ? 0 : 1);
    this.#int32(nullable ? 1 : 0);
    this.#int32(oid);
    if (count === 0) return;
    this.#int32(count);
    this.#int32(1);
  }

  /** Writes the length of what `content` writes in front of it. */
  #sized(content: () => void): void {
    this.#int32(0);
    const start = this.#used;
    content();
    this.#buffer.writeInt32BE(this.#used - start, start - 4);
  }

  #append(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#buffer.set(bytes, this.#used);
    this.#used += bytes.length;
  }

  #write(text: string): void {
    this.#room(text.length * 3);
    this.#used += this.#buffer.write(text, this.#used);
  }

  #int32(value: number): void {
    this.#room(4);
    this.#used = this.#buffer.writeInt32BE(value, this.#used);
  }

  #room(bytes: number): void {
    if (this.#buffer.length - this.#used >= bytes) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#used + bytes));
    this.#buffer.copy(larger, 0, 0, this.#used);
    this.#buffer = larger;
  }

  #cut(): void {
    this.#done.push(this.#buffer.subarray(0, this.#used));
    this.#buffer = Buffer.allocUnsafe(PIECE * 2);
    this.#used = 0;
  }
}

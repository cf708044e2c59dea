/** A list of unsigned 32-bit numbers that grows without an object for each. */
export class GrowingList {
  length = 0;
  private values = new Uint32Array(16);

  push(value: number): void {
    this.reserve(this.length + 1);
    this.values[this.length] = value;
    this.length += 1;
  }

  /** Sets a value at any index; what lies between the end and it becomes `filler`. */
  set(index: number, value: number, filler: number): void {
    this.reserve(index + 1);
    while (this.length <= index) {
      this.values[this.length] = filler;
      this.length += 1;
    }
    this.values[index] = value;
  }

  /** The value at an index, or undefined beyond the end. */
  at(index: number): number | undefined {
    return index < this.length ? this.values[index] : undefined;
  }

  /** How many values, of a list in rising order, are less than `value`. */
  countBelow(value: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.values[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private reserve(length: number): void {
    if (length <= this.values.length) return;
    const grown = new Uint32Array(Math.max(length, this.values.length * 2));
    grown.set(this.values);
    this.values = grown;
  }
}

/** A list of floating-point numbers that grows without an object for each. */
export class GrowingFloats {
  length = 0;
  private values = new Float64Array(16);

  push(value: number): void {
    if (this.length === this.values.length) {
      const grown = new Float64Array(this.values.length * 2);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.length] = value;
    this.length += 1;
  }

  /** The value at an index; 0 beyond the end. */
  at(index: number): number {
    return index < this.length ? (this.values[index] ?? 0) : 0;
  }

  /** How many values, of a list in rising order, are less than `value`. */
  countBelow(value: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.values[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

import { createHash } from 'node:crypto';

/**
 * Remembers order numbers as 8-byte hashes, 16 to 32 bytes each, so that a file of millions of orders fits in memory.
 * With ten million orders two share a hash once in 300,000 files; the second is then refused, never mixed up.
 */
interface Seen {
  /** True the first time. */
  add(orderNo: string): boolean;
}

export function openSeen(): Seen {
  let slots = new Uint32Array(2 * 1024);
  let count = 0;

  return {
    add(orderNo) {
      const [high, low] = hash(orderNo);
      if (!place(slots, high, low)) return false;
      count += 1;
      if (count * 2 > slots.length / 2) slots = doubled(slots);
      return true;
    },
  };
}

/** `low` is odd, so that an empty slot, all zeros, is no hash. */
function hash(orderNo: string): [high: number, low: number] {
  const digest = createHash('sha256').update(orderNo).digest();
  return [digest.readUInt32LE(0), (digest.readUInt32LE(4) | 1) >>> 0];
}

/** Puts a hash in the first free slot from its own on; false when it is there already. */
function place(slots: Uint32Array, high: number, low: number): boolean {
  const mask = slots.length / 2 - 1;
  for (let slot = high & mask; ; slot = (slot + 1) & mask) {
    const at = slot * 2;
    if (slots[at + 1] === 0) {
      slots[at] = high;
      slots[at + 1] = low;
      return true;
    }
    if (slots[at] === high && slots[at + 1] === low) return false;
  }
}

function doubled(slots: Uint32Array): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(slots.length * 2);
  for (let at = 0; at < slots.length; at += 2) {
    const [high = 0, low = 0] = slots.subarray(at, at + 2);
    if (low !== 0) place(wider, high, low);
  }
  return wider;
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packetFlags } from './blocks';
import { readPcapng } from './reader';
import { PcapngWriter } from './writer';

const frame = Uint8Array.from({ length: 61 }, (_, at) => at);

function smallFile(): Uint8Array {
  const writer = new PcapngWriter();
  writer.section({ hardware: 'none', operatingSystem: 'none', application: 'a test' });
  const macAddress = Uint8Array.of(2, 0, 0, 0, 1, 10);
  writer.interface({ name: 'server:eth0', description: 'a server', macAddress, speed: 40e9 });
  writer.names([{ address: 0x0a000102, names: ['client', 'a client'] }]);
  const envelope = { interfaceIndex: 0, time: 225_006_080, flags: packetFlags.inbound, packetId: 7 };
  const write = (target: Uint8Array, at: number) => {
    target.set(frame, at);
  };
  writer.packet({ ...envelope, comments: ['lost — twice', 'another'] }, frame.length, write);
  writer.packet({ ...envelope, time: 2 ** 50 + 3, comments: [] }, 4, write);
  return writer.sink.take();
}

/** The same file in the other byte order: words of 4 bytes, or 2, or 8, as the format has them. */
function bigEndianFile(): Uint8Array {
  const words = [0x0a0d0d0a, 28, 0x1a2b3c4d, 0x00010000, 0xffffffff, 0xffffffff, 28];
  const description = [1, 20, 0x00010000, 0, 20];
  const packet = [6, 36, 0, 0, 1_500_000, 4, 60, 0xdeadbeef, 36];
  const file = new DataView(new ArrayBuffer((words.length + description.length + packet.length) * 4));
  [...words, ...description, ...packet].forEach((word, at) => file.setUint32(at * 4, word, false));
  return new Uint8Array(file.buffer);
}

describe('reading pcapng', () => {
  it('gives back what was written', () => {
    const read = readPcapng(smallFile());
    if (!read.ok) throw new Error(read.error.what);
    const { value } = read;
    expect(value.application).toBe('a test');
    expect(value.interfaces).toMatchObject([
      { name: 'server:eth0', description: 'a server', linkType: 1, speed: 40_000_000_000n },
    ]);
    expect(value.names).toEqual([{ address: 0x0a000102, names: ['client', 'a client'] }]);
    expect(value.packets).toEqual([
      {
        interfaceIndex: 0,
        time: 225_006_080n,
        bytes: frame,
        originalLength: 61,
        comments: ['lost — twice', 'another'],
        flags: packetFlags.inbound,
        packetId: 7n,
      },
      expect.objectContaining({ time: 2n ** 50n + 3n, bytes: frame.slice(0, 4), comments: [] }),
    ]);
  });

  it('follows the other byte order, and microseconds where no resolution is given', () => {
    const read = readPcapng(bigEndianFile());
    expect(read).toMatchObject({
      ok: true,
      value: {
        packets: [{ time: 1_500_000_000n, bytes: Uint8Array.of(0xde, 0xad, 0xbe, 0xef), originalLength: 60 }],
      },
    });
  });

  it('says of every truncation where the file breaks off, unless a block ends there', () => {
    const file = smallFile();
    let whole = 0;
    for (let length = 0; length < file.length; length += 1) {
      const read = readPcapng(file.subarray(0, length));
      if (read.ok) whole += 1;
      else expect(read.error.at).toBeLessThanOrEqual(length);
    }
    // Behind the section header, the interface, the names and the first packet.
    expect(whole).toBe(4);
  });

  it.each([
    ['another kind of file', 0, 0xd4, 0, 'no section header'],
    ['no byte-order magic', 8, 0, 8, 'no byte-order magic'],
    ['another version', 12, 2, 12, 'version 2'],
    ['a block longer than the file', 6, 0x10, 4, 'a multiple of 4 from 12 to'],
  ])('says what is wrong with %s', (_, at, value, where, says) => {
    const file = smallFile();
    file[at] = value;
    const read = readPcapng(file);
    if (read.ok) throw new Error('it was read');
    expect(read.error.at).toBe(where);
    expect(read.error.what + read.error.allowed).toContain(says);
  });

  it('never throws, whatever it is given', () => {
    const file = smallFile();
    const changes = fc.array(fc.tuple(fc.nat(file.length - 1), fc.integer({ min: 0, max: 255 })), {
      maxLength: 6,
    });
    const damaged = changes.map((list) => {
      const copy = Uint8Array.from(file);
      for (const [at, value] of list) copy[at] = value;
      return copy;
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 100 }), damaged), (bytes) => {
        expect(typeof readPcapng(bytes).ok).toBe('boolean');
      }),
      { numRuns: 1000 },
    );
  });
});

import {
  BlockType,
  byteOrderMagic,
  CommonOption,
  InterfaceOption,
  NameRecord,
  PacketFieldOption,
  secretsTlsKeyLog,
  SectionOption,
} from './blocks';
import type { ResolvedName } from './writer';

/** A capture file as it was read. */
export interface Capture {
  readonly application: string;
  readonly interfaces: readonly CapturedInterface[];
  readonly names: readonly ResolvedName[];
  readonly packets: readonly CapturedPacket[];
  /** Lines of key logs that open encrypted packets: all of them, in the order of their blocks. */
  readonly keyLog: string;
}

export interface CapturedInterface {
  readonly name: string;
  readonly description: string;
  readonly linkType: number;
  /** Bits per second; undefined where the file does not say. */
  readonly speed: bigint | undefined;
  /** Nanoseconds that one unit of its packets' timestamps counts, as a fraction. */
  readonly tick: { readonly numerator: bigint; readonly denominator: bigint };
}

export interface CapturedPacket {
  readonly interfaceIndex: number;
  /** Nanoseconds since 1970: real captures are past what a double counts exactly. */
  readonly time: bigint;
  readonly bytes: Uint8Array;
  readonly originalLength: number;
  readonly comments: readonly string[];
  readonly flags: number | undefined;
  readonly packetId: bigint | undefined;
}

/** Why a file cannot be read: where in it, what is there, what may be. */
export interface CaptureError {
  readonly at: number;
  readonly what: string;
  readonly allowed: string;
}

export type CaptureResult =
  { readonly ok: true; readonly value: Capture } | { readonly ok: false; readonly error: CaptureError };

/** Thrown within this file only. */
class Unreadable extends Error {
  constructor(readonly error: CaptureError) {
    super(error.what);
  }
}

function unreadable(at: number, what: string, allowed: string): never {
  throw new Unreadable({ at, what, allowed });
}

/** Block type, length, and length again. */
const smallestBlock = 12;
const decoder = new TextDecoder();

/** Reads a pcapng file of any byte order; blocks of kinds that are not known are passed over. Never throws. */
export function readPcapng(bytes: Uint8Array): CaptureResult {
  try {
    return { ok: true, value: new Reader(bytes).read() };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, error: error.error };
    throw error;
  }
}

interface Option {
  readonly code: number;
  readonly at: number;
  readonly length: number;
}

class Reader {
  private readonly view: DataView;
  private littleEndian = true;
  private application = '';
  private readonly interfaces: CapturedInterface[] = [];
  private readonly names: ResolvedName[] = [];
  private readonly packets: CapturedPacket[] = [];
  private keyLog = '';
  /** Interfaces are numbered from each section's start on. */
  private sectionInterfaces = 0;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  read(): Capture {
    const { bytes } = this;
    let at = 0;
    do at = this.readBlock(at);
    while (at < bytes.length);
    const { application, interfaces, names, packets, keyLog } = this;
    return { application, interfaces, names, packets, keyLog };
  }

  /** Reads one block and returns where the next begins. */
  private readBlock(at: number): number {
    const left = this.bytes.length - at;
    if (left < smallestBlock) unreadable(at, `${left} bytes`, 'a block, of at least 12 bytes');
    const type = this.view.getUint32(at, true);
    if (type === BlockType.sectionHeader) this.beginSection(at);
    else if (at === 0) unreadable(0, 'no section header', 'a pcapng file, which begins with 0a 0d 0d 0a');
    const length = this.u32(at + 4);
    if (length < smallestBlock || length % 4 !== 0 || length > left)
      unreadable(at + 4, `a block of ${length} bytes`, `a multiple of 4 from 12 to ${left}`);
    if (this.u32(at + length - 4) !== length)
      unreadable(at + length - 4, `a length of ${this.u32(at + length - 4)} at the block's end`, `${length}`);
    this.readBody(this.u32(at), at + 8, at + length - 4);
    return at + length;
  }

  private beginSection(at: number): void {
    const magic = this.view.getUint32(at + 8, true);
    const swapped = this.view.getUint32(at + 8, false);
    if (magic !== byteOrderMagic && swapped !== byteOrderMagic)
      unreadable(at + 8, 'no byte-order magic', '1a 2b 3c 4d, or its bytes the other way round');
    this.littleEndian = magic === byteOrderMagic;
    this.sectionInterfaces = this.interfaces.length;
  }

  private readBody(type: number, from: number, to: number): void {
    switch (type) {
      case BlockType.sectionHeader:
        this.readSection(from, to);
        break;
      case BlockType.interfaceDescription:
        this.readInterface(from, to);
        break;
      case BlockType.nameResolution:
        this.readNames(from, to);
        break;
      case BlockType.enhancedPacket:
        this.readPacket(from, to);
        break;
      case BlockType.decryptionSecrets:
        this.readSecrets(from, to);
        break;
    }
  }

  private readSection(from: number, to: number): void {
    this.need(from, to, 16);
    if (this.u16(from + 4) !== 1) unreadable(from + 4, `version ${this.u16(from + 4)}`, 'version 1');
    this.application = this.text(this.options(from + 16, to), SectionOption.application);
  }

  private readInterface(from: number, to: number): void {
    this.need(from, to, 8);
    const options = this.options(from + 8, to);
    const speed = find(options, InterfaceOption.speed, 8);
    const resolution = find(options, InterfaceOption.timestampResolution, 1);
    this.interfaces.push({
      name: this.text(options, InterfaceOption.name),
      description: this.text(options, InterfaceOption.description),
      linkType: this.u16(from),
      speed: speed && this.view.getBigUint64(speed.at, this.littleEndian),
      tick: tickOf(resolution ? this.bytes[resolution.at]! : 6),
    });
  }

  private readNames(from: number, to: number): void {
    for (const { code, at, length } of this.options(from, to)) {
      if (code !== NameRecord.ipv4 || length < 4) continue;
      const names = decoder.decode(this.bytes.subarray(at + 4, at + length)).split('\0');
      this.names.push({
        address: this.view.getUint32(at, false),
        names: names.filter((name) => name !== ''),
      });
    }
  }

  private readPacket(from: number, to: number): void {
    this.need(from, to, 20);
    const interfaceIndex = this.sectionInterfaces + this.u32(from);
    const captured = this.u32(from + 12);
    const description = this.interfaces[interfaceIndex];
    if (!description)
      unreadable(from, `interface ${this.u32(from)}`, 'the number of an interface described before');
    if (captured > to - from - 20)
      unreadable(from + 12, `a packet of ${captured} bytes`, `at most ${to - from - 20} bytes`);
    const ticks = (BigInt(this.u32(from + 4)) << 32n) + BigInt(this.u32(from + 8));
    const options = this.options(from + 20 + captured + (-captured & 3), to);
    const flags = find(options, PacketFieldOption.flags, 4);
    const packetId = find(options, PacketFieldOption.packetId, 8);
    this.packets.push({
      interfaceIndex,
      time: (ticks * description.tick.numerator) / description.tick.denominator,
      bytes: this.bytes.slice(from + 20, from + 20 + captured),
      originalLength: this.u32(from + 16),
      comments: options
        .filter((option) => option.code === CommonOption.comment)
        .map((option) => this.optionText(option)),
      flags: flags && this.u32(flags.at),
      packetId: packetId && this.view.getBigUint64(packetId.at, this.littleEndian),
    });
  }

  /** Secrets of kinds that are not known are passed over. */
  private readSecrets(from: number, to: number): void {
    this.need(from, to, 8);
    const length = this.u32(from + 4);
    if (length > to - from - 8)
      unreadable(from + 4, `secrets of ${length} bytes`, `at most ${to - from - 8} bytes`);
    if (this.u32(from) === secretsTlsKeyLog)
      this.keyLog += decoder.decode(this.bytes.subarray(from + 8, from + 8 + length));
  }

  /** Options, or name records, up to their end mark or the block's end. */
  private options(from: number, to: number): Option[] {
    const options: Option[] = [];
    let at = from;
    while (at + 4 <= to) {
      const code = this.u16(at);
      const length = this.u16(at + 2);
      if (code === CommonOption.endOfOptions) break;
      if (at + 4 + length > to)
        unreadable(at + 2, `an option of ${length} bytes`, `at most ${to - at - 4} bytes`);
      options.push({ code, at: at + 4, length });
      at += 4 + length + (-length & 3);
    }
    return options;
  }

  private need(from: number, to: number, count: number): void {
    if (to - from < count)
      unreadable(from, `a block's body of ${to - from} bytes`, `at least ${count} bytes`);
  }
  private text(options: readonly Option[], code: number): string {
    const option = options.find((candidate) => candidate.code === code);
    return option ? this.optionText(option) : '';
  }
  private optionText({ at, length }: Option): string {
    return decoder.decode(this.bytes.subarray(at, at + length));
  }
  private u16(at: number): number {
    return this.view.getUint16(at, this.littleEndian);
  }
  private u32(at: number): number {
    return this.view.getUint32(at, this.littleEndian);
  }
}

function find(options: readonly Option[], code: number, length: number): Option | undefined {
  return options.find((option) => option.code === code && option.length === length);
}

/** if_tsresol: the most significant bit tells a negative power of 2 from one of 10. */
function tickOf(resolution: number): { numerator: bigint; denominator: bigint } {
  const base = resolution & 0x80 ? 2n : 10n;
  return { numerator: 1_000_000_000n, denominator: base ** BigInt(resolution & 0x7f) };
}

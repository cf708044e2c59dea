import {
  BlockType,
  byteOrderMagic,
  CommonOption,
  InterfaceOption,
  linkTypeEthernet,
  NameRecord,
  PacketFieldOption,
  secretsTlsKeyLog,
  SectionOption,
} from './blocks';
import { ByteSink } from './byte-sink';

/** The file's first block: what made it. */
export interface SectionDescription {
  readonly hardware: string;
  readonly operatingSystem: string;
  readonly application: string;
}

export interface InterfaceDescription {
  readonly name: string;
  readonly description: string;
  readonly macAddress: Uint8Array;
  /** Bits per second. */
  readonly speed: number;
}

/** An address and the names that stand for it. */
export interface ResolvedName {
  readonly address: number;
  readonly names: readonly string[];
}

/** What an Enhanced Packet Block has besides the frame's bytes. */
export interface PacketEnvelope {
  /** Index of the interface, in the order written. */
  readonly interfaceIndex: number;
  /** Nanoseconds since the epoch. */
  readonly time: number;
  readonly flags: number;
  readonly packetId: number;
  readonly comments: readonly string[];
}

/** Nanoseconds: 10 to the power of minus 9. */
const nanosecondResolution = 9;
const encoder = new TextEncoder();

/** Writes pcapng blocks, little-endian, into a sink that the caller empties. */
export class PcapngWriter {
  constructor(readonly sink: ByteSink = new ByteSink(1 << 20)) {}

  section(section: SectionDescription): void {
    const start = this.begin(BlockType.sectionHeader);
    const { sink } = this;
    sink.u32(byteOrderMagic);
    sink.u16(1);
    sink.u16(0);
    // Section length -1: not given, a reader finds the end itself.
    sink.u32(0xffffffff);
    sink.u32(0xffffffff);
    this.textOption(SectionOption.hardware, section.hardware);
    this.textOption(SectionOption.operatingSystem, section.operatingSystem);
    this.textOption(SectionOption.application, section.application);
    this.endOptions();
    this.end(start);
  }

  interface(description: InterfaceDescription): void {
    const start = this.begin(BlockType.interfaceDescription);
    const { sink } = this;
    sink.u16(linkTypeEthernet);
    sink.u16(0);
    // Snap length 0: frames are whole.
    sink.u32(0);
    this.textOption(InterfaceOption.name, description.name);
    this.textOption(InterfaceOption.description, description.description);
    this.option(InterfaceOption.macAddress, description.macAddress);
    this.header(InterfaceOption.speed, 8);
    sink.u64(description.speed);
    this.option(InterfaceOption.timestampResolution, Uint8Array.of(nanosecondResolution));
    this.endOptions();
    this.end(start);
  }

  /** Addresses in network byte order, each with its names, zero-terminated. */
  names(resolved: readonly ResolvedName[]): void {
    const start = this.begin(BlockType.nameResolution);
    const { sink } = this;
    for (const { address, names } of resolved) {
      const text = encoder.encode(names.map((name) => `${name}\0`).join(''));
      this.header(NameRecord.ipv4, 4 + text.length);
      sink.put(Uint8Array.of(address >>> 24, address >>> 16, address >>> 8, address));
      sink.put(text);
      sink.pad(start);
    }
    sink.u32(NameRecord.end);
    this.end(start);
  }

  /** Secrets that open packets which follow: lines of a key log. */
  secrets(keyLog: string): void {
    const text = encoder.encode(keyLog);
    const start = this.begin(BlockType.decryptionSecrets);
    const { sink } = this;
    sink.u32(secretsTlsKeyLog);
    sink.u32(text.length);
    sink.put(text);
    sink.pad(start);
    this.endOptions();
    this.end(start);
  }

  /**
   * A frame of `length` bytes, which `write` puts at an offset of the sink's bytes. Written this way, no frame is
   * copied from a buffer of its own.
   */
  packet(envelope: PacketEnvelope, length: number, write: (target: Uint8Array, at: number) => unknown): void {
    const start = this.begin(BlockType.enhancedPacket);
    const { sink } = this;
    sink.u32(envelope.interfaceIndex);
    sink.u32(Math.floor(envelope.time / 0x100000000));
    sink.u32(envelope.time % 0x100000000);
    sink.u32(length);
    sink.u32(length);
    sink.reserve(length);
    write(sink.bytes, sink.length);
    sink.length += length;
    sink.pad(start);
    this.header(PacketFieldOption.flags, 4);
    sink.u32(envelope.flags);
    this.header(PacketFieldOption.packetId, 8);
    sink.u64(envelope.packetId);
    for (const comment of envelope.comments) this.textOption(CommonOption.comment, comment);
    this.endOptions();
    this.end(start);
  }

  private begin(type: number): number {
    const start = this.sink.length;
    this.sink.u32(type);
    this.sink.u32(0);
    return start;
  }

  /** The block's length stands at both its ends. */
  private end(start: number): void {
    const length = this.sink.length + 4 - start;
    this.sink.setU32(start + 4, length);
    this.sink.u32(length);
  }

  private header(code: number, length: number): void {
    this.sink.u16(code);
    this.sink.u16(length);
  }

  private option(code: number, value: Uint8Array): void {
    const start = this.sink.length;
    this.header(code, value.length);
    this.sink.put(value);
    this.sink.pad(start);
  }

  private textOption(code: number, text: string): void {
    this.option(code, encoder.encode(text));
  }

  private endOptions(): void {
    this.header(CommonOption.endOfOptions, 0);
  }
}

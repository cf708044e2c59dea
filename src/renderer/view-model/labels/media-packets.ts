/** An RTP packet's header (RFC 3550 section 5.1), as the bytes that its application wrote tell it. */
export interface MediaPacket {
  readonly payloadType: number;
  /** Of video: the packet is its frame's last one. */
  readonly marker: boolean;
  readonly sequence: number;
  readonly timestamp: number;
  readonly source: number;
}

const headerBytes = 12;
/** RFC 4571 section 2: over TCP, two bytes of length stand before each packet. */
const framingBytes = 2;
const version = 2;

/** The RTP header that a text is, with or without the framing of TCP before it; undefined for any other text. */
export function mediaPacketIn(text: string): MediaPacket | undefined {
  const start = text.length - headerBytes;
  if (start !== 0 && start !== framingBytes) return undefined;
  const byte = (at: number) => text.charCodeAt(start + at) & 255;
  const word = (at: number, bytes: number) =>
    Array.from({ length: bytes }, (_, index) => byte(at + index)).reduce((sum, one) => sum * 256 + one, 0);
  if (byte(0) >>> 6 !== version) return undefined;
  return {
    payloadType: byte(1) & 127,
    marker: byte(1) >>> 7 === 1,
    sequence: word(2, 2),
    timestamp: word(4, 4),
    source: word(8, 4),
  };
}

/** As the list shows it: `PT=96 SSRC=0x484f5000 Seq=12 Time=21600 Mark`. */
export function mediaInfo({ payloadType, marker, sequence, timestamp, source }: MediaPacket): string {
  const fields = `PT=${payloadType} SSRC=0x${source.toString(16)} Seq=${sequence} Time=${timestamp}`;
  return marker ? `${fields} Mark` : fields;
}

/** As the stage shows it, by the frames' numbers from 1: `frame 13`, `frame 13 +1`. */
export function mediaName(packets: readonly MediaPacket[]): string | undefined {
  const [first] = packets;
  if (!first) return undefined;
  return `frame ${first.sequence + 1}${packets.length > 1 ? ` +${packets.length - 1}` : ''}`;
}

import { latin1Bytes, write16 } from '../../encoding/octets';
import type { Application } from '../definition/application';
import type { Message } from '../definition/message';
import { dissectRtpIn } from './rtp-dissection';
import { encodeRtpHeader, rtpFramingBytes, rtpHeaderBytes, rtpHeaderIn, type RtpHeader } from './rtp-packet';

/** RFC 3551 section 6: the first of the dynamic payload types. */
const payloadType = 96;
/** RFC 3551 section 5: video counts time at 90 kHz. */
const clockRate = 90_000;
/** What the lab's flows are called by: SSRCs from here on. */
const firstSource = 0x484f5000;

/** Media in real time: RFC 3550; over TCP, framed by RFC 4571. */
export const rtp: Application = {
  name: 'rtp',
  title: 'RTP',
  carriers: ['udp', 'tcp'],
  colours: ['http-request', 'http-response'],
  filter: {
    name: 'rtp',
    says: 'carries the beginning of an RTP packet',
    fields: [
      { name: 'rtp.seq', says: 'sequence number of an RTP packet that begins in it', type: 'number' },
      { name: 'rtp.timestamp', says: 'timestamp of an RTP packet that begins in it', type: 'number' },
    ],
  },
  dissect: dissectRtpIn,
  messagesIn: ({ text }) => {
    const header = rtpHeaderIn(latin1Bytes(text));
    return header ? [messageOf(header)] : [];
  },
  frames: {
    // RFC 3550 section 11: even ports, 5004 being the registered one.
    firstPort: 5004,
    headerBytes: (carrier) => rtpHeaderBytes + (carrier === 'tcp' ? rtpFramingBytes : 0),
    header: ({ number, time, flow, payloadBytes }, carrier) => {
      const header = encodeRtpHeader({
        payloadType,
        marker: true,
        sequence: number & 0xffff,
        timestamp: Math.round((time * clockRate) / 1e9) >>> 0,
        source: firstSource + flow,
        contributors: [],
      });
      return carrier === 'tcp' ? framed(header, payloadBytes) : header;
    },
  },
};

/** RFC 4571 section 2: a length ahead of each packet in a byte stream. */
function framed(header: Uint8Array, payloadBytes: number): Uint8Array {
  const bytes = new Uint8Array(rtpFramingBytes + header.length);
  write16(bytes, 0, header.length + payloadBytes);
  bytes.set(header, rtpFramingBytes);
  return bytes;
}

/** `frame 13`, by the frames' numbers from 1; `PT=96 SSRC=0x484f5000 Seq=12 Time=21600 Mark`. */
function messageOf({ payloadType: type, marker, sequence, timestamp, source }: RtpHeader): Message {
  const fields = `PT=${type} SSRC=0x${source.toString(16)} Seq=${sequence} Time=${timestamp}`;
  return {
    short: `frame ${sequence + 1}`,
    long: marker ? `${fields} Mark` : fields,
    weight: 'head',
    values: { 'rtp.seq': sequence, 'rtp.timestamp': timestamp },
  };
}

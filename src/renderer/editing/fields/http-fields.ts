import type { Http2Settings, QuicSettings, ServerTls } from '../../../shared/lab/document';
import { resolveHttp2, resolveQuic, resolveServerTls } from '../../../shared/protocols/protocol-parameters';
import type { FieldGroup } from './parameter-field';
import { congestionControls } from '../../../shared/policies/congestion/list';
import { settingFields } from './setting-fields';

const tls = settingFields<keyof ServerTls>('tls');
const tlsDefaults = resolveServerTls();

export const serverTlsFields: FieldGroup = {
  title: 'TLS',
  fields: [
    {
      path: tls.path('versions'),
      label: 'TLS versions',
      hint: 'The newest that both ends speak is used. QUIC needs 1.3 (RFC 9001, section 4.2).',
      input: {
        kind: 'several',
        choices: [
          { value: '1.3', label: 'TLS 1.3' },
          { value: '1.2', label: 'TLS 1.2' },
        ],
        byDefault: ['1.3', '1.2'],
      },
    },
    tls.size('certificate', tlsDefaults.certificateBytes, {
      label: 'Certificate chain',
      hint: 'Bytes that it sends to say who it is. QUIC may send three times what it received until then.',
    }),
    tls.whole('tickets', tlsDefaults.tickets, {
      label: 'Session tickets',
      hint: 'Given out after a handshake, for return visits (RFC 8446, section 4.6.1). 0: none is resumed.',
    }),
    tls.onOff('earlyData', tlsDefaults.acceptsEarlyData, {
      label: 'Takes early data',
      hint: '0-RTT: who repeats those bytes is answered too (RFC 8446, section 8). Off: refused, sent again.',
    }),
    tls.duration('handshakeTime', tlsDefaults.processing, {
      label: 'Time to sign',
      hint: 'Processor time of a full handshake.',
    }),
    tls.duration('resumptionTime', tlsDefaults.processingResumed, {
      label: 'Time to resume',
      hint: 'Processor time of a handshake that resumes a session.',
    }),
  ],
};

export const clientTlsFields: FieldGroup = {
  title: 'TLS',
  fields: [
    settingFields<'handshakeTime'>('tls').duration('handshakeTime', 0, {
      label: 'Time to check',
      hint: "Processor time from the server's flight to its own second one: certificates, keys.",
    }),
  ],
};

const http2 = settingFields<keyof Http2Settings>('http2');
const http2Defaults = resolveHttp2();

const http2Fields: FieldGroup = {
  title: 'HTTP/2',
  fields: [
    http2.size('connectionWindow', http2Defaults.connectionWindow, {
      label: 'Connection window',
      hint: 'What the other end may send on all streams before it is told more (RFC 9113, section 5.2).',
    }),
    http2.size('streamWindow', http2Defaults.streamWindow, {
      label: 'Stream window',
      hint: 'The same of each stream.',
    }),
    http2.whole('maximumStreams', http2Defaults.maximumStreams, {
      label: 'Streams at once',
      hint: 'SETTINGS_MAX_CONCURRENT_STREAMS: more requests wait.',
    }),
    http2.whole('maximumFrame', http2Defaults.maximumFrame, {
      label: 'Largest frame taken',
      hint: 'SETTINGS_MAX_FRAME_SIZE, bytes.',
    }),
    http2.size('dataFrame', http2Defaults.dataFrame, {
      label: 'DATA frames sent',
      hint: 'The largest: how finely responses are interleaved.',
    }),
  ],
};

const quic = settingFields<keyof QuicSettings>('quic');
const quicDefaults = resolveQuic();

const quicFields: FieldGroup = {
  title: 'QUIC',
  fields: [
    quic.size('connectionWindow', quicDefaults.maximumData, {
      label: 'Connection window',
      hint: 'MAX_DATA: what the other end may send on all streams before it is told more (RFC 9000, section 4).',
    }),
    quic.size('streamWindow', quicDefaults.maximumStreamData, {
      label: 'Stream window',
      hint: 'MAX_STREAM_DATA: the same of each stream.',
    }),
    quic.whole('maximumStreams', quicDefaults.maximumStreams, {
      label: 'Streams at once',
      hint: 'MAX_STREAMS: more requests wait.',
    }),
    {
      path: quic.path('congestionControl'),
      label: 'Algorithm',
      hint: congestionControls.hint,
      input: {
        kind: 'choice',
        byDefault: quicDefaults.congestionControl,
        choices: congestionControls.choices,
      },
    },
    quic.whole('initialWindow', quicDefaults.initialWindow, {
      label: 'Initial window',
      hint: 'Datagrams that may be sent before the first acknowledgement (RFC 9002, section 7.2).',
    }),
    quic.whole('datagramSize', `${quicDefaults.maximumDatagram}, or what the way takes`, {
      label: 'Datagram size',
      hint: 'Largest UDP payload that it sends, bytes; 1200 at least (RFC 9000, section 14).',
    }),
    quic.duration('acknowledgementDelay', quicDefaults.maximumAckDelay, {
      label: 'Delayed ACK',
      hint: 'Longest that an acknowledgement waits for a second packet (max_ack_delay).',
    }),
    quic.duration('initialRoundTrip', quicDefaults.initialRoundTrip, {
      label: 'Assumed round trip',
      hint: 'Before one was measured (RFC 9002, section 6.2.2).',
    }),
    quic.duration('idleTimeout', quicDefaults.idleTimeout, {
      label: 'Idle timeout',
      hint: 'Silence after which a connection is given up (RFC 9000, section 10.1).',
    }),
  ],
};

/** The parameters of HTTP/2 and QUIC that clients and servers have alike. */
export const httpFieldGroups: readonly FieldGroup[] = [http2Fields, quicFields];

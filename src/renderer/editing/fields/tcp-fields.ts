import { resolveTcp } from '../../../shared/protocols/tcp-parameters';
import { timeWaitPresets, type TcpSettings } from '../../../shared/lab/document';
import { formatDuration } from '../../../shared/units/units';
import type { FieldGroup, ParameterField } from './parameter-field';
import { congestionControls } from '../../../shared/policies/congestion/list';
import { settingFields } from './setting-fields';

const defaults = resolveTcp();

const { path, duration, size, whole, onOff } = settingFields<keyof TcpSettings>('tcp');

const segments: FieldGroup = {
  title: 'Segments and windows',
  fields: [
    whole('maximumSegmentSize', 'MTU less 40', {
      label: 'Maximum segment size',
      hint: 'Largest payload that it announces in its SYN, bytes (RFC 9293, section 3.7.1).',
    }),
    {
      path: path('windowScale'),
      label: 'Window scale',
      hint: 'Shift of the window field (RFC 7323, section 2). Off: no window beyond 64 kB.',
      input: {
        kind: 'choice',
        byDefault: defaults.windowScale,
        choices: [
          { value: false, label: 'Off' },
          ...Array.from({ length: 15 }, (_, shift) => ({ value: shift, label: String(shift) })),
        ],
      },
    },
    size('receiveBuffer', defaults.receiveBuffer, {
      label: 'Receive buffer',
      hint: 'What it can hold for the application: the largest window that it offers.',
    }),
    size('sendBuffer', defaults.sendBuffer, { label: 'Send buffer' }),
    onOff('timestamps', defaults.timestamps, { label: 'Timestamps', hint: 'RFC 7323, section 3.' }),
    onOff('selectiveAcknowledgement', defaults.selectiveAcknowledgement, {
      label: 'Selective ACK',
      hint: 'Tells which later data has arrived (RFC 2018).',
    }),
  ],
};

const acknowledging: FieldGroup = {
  title: 'Acknowledging',
  fields: [
    duration('delayedAcknowledgement', defaults.delayedAcknowledgement, {
      label: 'Delayed ACK',
      hint: 'Longest that an acknowledgement waits for company. 0ms acknowledges every segment at once.',
    }),
    whole('quickAcknowledgements', defaults.quickAcknowledgements, {
      label: 'Quick ACKs',
      hint: 'Segments acknowledged at once after the start of a connection, as Linux does.',
    }),
    onOff('nagle', defaults.nagle, {
      label: 'Nagle',
      hint: 'Holds small segments back while data is unacknowledged (RFC 9293, section 3.7.4).',
    }),
  ],
};

const congestion: FieldGroup = {
  title: 'Congestion control',
  fields: [
    {
      path: path('congestionControl'),
      label: 'Algorithm',
      hint: congestionControls.hint,
      input: {
        kind: 'choice',
        byDefault: defaults.congestionControl,
        choices: congestionControls.choices,
      },
    },
    whole('initialWindow', defaults.initialWindow, {
      label: 'Initial window',
      hint: 'Segments that may be sent before the first acknowledgement (RFC 6928).',
    }),
    onOff('tailLossProbe', defaults.tailLossProbe, {
      label: 'Tail loss probe',
      hint: 'Resends the last segment before the timeout would (RFC 8985, section 7).',
    }),
    onOff('explicitCongestionNotification', defaults.explicitCongestionNotification, {
      label: 'ECN',
      hint: 'Explicit congestion notification (RFC 3168).',
    }),
  ],
};

const retransmission: FieldGroup = {
  title: 'Retransmission',
  fields: [
    duration('initialRetransmissionTimeout', defaults.initialRetransmissionTimeout, {
      label: 'Initial timeout',
      hint: 'Before a round trip was measured (RFC 6298, section 2.1).',
    }),
    duration('minimumRetransmissionTimeout', defaults.minimumRetransmissionTimeout, {
      label: 'Shortest timeout',
    }),
    duration('maximumRetransmissionTimeout', defaults.maximumRetransmissionTimeout, {
      label: 'Longest timeout',
    }),
    whole('synRetries', defaults.synRetries, { label: 'SYN retries' }),
    whole('synLinearTimeouts', defaults.synLinearTimeouts, {
      label: 'Even SYN retries',
      hint: 'Before those whose distances double, as in Linux since 6.5.',
    }),
    whole('synAckRetries', defaults.synAckRetries, { label: 'SYN-ACK retries' }),
    whole('retries', defaults.retries, { label: 'Data retries' }),
  ],
};

const presetNames = { linux: 'Linux', rfc9293: 'RFC 9293', seed: 'Textbook' } as const;

const closing: FieldGroup = {
  title: 'Closing and ports',
  fields: [
    {
      path: path('timeWait'),
      label: 'TIME-WAIT',
      hint: 'How long the side that closed first holds the connection (RFC 9293, section 3.6.1: twice the MSL).',
      byDefault: formatDuration(defaults.timeWait),
      input: {
        kind: 'text',
        suggestions: Object.entries(timeWaitPresets).map(([value, held]) => ({
          value,
          label: `${presetNames[value as keyof typeof presetNames]} ${held}`,
        })),
      },
    },
    onOff('timeWaitReuse', defaults.timeWaitReuse, {
      label: 'Reuse TIME-WAIT',
      hint: 'A new connection may take a held four-tuple (RFC 6191).',
    }),
    ...(['from', 'to'] as const).map((end): ParameterField => ({
      path: ['tcp', 'ephemeralPorts', end],
      label: end === 'from' ? 'First own port' : 'Last own port',
      hint: 'Ephemeral ports: what it opens connections from.',
      input: { kind: 'whole' },
      byDefault: String(defaults.ephemeralPorts[end]),
      whole: { parts: defaults.ephemeralPorts, areDefaults: true },
    })),
    whole('sourceAddresses', defaults.sourceAddresses, {
      label: 'Own addresses',
      hint: 'Connections are opened from each in turn, and each has the whole range of ports to itself.',
    }),
  ],
};

/** What Linux takes once keep-alive is on. */
const keepAliveValues = { idle: '2h', interval: '75s', probes: 9 };
const keepAlive: FieldGroup = {
  title: 'Keep-alive',
  fields: (['idle', 'interval', 'probes'] as const).map((part) => ({
    path: ['tcp', 'keepAlive', part],
    label: { idle: 'Idle before', interval: 'Between probes', probes: 'Probes' }[part],
    hint: 'Probes of an idle connection (RFC 9293, section 3.8.4); off until one of these is entered.',
    input: part === 'probes' ? { kind: 'whole' } : { kind: 'text' },
    byDefault: 'off',
    whole: { parts: keepAliveValues, areDefaults: false },
  })),
};

const listening: FieldGroup = {
  title: 'Listening',
  fields: [
    whole('synBacklog', defaults.synBacklog, {
      label: 'SYN backlog',
      hint: 'Handshakes that may be half done at once.',
    }),
    whole('acceptQueue', defaults.acceptQueue, {
      label: 'Accept queue',
      hint: 'Finished handshakes that wait for the application.',
    }),
    onOff('synCookies', defaults.synCookies, {
      label: 'SYN cookies',
      hint: 'Answers beyond the backlog without remembering (RFC 4987, section 3.6).',
    }),
    {
      path: path('acceptOverflow'),
      label: 'When the queue is full',
      input: {
        kind: 'choice',
        byDefault: defaults.acceptOverflow,
        choices: [
          { value: 'drop', label: 'Drop the ACK' },
          { value: 'reset', label: 'Send RST' },
        ],
      },
    },
  ],
};

/** TCP's parameters of a host, in groups. Defaults are those that the engine takes. */
export const tcpFieldGroups: readonly FieldGroup[] = [
  segments,
  acknowledging,
  congestion,
  retransmission,
  closing,
  keepAlive,
];
export const listeningFields: FieldGroup = listening;

import { httpMeasureDescriptions } from './http-measures';
import { measure, type MeasureDescription } from './measure-description';

export * from './measure-description';

/**
 * What can be measured of a run, by name: the figures that claims are held against. How each is taken stands in
 * `src/engine/measure`; docs/summary.md lists them all.
 */
export const measureDescriptions = {
  'request-first-byte-at-server': measure(
    'workload',
    'duration',
    "from the first request's start (the click) to the moment its first byte is handed to the server's application",
  ),
  'request-first-byte-less-serialisation': measure(
    'workload',
    'duration',
    'the same, less the serialisation of each frame on its chain of causes (SYN, SYN-ACK and the request, on every link) and the waits for a busy transmitter: what distance alone costs',
  ),
  'request-first-byte-serialisation': measure(
    'workload',
    'duration',
    'what was taken off there: serialisation and waits along the chain of causes of the first byte at the server',
  ),
  'first-response-byte': measure(
    'workload',
    'duration',
    "from the first request's start to the moment the first byte of its response is handed to the client's application",
  ),
  'handshake-time': measure(
    'workload',
    'duration',
    "on the first request's connection: from the client's first SYN to ESTABLISHED at the client",
  ),
  'segments-before-data': measure(
    'workload',
    'count',
    "segments that both ends of the first request's connection sent before the first one with payload, repeats included",
  ),
  'syn-retransmissions': measure(
    'workload',
    'count',
    'SYN segments sent again, on all connections of the workload',
  ),
  'closed-first-by': measure(
    'workload',
    'text',
    "the device that sent the first FIN on the first request's connection",
  ),
  'time-wait-holder': measure(
    'workload',
    'text',
    "the device that entered TIME-WAIT on the first request's connection; both, in the document's order, after a simultaneous close",
  ),
  'time-wait-duration': measure(
    'workload',
    'duration',
    "how long TIME-WAIT lasted on the first request's connection, from entering it to CLOSED; nothing while it lasts",
  ),
  'connection-count': measure('workload', 'count', 'connections that the workload opened'),
  'request-count': measure('workload', 'count', 'requests started'),
  'response-count': measure('workload', 'count', 'responses wholly read'),
  'failure-count': measure('workload', 'count', 'requests that failed'),
  'response-time-p50': measure(
    'workload',
    'duration',
    "median of the time from a request's start to its whole response (nearest rank)",
  ),
  'response-time-p90': measure('workload', 'duration', '90th percentile of the same (nearest rank)'),
  'response-time-p99': measure('workload', 'duration', '99th percentile of the same (nearest rank)'),
  'response-time-max': measure('workload', 'duration', 'the longest of the same'),
  throughput: measure(
    'workload',
    'rate',
    "bytes of responses handed to the client's application, from the first request's start to the last byte handed over",
  ),
  retransmissions: measure(
    'workload',
    'count',
    'segments sent again by either end, on all connections of the workload, for whatever reason',
  ),
  responses: measure('run', 'count', 'responses wholly read, over all workloads'),
  failures: measure('run', 'count', 'requests that failed, over all workloads'),
  'slowest-response': measure(
    'run',
    'duration',
    "the longest time from a request's start to its whole response, over all workloads",
  ),
  drops: measure('run', 'count', 'packets lost or discarded anywhere'),
  'link-drops': measure('link', 'count', 'packets lost on the link, or refused by its queues'),
  'link-peak-utilisation': measure(
    'link',
    'share',
    'busy share of the busier direction in its busiest window of 100 ms',
  ),
  'queue-peak': measure('link', 'count', 'most frames that waited at once in one direction'),
  'queue-wait-max': measure('link', 'duration', 'longest that a frame waited before its first bit left'),
  'device-drops': measure('device', 'count', 'packets that the device discarded'),
  'ports-in-use-peak': measure(
    'device',
    'count',
    'most local ports that the device held at once as the opener of connections to one address and port, TIME-WAIT included',
  ),
  'time-wait-peak': measure('device', 'count', 'most connections that the device held in TIME-WAIT at once'),
  'ports-exhausted-after': measure(
    'workload',
    'duration',
    "from the first request's start to the first request that found no free port (EADDRNOTAVAIL)",
  ),
  'port-failures': measure('workload', 'count', 'requests that found no free port (EADDRNOTAVAIL)'),
  'handshakes-per-request': measure(
    'workload',
    'count',
    'handshakes that the client saw finished, divided by responses wholly read',
  ),
  'handshake-time-max': measure(
    'workload',
    'duration',
    'the longest handshake of all connections of the workload: from the first SYN to ESTABLISHED at the client',
  ),
  'handshake-time-total': measure(
    'workload',
    'duration',
    'all these handshakes added up: what the users waited together before a byte of theirs could move',
  ),
  'segments-before-any-data': measure(
    'run',
    'count',
    'segments that all devices sent before the first one with payload was sent anywhere',
  ),
  'response-round-trips': measure(
    'workload',
    'count',
    "from handing the first request to TCP to its whole response, divided by the handshake's time on its connection: round trips that the transfer took",
  ),
  'first-repair': measure(
    'workload',
    'text',
    'why the first segment that was sent again was sent again: a reason of docs/trace.md, such as fast retransmission',
  ),
  'recovery-time': measure(
    'workload',
    'duration',
    'from the sending of that segment for the first time to its being sent again: how long the loss went unrepaired',
  ),
  'client-states': measure(
    'workload',
    'text',
    "the states that the client's end of the first request's connection went through, with commas between them",
  ),
  'server-states': measure('workload', 'text', "the same of the server's end"),
  'client-end-event': measure(
    'workload',
    'text',
    "what ended the first request's connection at the client: the event by which its end came to CLOSED or TIME-WAIT, such as TIMEOUT.USER; nothing while it is open",
  ),
  'half-open-time': measure(
    'workload',
    'duration',
    "from the crash of one end of the first request's connection to the other end's leaving it: how long that end believed in a connection that was no more; nothing while it does",
  ),
  'syn-backlog-peak': measure(
    'device',
    'count',
    'most connections that the device held half open (SYN-RECEIVED) at once; a SYN cookie holds none',
  ),
  'syn-backlog-drops': measure(
    'device',
    'count',
    'SYNs that the device dropped because its backlog was full',
  ),
  'accept-queue-drops': measure(
    'device',
    'count',
    'SYNs and last ACKs of handshakes that the device dropped because its accept queue was full',
  ),
  ...httpMeasureDescriptions,
} as const satisfies Readonly<Record<string, MeasureDescription>>;

export type MeasureName = keyof typeof measureDescriptions;

export const measureNames = Object.keys(measureDescriptions) as readonly MeasureName[];

/** What is known of a measure, or undefined for a name that is none. */
export function findMeasure(name: string): MeasureDescription | undefined {
  return Object.hasOwn(measureDescriptions, name) ? measureDescriptions[name as MeasureName] : undefined;
}

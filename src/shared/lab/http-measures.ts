import { measure, type MeasureDescription } from './measure-description';

/** What can be measured of HTTP's versions, of TLS, QUIC and calls. */
export const httpMeasureDescriptions = {
  'round-trips-before-request': measure(
    'workload',
    'count',
    "from the first request's start to the moment it is handed to the transport, in round trips: divided by what distance alone costs there and back",
  ),
  'round-trips-to-server': measure(
    'workload',
    'count',
    "from the first request's start to the moment the server's application has its first byte, in the same round trips",
  ),
  'first-usable-byte': measure(
    'workload',
    'duration',
    "from the first request's start to the first byte of any response that the client's application can use: in order, and opened by TLS",
  ),
  'page-complete': measure(
    'workload',
    'duration',
    "from the first request's start to the end of its last response; nothing while one is missing",
  ),
  'blocked-time': measure(
    'workload',
    'duration',
    'how long requests were queued behind others, or blocked by a missing byte, an unfinished TLS record or flow control, added up over all requests',
  ),
  'queued-time': measure(
    'workload',
    'duration',
    "how long requests were queued: others had the connection, or no stream was free, added up; the connection's handshakes are not in it",
  ),
  'loss-stall-time': measure(
    'workload',
    'duration',
    'how long requests waited for a byte that was lost, added up over all requests',
  ),
  'loss-stall-max': measure('workload', 'duration', 'the longest that one request waited for lost bytes'),
  'requests-stalled-by-loss': measure(
    'workload',
    'count',
    "requests that waited for lost bytes: their own, or others' that the transport delivers before theirs",
  ),
  'buffered-peak': measure(
    'workload',
    'size',
    "most bytes of one response that sat at the client, and could not be used for an earlier byte's sake",
  ),
  'wire-bytes': measure(
    'workload',
    'size',
    'bytes of all frames that both ends of its connections put on their first links, from Ethernet header to end of payload',
  ),
  'handshake-count': measure(
    'workload',
    'count',
    "handshakes that clients saw done: TCP's, TLS's over TCP, and QUIC's, which is both",
  ),
  'connections-used': measure('workload', 'count', 'connections that its requests went over'),
  'protocol-used': measure(
    'workload',
    'text',
    'what carried most of its requests: HTTP/1.1, HTTP/2, HTTP/3; of a call TCP or UDP',
  ),
  'tls-version': measure('workload', 'text', 'the version of TLS agreed on there, such as TLS 1.3'),
  'early-data-requests': measure(
    'workload',
    'count',
    'requests handed to the transport as early data (0-RTT): before the client saw the handshake done',
  ),
  'early-data-rejected': measure(
    'workload',
    'count',
    'connections whose early data the server refused: what was in it is sent again',
  ),
  'sessions-resumed': measure('workload', 'count', 'handshakes of TLS that took up an earlier session'),
  'fallback-after': measure(
    'workload',
    'duration',
    "from the first request's start to the moment a client gave one way to the server up for another",
  ),
  'paths-validated': measure(
    'workload',
    'count',
    "paths on which an end of the workload's QUIC connections had its challenge answered",
  ),
  'media-frames-sent': measure('workload', 'count', 'frames of a call handed to the transport'),
  'media-frames-shown': measure('workload', 'count', 'frames that were shown, in time or after a freeze'),
  'media-frames-skipped': measure('workload', 'count', 'frames left out: not there when their moment came'),
  'media-freezes': measure('workload', 'count', 'frames for which the picture stood still'),
  'media-freeze-time': measure('workload', 'duration', 'how long the picture stood still, added up'),
} as const satisfies Readonly<Record<string, MeasureDescription>>;

export type HttpMeasureName = keyof typeof httpMeasureDescriptions;

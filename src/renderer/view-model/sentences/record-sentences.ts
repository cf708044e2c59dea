import { pathOf } from '../../../shared/lanes/lanes-lane';
import { formatAddress } from '../../../shared/units/address';
import {
  appErrors,
  congestionPhases,
  dropReasons,
  none,
  receiveVerdicts,
  RecordKind,
  recordKindNames,
  segmentReasons,
  tcpEvents,
  tcpStates,
  tcpTimers,
} from '../../../shared/trace/record';
import { tlsOfferOf } from '../../../shared/trace/tls-tables';
import type { Trace } from '../../../shared/trace/trace';
import { formatSize } from '../../../shared/units/units';
import { laterProtocolSentence } from './quic-sentences';
import { because, packetName, type SentenceSource } from './sentence-source';
import { readableTime } from '../time-format';

/** One record as a plain sentence without its time: `#2 SYN-ACK arrives at client`. */
export function recordSentence(source: SentenceSource, record: number): string {
  const kind = source.trace.kind(record);
  const later = laterProtocolSentence(source, record);
  if (later !== undefined) return later;
  if (kind >= RecordKind.appStart) return applicationSentence(source, record, kind);
  if (kind >= RecordKind.tcpState) return tcpSentence(source, record, kind);
  if (kind >= RecordKind.linkSend) return packetSentence(source, record, kind);
  if (kind === RecordKind.runStart) return `The run begins, with seed ${source.trace.a(record)}`;
  if (kind !== RecordKind.runEnd) return plainSentence(source, record, kind);
  return source.trace.detail(record) === 1
    ? 'The run ends: its duration is over'
    : 'The run ends: nothing is left to happen';
}

function packetSentence(source: SentenceSource, record: number, kind: number): string {
  const { trace, topology } = source;
  const place = trace.place(record);
  const link = topology.link(place)?.id ?? 'a link';
  if (kind === RecordKind.linkCut) return `Link ${link} is cut`;
  if (kind === RecordKind.linkMend) return `Link ${link} is mended`;
  const packet = packetName(source, trace.packet(record));
  const reason = dropReasons[trace.detail(record)] ?? 'unknown';
  const device = topology.deviceId(topology.deviceOf(trace, record));
  switch (kind) {
    case RecordKind.linkSend: {
      const wait = trace.wait(record);
      return wait > 0
        ? `${packet} waits ${readableTime(wait)} at ${device} for ${link}`
        : `${packet} leaves ${device} on ${link}`;
    }
    case RecordKind.linkArrive:
      return `${packet} arrives at ${device}`;
    case RecordKind.linkDrop:
      return `${packet} is lost on ${link} after ${device}: ${reason}`;
    case RecordKind.ipDrop:
      return `${device} discards ${packet}: ${reason}`;
    case RecordKind.deviceCrash:
      return `${device} crashes, and forgets all that it knew`;
    case RecordKind.deviceRestart:
      return `${device} is back, and knows nothing`;
    case RecordKind.addressChange:
      return `${device} sends from ${formatAddress(trace.a(record))} from now on`;
    default:
      return plainSentence(source, record, kind);
  }
}

function tcpSentence(source: SentenceSource, record: number, kind: number): string {
  const { trace, topology } = source;
  const device = topology.deviceId(trace.place(record));
  const detail = trace.detail(record);
  const a = trace.a(record);
  const b = trace.b(record);
  switch (kind) {
    case RecordKind.tcpState: {
      const event = tcpEvents[(a >>> 16) & 255] ?? '';
      return `${device} goes from ${tcpStates[a & 255] ?? ''} to ${tcpStates[detail] ?? ''} on ${event}`;
    }
    case RecordKind.tcpSend: {
      const reason = segmentReasons[detail] ?? 'unknown';
      return `${device} sends ${packetName(source, trace.packet(record))}${because(source, record, reason)}`;
    }
    case RecordKind.tcpDeliver:
      return `TCP at ${device} hands ${formatSize(a)} to ${readerOf(trace, record)}`;
    case RecordKind.tcpAccept: {
      const left = a === 0 ? '' : `; ${a.toLocaleString('en')} more wait`;
      return `The application at ${device} takes the connection from the accept queue${left}`;
    }
    case RecordKind.tcpTimer:
      return `The ${tcpTimers[detail] ?? 'unknown'} timer of ${device} fires`;
    case RecordKind.tcpCongestion:
      return `${device} sets its congestion window to ${formatSize(a)} (${congestionPhases[detail] ?? 'unknown'})`;
    case RecordKind.tcpRoundTrip:
      return `${device} measures a round trip: smoothed ${readableTime(a * 1000)}, RTO ${readableTime(b * 1000)}`;
    case RecordKind.tcpReceive: {
      const packet = trace.packet(record);
      const what = packet === none ? 'a segment' : packetName(source, packet);
      return `${device} finds ${what} ${receiveVerdicts[detail] ?? 'odd'}`;
    }
    default:
      return plainSentence(source, record, kind);
  }
}

function applicationSentence(source: SentenceSource, record: number, kind: number): string {
  const { trace, topology } = source;
  const device = topology.deviceId(trace.place(record));
  const request = `request ${trace.a(record) + 1}`;
  switch (kind) {
    case RecordKind.appStart: {
      const workload = topology.lab.workloads[trace.b(record)];
      const what = source.labels.requests.path(trace.a(record)) || pathOf(workload, 0);
      const wanted = workload ? `${what || 'a page'} of ${topology.deviceId(workload.to)}` : 'a page';
      return `A user at ${device} asks for ${wanted} (${request})`;
    }
    case RecordKind.httpRequest:
      return `${device} hands ${request} to ${transportName(trace, record)}`;
    case RecordKind.httpRequestReceived:
      return `${device} has read ${request} whole`;
    case RecordKind.httpResponse:
      return `${device} answers ${request} with ${trace.b(record)}`;
    case RecordKind.httpResponseReceived:
      return `${device} has read the answer to ${request} whole: ${trace.b(record)}`;
    case RecordKind.appError:
      return `${capitalised(request)} of ${device} fails: ${appErrors[trace.detail(record)] ?? 'unknown'}`;
    default:
      return plainSentence(source, record, kind);
  }
}

/** Who reads what TCP has put in order. */
function readerOf(trace: Trace, record: number): string {
  return tlsOfferOf(trace, trace.connection(record)) ? 'TLS' : 'the application';
}

/** What carries a record's connection. */
function transportName(trace: Trace, record: number): string {
  return trace.connections[trace.connection(record)]?.protocol === 'quic' ? 'QUIC' : 'TCP';
}

/** A record of a kind that has no sentence of its own. */
function plainSentence({ trace, topology }: SentenceSource, record: number, kind: number): string {
  const device = topology.deviceOf(trace, record);
  const where = device < 0 ? '' : ` at ${topology.deviceId(device)}`;
  return `${recordKindNames[kind] ?? `Record of kind ${kind}`}${where}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

import type { LabDocument } from '../../../shared/lab/document';
import { TcpFlag } from '../../../shared/trace/packet';
import { RecordKind, SegmentReason, tcpEvents, tcpStates, TcpTimer } from '../../../shared/trace/record';
import { ScriptedRun, type ScriptedSegment } from './scripted-run';

const { syn, ack, psh, fin } = TcpFlag;
const synOptions = 15;
const millisecond = 1e6;

/** client - router - server: 75 ms one way in all. */
export function seoulLab(): LabDocument {
  return {
    version: 1,
    title: 'Seoul to the US',
    seed: 42,
    duration: '70s',
    devices: [
      { id: 'client', kind: 'client', name: 'Seoul', position: { x: 0, y: 0 } },
      { id: 'router', kind: 'router', position: { x: 400, y: 0 } },
      { id: 'server', kind: 'server', position: { x: 800, y: 0 } },
    ],
    links: [
      { id: 'wan', a: { device: 'client' }, b: { device: 'router' }, bandwidth: '100Mbps', delay: '74ms' },
      { id: 'lan', a: { device: 'router' }, b: { device: 'server' }, bandwidth: '1Gbps', delay: '1ms' },
    ],
    workloads: [{ id: 'visit', kind: 'http-get', from: 'client', to: 'server', path: '/' }],
  };
}

export const there = [0, 2];
export const back = [3, 1];
export const client = 0;
export const server = 2;

/** A `tcp.state` record's fields. */
export function stateChange(from: string, to: string, event: string) {
  const number = (names: readonly string[], name: string) => Math.max(0, names.indexOf(name));
  const detail = number(tcpStates, to);
  return { a: number(tcpStates, from) | (detail << 8) | (number(tcpEvents, event) << 16), detail };
}

export interface Visit {
  readonly run: ScriptedRun;
  readonly connection: number;
  readonly syn: ScriptedSegment;
  readonly synAck: ScriptedSegment;
  readonly handshakeAck: ScriptedSegment;
  readonly request: ScriptedSegment;
  readonly lostResponse: ScriptedSegment;
  readonly response: ScriptedSegment;
  readonly fin: ScriptedSegment;
  readonly timeWait: number;
}

const request = 'GET / HTTP/1.1\r\nHost: server\r\n\r\n';
const responseHead = 'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n';
const responseBytes = responseHead.length + 1000;

/** Scripts a visit part by part; each part begins where the last one ended. */
class VisitScript {
  readonly run = new ScriptedRun(seoulLab());
  readonly connection: number;

  constructor() {
    const address = (device: number) => this.run.lab.devices[device]?.ports[0]?.address ?? 0;
    this.connection = this.run.connection({
      devices: [client, server],
      addresses: [address(client), address(server)],
      ports: [32768, 80],
    });
  }

  /** A record at a device of the connection. */
  note(time: number, kind: number, place: number, cause: number, fields = {}): number {
    return this.run.at(time, kind, { place, connection: this.connection, cause, ...fields });
  }

  enter(time: number, place: number, cause: number, from: string, to: string, event: string): number {
    return this.note(time, RecordKind.tcpState, place, cause, stateChange(from, to, event));
  }

  send(time: number, end: 0 | 1, flags: number, reason: number, cause: number, rest = {}): ScriptedSegment {
    const path = end === 0 ? there : back;
    return this.run.segment({ time, connection: this.connection, end, flags, reason, path, cause, ...rest });
  }

  handshake() {
    this.run.at(0, RecordKind.runStart, { a: 42 });
    const click = this.run.at(0, RecordKind.appStart, { place: client, connection: this.connection });
    const opened = this.enter(0, client, click, 'CLOSED', 'SYN-SENT', 'OPEN.ACTIVE');
    const first = this.send(0, 0, syn, SegmentReason.syn, opened, { options: synOptions });
    this.enter(first.endTime, server, first.ended, 'LISTEN', 'SYN-RECEIVED', 'SEGMENT.SYN');
    const answer = { acknowledgement: 1, options: synOptions };
    const second = this.send(first.endTime, 1, syn | ack, SegmentReason.synAck, first.ended, answer);
    const now = second.endTime;
    const measured = { a: Math.round(now / 1000), b: 450_000 };
    this.note(now, RecordKind.tcpRoundTrip, client, second.ended, measured);
    const established = this.enter(now, client, second.ended, 'SYN-SENT', 'ESTABLISHED', 'SEGMENT.SYN-ACK');
    const numbers = { sequence: 1, acknowledgement: 1 };
    const third = this.send(now, 0, ack, SegmentReason.ack, second.ended, numbers);
    this.enter(third.endTime, server, third.ended, 'SYN-RECEIVED', 'ESTABLISHED', 'SEGMENT.ACK-OF-SYN');
    return { first, second, third, established };
  }

  /** The request, right behind the ACK in the client's queue. */
  ask(now: number, established: number) {
    this.run.wrote(this.connection, 0, 0, request, 0);
    const asked = this.note(now, RecordKind.httpRequest, client, established);
    const rest = { sequence: 1, acknowledgement: 1, payload: request.length, wait: 5280 };
    const sent = this.send(now, 0, psh | ack, SegmentReason.data, asked, rest);
    const bytes = { packet: sent.packet, a: request.length };
    const delivered = this.note(sent.endTime, RecordKind.tcpDeliver, server, sent.ended, bytes);
    const read = this.note(sent.endTime, RecordKind.httpRequestReceived, server, delivered);
    return { sent, read };
  }

  /** The response: lost at first, sent again 450 ms later. */
  answer(now: number, read: number) {
    this.run.wrote(this.connection, 1, 0, responseHead, 0);
    this.run.wrote(this.connection, 1, responseHead.length, 1000, 0);
    const answered = this.note(now, RecordKind.httpResponse, server, read, { b: 200 });
    const rest = { sequence: 1, acknowledgement: 1 + request.length, payload: responseBytes };
    const lost = this.send(now, 1, psh | ack, SegmentReason.data, answered, { ...rest, lostOn: 1 });
    const later = now + 450 * millisecond;
    const detail = { detail: TcpTimer.retransmission };
    const timer = this.note(later, RecordKind.tcpTimer, server, lost.sent, detail);
    const again = this.send(later, 1, psh | ack, SegmentReason.retransmission, timer, rest);
    const read200 = this.note(again.endTime, RecordKind.httpResponseReceived, client, again.ended, {
      b: 200,
    });
    return { lost, again, read200 };
  }

  /** The client's close and its TIME-WAIT of 60 s. */
  close(now: number, cause: number) {
    this.enter(now, client, cause, 'ESTABLISHED', 'FIN-WAIT-1', 'CLOSE');
    const numbers = { sequence: 1 + request.length, acknowledgement: 1 + responseBytes };
    const sent = this.send(now, 0, fin | ack, SegmentReason.fin, cause, numbers);
    const waits = sent.endTime + 75 * millisecond;
    const entered = this.enter(
      waits,
      client,
      sent.ended,
      'FIN-WAIT-1',
      'TIME-WAIT',
      'SEGMENT.FIN+ACK-OF-FIN',
    );
    this.enter(waits + 60e9, client, entered, 'TIME-WAIT', 'CLOSED', 'TIMEOUT.TIME-WAIT');
    this.run.at(waits + 60e9, RecordKind.runEnd);
    return { sent, waits };
  }
}

/**
 * One visit of a page, as a trace would tell it: handshake, GET, a response whose first copy a fault drops, the
 * client's close, TIME-WAIT of 60 s.
 */
export function scriptVisit(): Visit {
  const script = new VisitScript();
  const { first, second, third, established } = script.handshake();
  const asked = script.ask(second.endTime, established);
  const answered = script.answer(asked.sent.endTime, asked.read);
  const closed = script.close(answered.again.endTime, answered.read200);
  return {
    run: script.run,
    connection: script.connection,
    syn: first,
    synAck: second,
    handshakeAck: third,
    request: asked.sent,
    lostResponse: answered.lost,
    response: answered.again,
    fin: closed.sent,
    timeWait: closed.waits,
  };
}

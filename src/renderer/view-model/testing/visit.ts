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

/**
 * One visit of a page, as a trace would tell it: handshake, GET, a response whose first copy a fault drops, the
 * client's close, TIME-WAIT of 60 s.
 */
export function scriptVisit(): Visit {
  const run = new ScriptedRun(seoulLab());
  const ports = run.lab.devices.map((device) => device.ports);
  const address = (device: number) => ports[device]?.[0]?.address ?? 0;
  const connection = run.connection({
    devices: [client, server],
    addresses: [address(client), address(server)],
    ports: [32768, 80],
  });
  const place = { [client]: { place: client, connection }, [server]: { place: server, connection } };
  run.at(0, RecordKind.runStart, { a: 42 });
  const click = run.at(0, RecordKind.appStart, { ...place[client], a: 0, b: 0 });
  const opened = run.at(0, RecordKind.tcpState, {
    ...place[client],
    ...stateChange('CLOSED', 'SYN-SENT', 'OPEN.ACTIVE'),
    cause: click,
  });
  const first = run.segment({
    time: 0,
    connection,
    end: 0,
    flags: syn,
    options: synOptions,
    reason: SegmentReason.syn,
    path: there,
    cause: opened,
  });
  run.at(first.endTime, RecordKind.tcpState, {
    ...place[server],
    ...stateChange('LISTEN', 'SYN-RECEIVED', 'SEGMENT.SYN'),
    cause: first.ended,
  });
  const second = run.segment({
    time: first.endTime,
    connection,
    end: 1,
    flags: syn | ack,
    acknowledgement: 1,
    options: synOptions,
    reason: SegmentReason.synAck,
    path: back,
    cause: first.ended,
  });
  run.at(second.endTime, RecordKind.tcpRoundTrip, {
    ...place[client],
    a: Math.round(second.endTime / 1000),
    b: 450_000,
    cause: second.ended,
  });
  const established = run.at(second.endTime, RecordKind.tcpState, {
    ...place[client],
    ...stateChange('SYN-SENT', 'ESTABLISHED', 'SEGMENT.SYN-ACK'),
    cause: second.ended,
  });
  const third = run.segment({
    time: second.endTime,
    connection,
    end: 0,
    flags: ack,
    sequence: 1,
    acknowledgement: 1,
    reason: SegmentReason.ack,
    path: there,
    cause: second.ended,
  });
  const text = 'GET / HTTP/1.1\r\nHost: server\r\n\r\n';
  run.wrote(connection, 0, 0, text);
  const asked = run.at(second.endTime, RecordKind.httpRequest, {
    ...place[client],
    a: 0,
    cause: established,
  });
  const request = run.segment({
    time: second.endTime,
    connection,
    end: 0,
    flags: psh | ack,
    sequence: 1,
    acknowledgement: 1,
    payload: text.length,
    reason: SegmentReason.data,
    path: there,
    cause: asked,
    wait: 5280,
  });
  run.at(third.endTime, RecordKind.tcpState, {
    ...place[server],
    ...stateChange('SYN-RECEIVED', 'ESTABLISHED', 'SEGMENT.ACK-OF-SYN'),
    cause: third.ended,
  });
  const delivered = run.at(request.endTime, RecordKind.tcpDeliver, {
    ...place[server],
    packet: request.packet,
    a: text.length,
    cause: request.ended,
  });
  const read = run.at(request.endTime, RecordKind.httpRequestReceived, {
    ...place[server],
    cause: delivered,
  });
  const head = 'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n';
  run.wrote(connection, 1, 0, head);
  run.wrote(connection, 1, head.length, 1000);
  const answered = run.at(request.endTime, RecordKind.httpResponse, {
    ...place[server],
    b: 200,
    cause: read,
  });
  const responding = {
    connection,
    end: 1,
    flags: psh | ack,
    sequence: 1,
    acknowledgement: 1 + text.length,
    payload: head.length + 1000,
    path: back,
  } as const;
  const lostResponse = run.segment({
    ...responding,
    time: request.endTime,
    reason: SegmentReason.data,
    cause: answered,
    lostOn: 1,
  });
  const retransmissionTime = request.endTime + 450 * millisecond;
  const timer = run.at(retransmissionTime, RecordKind.tcpTimer, {
    ...place[server],
    detail: TcpTimer.retransmission,
    cause: lostResponse.sent,
  });
  const response = run.segment({
    ...responding,
    time: retransmissionTime,
    reason: SegmentReason.retransmission,
    cause: timer,
  });
  const closed = run.at(response.endTime, RecordKind.httpResponseReceived, {
    ...place[client],
    b: 200,
    cause: response.ended,
  });
  run.at(response.endTime, RecordKind.tcpState, {
    ...place[client],
    ...stateChange('ESTABLISHED', 'FIN-WAIT-1', 'CLOSE'),
    cause: closed,
  });
  const finish = run.segment({
    time: response.endTime,
    connection,
    end: 0,
    flags: fin | ack,
    sequence: 1 + text.length,
    acknowledgement: 1 + responding.payload,
    reason: SegmentReason.fin,
    path: there,
    cause: closed,
  });
  const timeWaitTime = finish.endTime + 75 * millisecond;
  const timeWait = run.at(timeWaitTime, RecordKind.tcpState, {
    ...place[client],
    ...stateChange('FIN-WAIT-1', 'TIME-WAIT', 'SEGMENT.FIN+ACK-OF-FIN'),
    cause: finish.ended,
  });
  run.at(timeWaitTime + 60e9, RecordKind.tcpState, {
    ...place[client],
    ...stateChange('TIME-WAIT', 'CLOSED', 'TIMEOUT.TIME-WAIT'),
    cause: timeWait,
  });
  run.at(timeWaitTime + 60e9, RecordKind.runEnd);
  return {
    run,
    connection,
    syn: first,
    synAck: second,
    handshakeAck: third,
    request,
    lostResponse,
    response,
    fin: finish,
    timeWait: timeWaitTime,
  };
}

import { connectionRow } from '../../shared/trace/connections';
import { expect, test } from 'vitest';
import { datagramFrameBytes } from '../../shared/trace/packet';
import { DropReason, RecordKind } from '../../shared/trace/record';
import { Contents } from '../trace/contents';
import { TraceWriter } from '../trace/trace-writer';
import type { DatagramSocket } from '../transport/datagram';
import { UdpEndpoint } from './endpoint';

const addresses = [0x0a000001, 0x0a000002] as const;

/** Two hosts whose packets arrive at once. */
function hosts(from = 40_000, to = 40_001) {
  const writer = new TraceWriter();
  const contents = new Contents(writer);
  const frames: number[] = [];
  const ends: UdpEndpoint[] = [];
  for (const device of [0, 1])
    ends.push(
      new UdpEndpoint({
        device,
        writer,
        contents,
        ephemeralPorts: { from, to },
        transmit: (packet, _destination, bytes) => {
          frames.push(bytes);
          ends[1 - device]?.receive(packet, 0);
        },
        deviceOf: (address) => addresses.indexOf(address as (typeof addresses)[number]),
      }),
    );
  return { writer, frames, client: ends[0]!, server: ends[1]! };
}

test('a datagram reaches the port, and its offset tells what went before', () => {
  const { client, server, writer, frames } = hosts();
  const got: number[][] = [];
  server.listen(5004, () => ({ onDatagram: (_socket, offset, bytes) => got.push([offset, bytes]) }));
  const flow = client.open(addresses[0], addresses[1], 5004, { onDatagram: () => undefined });
  flow?.send('head', 96);
  flow?.send('head', 196);
  expect(got).toEqual([
    [0, 100],
    [100, 200],
  ]);
  expect(frames).toEqual([datagramFrameBytes(100), datagramFrameBytes(200)]);
  expect(writer.trace.connections).toEqual([
    connectionRow(
      'udp',
      { device: 0, address: addresses[0], port: 40_000 },
      { device: 1, address: addresses[1], port: 5004 },
    ),
  ]);
  expect(writer.trace.contents.map(({ offset, length }) => [offset, length])).toEqual([
    [0, 4],
    [4, 96],
    [100, 4],
    [104, 196],
  ]);
});

test('the listener answers on the same flow', () => {
  const { client, server } = hosts();
  const got: number[] = [];
  server.listen(5004, () => ({ onDatagram: (socket) => socket.send('', 7) }));
  const flow = client.open(addresses[0], addresses[1], 5004, {
    onDatagram: (_socket, _offset, bytes) => got.push(bytes),
  });
  flow?.send('', 1);
  flow?.send('', 1);
  expect(got).toEqual([7, 7]);
});

test('each flow has a listener of its own', () => {
  const { client, server } = hosts();
  const accepted: DatagramSocket[] = [];
  server.listen(5004, () => {
    const seen = new Set<DatagramSocket>();
    return {
      onDatagram: (socket) => {
        seen.add(socket);
        expect(seen.size).toBe(1);
        if (!accepted.includes(socket)) accepted.push(socket);
      },
    };
  });
  const listener = { onDatagram: () => undefined };
  const flows = [1, 2].map(() => client.open(addresses[0], addresses[1], 5004, listener));
  for (const flow of [...flows, ...flows]) flow?.send('', 10);
  expect(accepted.map(({ connection }) => connection)).toEqual([0, 1]);
});

test('ports run out, and come back when a flow is closed', () => {
  const { client } = hosts(40_000, 40_001);
  const listener = { onDatagram: () => undefined };
  const open = () => client.open(addresses[0], addresses[1], 5004, listener);
  const first = open();
  expect(open()).toBeDefined();
  expect(open()).toBeUndefined();
  first?.close();
  expect(open()).toBeDefined();
});

test('a closed flow sends nothing', () => {
  const { client, frames } = hosts();
  const flow = client.open(addresses[0], addresses[1], 5004, { onDatagram: () => undefined });
  flow?.close();
  flow?.send('', 10);
  expect(frames).toEqual([]);
});

test('what goes to a port that nobody has is dropped', () => {
  const { client, writer } = hosts();
  const flow = client.open(addresses[0], addresses[1], 9, { onDatagram: () => undefined });
  flow?.send('', 10);
  const { trace } = writer;
  const last = trace.records.length - 1;
  expect([trace.kind(last), trace.place(last), trace.detail(last)]).toEqual([
    RecordKind.ipDrop,
    1,
    DropReason.portClosed,
  ]);
});

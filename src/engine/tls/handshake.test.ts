import { expect, test } from 'vitest';
import { TlsEpoch } from '../../shared/trace/tls';
import { handshakeMessageLength } from '../../wire/tls/handshake-lengths';
import { TraceWriter } from '../trace/trace-writer';
import { ClientHandshake } from './client-handshake';
import type { HandshakeCarrier } from './handshake';
import { TlsLedger } from './ledger';
import { ServerHandshake } from './server-handshake';
import { SessionCache } from './session-cache';

/** Both ends of a handshake over carriers that hand bytes over at once; what an end puts off waits in `later`. */
function handshakes() {
  const writer = new TraceWriter();
  const ledger = new TlsLedger(writer.trace);
  const later: (() => void)[] = [];
  const environment = {
    device: 0,
    writer,
    ledger,
    messageLength: handshakeMessageLength,
    later: (_delay: number, action: () => void) => later.push(action),
  };
  const told: string[] = [];
  const carrier = (
    name: string,
    peer: () => { receive(epoch: number, total: number): void },
  ): HandshakeCarrier => {
    const sent = [0, 0, 0, 0];
    return {
      send: (epoch, length) => {
        sent[epoch] = (sent[epoch] as number) + length;
      },
      flush: () => {
        for (const epoch of [TlsEpoch.plaintext, TlsEpoch.handshake, TlsEpoch.application])
          if (sent[epoch]) peer().receive(epoch, sent[epoch]);
      },
      keysReady: () => undefined,
      established: () => told.push(`${name} established`),
      earlyDataRejected: () => undefined,
      ready: () => told.push(`${name} ready`),
      failed: () => told.push(`${name} failed`),
    };
  };
  const client: ClientHandshake = new ClientHandshake(
    environment,
    carrier('client', () => server),
    0,
    {
      versions: [0x0304],
      protocols: [],
      serverName: 'server',
      resumes: false,
      earlyData: false,
      processing: 100,
    },
    new SessionCache(),
    'server',
  );
  const server: ServerHandshake = new ServerHandshake(
    environment,
    carrier('server', () => client),
    0,
    {
      versions: [0x0304],
      protocols: [],
      certificateBytes: 2000,
      tickets: 0,
      acceptsEarlyData: false,
      processing: 0,
      processingResumed: 0,
    },
  );
  return { client, ledger, later, told, writer };
}

test('a client answers when it has done computing', () => {
  const { client, later, told } = handshakes();
  client.start();
  expect(later).toHaveLength(1);
  later[0]?.();
  expect(told).toEqual(['server established', 'client established', 'client ready']);
});

test('what an end was computing when its connection ended comes to nothing', () => {
  const { client, ledger, later, told, writer } = handshakes();
  client.start();
  client.end();
  ledger.closed(0);
  ledger.closed(0);
  const records = writer.trace.records.length;
  later[0]?.();
  expect(told).toEqual([]);
  expect(writer.trace.records.length).toBe(records);
});

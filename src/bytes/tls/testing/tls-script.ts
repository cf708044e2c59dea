import { TcpFlag } from '../../../shared/trace/packet';
import { none } from '../../../shared/trace/record';
import {
  HandshakeType,
  TlsContentType,
  TlsEpoch,
  type QuicParameters,
  type TlsAnswer,
  type TlsOffer,
} from '../../../shared/trace/tls';
import { handshake, type TraceBuilder } from '../../testing/trace-builder';
import { handshakeMessageLength } from '../../../wire/tls/handshake-lengths';
import { TlsVersion } from '../../../wire/tls/names';
import { recordHeaderBytes } from '../../../wire/tls/record';
import { recordOverhead } from '../../../wire/tls/record-protection';
import { recordOverhead12 } from '../../../wire/tls/tls12';

export const quicParameters: QuicParameters = {
  idleTimeout: 30_000,
  maximumData: 1_048_576,
  maximumStreamData: 262_144,
  maximumStreamsBidirectional: 100,
  maximumStreamsUnidirectional: 3,
  maximumAckDelay: 25,
  ackDelayExponent: 3,
  activeConnectionIds: 4,
};

export function offerOf(changes: Partial<TlsOffer> = {}): TlsOffer {
  return {
    connection: 0,
    carrier: 'tcp',
    versions: [TlsVersion.tls13, TlsVersion.tls12],
    serverName: 'server',
    protocols: ['http/1.1'],
    resumption: undefined,
    earlyData: false,
    quic: undefined,
    ...changes,
  };
}

export function answerOf(changes: Partial<TlsAnswer> = {}): TlsAnswer {
  return {
    connection: 0,
    version: TlsVersion.tls13,
    protocol: 'http/1.1',
    resumed: false,
    earlyDataAccepted: false,
    certificateBytes: 2500,
    quic: undefined,
    ...changes,
  };
}

const { handshake: handshakeRecord, applicationData, alert, changeCipherSpec } = TlsContentType;

/** Writes a TLS connection into a trace by hand: messages, records and the segments that carry them. */
export class TlsScript {
  private readonly handshakeBytes = [
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ] as const;
  private readonly sequences = [
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ] as const;
  private readonly streamBytes: [number, number] = [0, 0];
  private readonly carried: [number, number] = [0, 0];
  private readonly plaintextBytes: [number, number] = [0, 0];
  private answer: TlsAnswer | undefined;

  constructor(
    readonly builder: TraceBuilder,
    private readonly offer: TlsOffer,
  ) {
    this.builder.trace.tls.offers.push(offer);
  }

  /** The server chooses. */
  choose(answer: TlsAnswer): this {
    this.answer = answer;
    this.builder.trace.tls.answers.push(answer);
    return this;
  }

  /** An end sends handshake messages, all in one record. */
  messages(end: 0 | 1, epoch: number, ...types: readonly number[]): this {
    const { connection } = this.offer;
    const from = this.handshakeBytes[end][epoch]!;
    let offset = from;
    for (const type of types) {
      const length = handshakeMessageLength(type, this.offer, this.answer);
      this.builder.trace.tls.messages.push({ connection, end, epoch, type, offset, length });
      offset += length;
    }
    (this.handshakeBytes[end] as unknown as number[])[epoch] = offset;
    return this.record(end, handshakeRecord, epoch, from, offset - from);
  }

  changeCipherSpec(end: 0 | 1): this {
    return this.record(end, changeCipherSpec, TlsEpoch.plaintext, 0, 1);
  }

  /** An end's application writes a text, in a record of its own, and filler behind it. */
  write(end: 0 | 1, text: string, filler = 0, epoch: number = TlsEpoch.application): this {
    this.builder.text(end, text);
    if (filler > 0) this.builder.filler(end, filler);
    const bytes = text.length + filler;
    const from = this.plaintextBytes[end];
    this.plaintextBytes[end] += bytes;
    return this.record(end, applicationData, epoch, from, bytes);
  }

  close(end: 0 | 1): this {
    return this.record(end, alert, TlsEpoch.application, 0, 2);
  }

  private record(end: 0 | 1, type: number, epoch: number, from: number, bytes: number): this {
    const { connection } = this.offer;
    const numbers = this.sequences[end] as unknown as number[];
    const sequence = numbers[epoch]!;
    numbers[epoch] = sequence + 1;
    const length = bytes + this.overhead(epoch);
    const offset = this.streamBytes[end];
    this.builder.trace.tls.records.push({
      ...{ connection, end, offset, length, type },
      ...{ epoch, sequence, from, bytes },
    });
    this.streamBytes[end] += length;
    return this;
  }

  private overhead(epoch: number): number {
    if (epoch === TlsEpoch.plaintext) return recordHeaderBytes;
    return this.answer?.version === TlsVersion.tls12 ? recordOverhead12 : recordOverhead;
  }

  /** TCP carries what an end wrote so far, at most 1448 bytes a segment. */
  carry(end: 0 | 1): this {
    while (this.carried[end] < this.streamBytes[end]) {
      const payload = Math.min(1448, this.streamBytes[end] - this.carried[end]);
      this.builder.carry({
        from: end,
        flags: TcpFlag.ack | TcpFlag.psh,
        sequence: this.carried[end] + 1,
        acknowledgement: this.carried[end === 0 ? 1 : 0] + 1,
        payload,
      });
      this.carried[end] += payload;
    }
    return this;
  }
}

const request = 'GET / HTTP/1.1\r\nHost: server\r\n\r\n';
const response = (length: number) => `HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\n`;
const { plaintext, earlyData, handshake: protectedHandshake, application } = TlsEpoch;
const {
  clientHello,
  serverHello,
  encryptedExtensions,
  certificate,
  certificateVerify,
  serverKeyExchange,
  serverHelloDone,
  clientKeyExchange,
  finished,
  newSessionTicket,
  endOfEarlyData,
} = HandshakeType;

/** A TLS 1.3 connection over TCP with one request, in full or resumed from before the run with early data. */
export function tls13Script(
  builder: TraceBuilder,
  settings: { earlyData?: boolean; body?: number } = {},
): TlsScript {
  handshake(builder);
  const isResumed = settings.earlyData === true;
  const resumption = { from: none, ticket: 0, version: TlsVersion.tls13, age: 3_600_000 };
  const script = new TlsScript(builder, offerOf(isResumed ? { resumption, earlyData: true } : {}));
  script.messages(0, plaintext, clientHello);
  if (isResumed) script.changeCipherSpec(0).write(0, request, 0, earlyData);
  script.carry(0);
  script.choose(answerOf(isResumed ? { resumed: true, earlyDataAccepted: true, certificateBytes: 0 } : {}));
  script.messages(1, plaintext, serverHello).changeCipherSpec(1);
  if (isResumed) script.messages(1, protectedHandshake, encryptedExtensions, finished);
  else script.messages(1, protectedHandshake, encryptedExtensions, certificate, certificateVerify, finished);
  script.carry(1);
  if (isResumed) script.messages(0, earlyData, endOfEarlyData);
  else script.changeCipherSpec(0);
  script.messages(0, protectedHandshake, finished);
  if (!isResumed) script.write(0, request);
  script.carry(0).messages(1, application, newSessionTicket, newSessionTicket);
  const body = settings.body ?? 3000;
  return script.write(1, response(body), body).carry(1).close(0).carry(0).close(1).carry(1);
}

/** A TLS 1.2 connection over TCP with one request, in full or resumed from before the run. */
export function tls12Script(builder: TraceBuilder, isResumed = false): TlsScript {
  handshake(builder);
  const versions = [TlsVersion.tls12];
  const resumption = { from: none, ticket: 0, version: TlsVersion.tls12, age: 3_600_000 };
  const script = new TlsScript(builder, offerOf(isResumed ? { versions, resumption } : { versions }));
  script.messages(0, plaintext, clientHello).carry(0);
  script.choose(answerOf({ version: TlsVersion.tls12, resumed: isResumed }));
  const finish = (end: 0 | 1) => script.changeCipherSpec(end).messages(end, application, finished);
  if (isResumed) {
    script.messages(1, plaintext, serverHello).messages(1, plaintext, newSessionTicket);
    finish(1).carry(1);
    finish(0);
  } else {
    script.messages(1, plaintext, serverHello, certificate, serverKeyExchange, serverHelloDone).carry(1);
    script.messages(0, plaintext, clientKeyExchange);
    finish(0).carry(0);
    script.messages(1, plaintext, newSessionTicket);
    finish(1).carry(1);
  }
  script.write(0, request).carry(0);
  return script.write(1, response(3000), 3000).carry(1).close(0).carry(0).close(1).carry(1);
}

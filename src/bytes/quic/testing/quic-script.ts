import { originalConnectionId, QuicPacketItem } from '../../../shared/trace/quic';
import { HandshakeType, TlsEpoch, type TlsAnswer, type TlsOffer } from '../../../shared/trace/tls';
import { latin1Text } from '../../../wire/encoding/octets';
import { encodeHttp3Frame, encodeHttp3FrameHeader } from '../../../wire/http3/encode';
import { handshakeMessageLength } from '../../../wire/tls/handshake-lengths';
import { answerOf, offerOf, quicParameters } from '../../tls/testing/tls-script';
import { built, type BuiltFrame, type QuicTraceBuilder } from './quic-trace';

const { initial, handshake, oneRtt, zeroRtt } = QuicPacketItem;
const smallest = 1200;
/** Frames of a full datagram, header and tag left out. */
const roomForCrypto = 1130;

export const requestStream = 0;
const clientControl = 2;
const serverControl = 3;
export const bodyBytes = 3000;

/** `:method GET, :scheme https, :path /` of the static table, and an authority as a literal (RFC 9204 section 4.5). */
const requestFields = Uint8Array.of(
  0,
  0,
  0xd1,
  0xd7,
  0xc1,
  0x50,
  0x06,
  ...[0x73, 0x65, 0x72, 0x76, 0x65, 0x72],
);
/** `:status 200` of the static table. */
const responseFields = Uint8Array.of(0, 0, 0xd9);

export const requestText = latin1Text(encodeHttp3Frame({ type: 'HEADERS', section: requestFields }));
const responseText =
  latin1Text(encodeHttp3Frame({ type: 'HEADERS', section: responseFields })) +
  latin1Text(encodeHttp3FrameHeader(0, bodyBytes));
/** Stream type 0, then an empty SETTINGS frame (RFC 9114 sections 6.2.1 and 7.2.4). */
const controlText = '\x00\x04\x00';

/** One HTTP/3 visit, written into a trace by hand as an engine would leave it. */
export class QuicScript {
  readonly offer: TlsOffer;
  readonly answer: TlsAnswer;
  /** Handshake bytes so far by end and epoch. */
  private readonly handshakeBytes = [
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ];

  constructor(
    readonly builder: QuicTraceBuilder,
    readonly connection = 0,
    resumed?: { readonly from: number },
  ) {
    const resumption = resumed && { from: resumed.from, ticket: 0, version: 0x0304, age: 1000 };
    const common = { connection, quic: quicParameters };
    this.offer = offerOf({
      ...common,
      carrier: 'quic',
      versions: [0x0304],
      protocols: ['h3'],
      resumption,
      earlyData: resumed !== undefined,
    });
    this.answer = answerOf({
      ...common,
      protocol: 'h3',
      resumed: resumed !== undefined,
      earlyDataAccepted: resumed !== undefined,
    });
  }

  /** An end has handshake messages to send; returns their bytes from the first one's offset on. */
  messages(end: 0 | 1, epoch: number, ...types: readonly number[]): { offset: number; bytes: number } {
    const offset = this.handshakeBytes[end]![epoch]!;
    let next = offset;
    for (const type of types) {
      const answer = type === HandshakeType.clientHello ? undefined : this.answer;
      const length = handshakeMessageLength(type, this.offer, answer);
      this.builder.trace.tls.messages.push({
        connection: this.connection,
        end,
        epoch,
        type,
        offset: next,
        length,
      });
      next += length;
    }
    this.handshakeBytes[end]![epoch] = next;
    return { offset, bytes: next - offset };
  }

  /** The datagrams of a first visit: handshake, request, response. Returns their packets in the order sent. */
  firstVisit(): number[] {
    const { builder } = this;
    const packets = [this.clientHello([]), ...this.serverHandshake()];
    builder
      .write(0, requestStream, requestText, this.connection)
      .write(0, clientControl, controlText, this.connection);
    const finished = this.messages(0, TlsEpoch.handshake, HandshakeType.finished);
    packets.push(
      this.send(0, [
        { type: initial, number: 1, frames: [built.ack(0, [0, 0])] },
        { type: handshake, number: 0, frames: [built.ack(0, [0, 2]), built.crypto(0, finished.bytes)] },
        {
          type: oneRtt,
          number: 0,
          frames: [
            built.stream(clientControl, 0, controlText.length),
            built.stream(requestStream, 0, requestText.length, true),
          ],
          padTo: smallest,
        },
      ]),
      ...this.response(800),
    );
    return packets;
  }

  /** The datagrams of a visit that resumes an earlier one, its request in early data. */
  returnVisit(): number[] {
    const { builder } = this;
    builder
      .write(0, requestStream, requestText, this.connection)
      .write(0, clientControl, controlText, this.connection);
    const early = [
      built.stream(clientControl, 0, controlText.length),
      built.stream(requestStream, 0, requestText.length, true),
    ];
    const hello = this.clientHello(early);
    const { offset, bytes } = this.serverHello();
    const rest = this.messages(
      ...([1, TlsEpoch.handshake, HandshakeType.encryptedExtensions, HandshakeType.finished] as const),
    );
    const answer = this.send(1, [
      { type: initial, number: 0, frames: [built.ack(0, [0, 0]), built.crypto(offset, bytes)] },
      { type: handshake, number: 0, frames: [built.crypto(0, rest.bytes)], padTo: smallest },
    ]);
    const finished = this.messages(0, TlsEpoch.handshake, HandshakeType.finished);
    const done = this.send(0, [
      {
        type: handshake,
        number: 0,
        frames: [built.ack(0, [0, 0]), built.crypto(0, finished.bytes)],
        padTo: smallest,
      },
    ]);
    return [hello, answer, done, ...this.response(0)];
  }

  private clientHello(early: readonly BuiltFrame[]): number {
    const { tls } = this.builder.trace;
    tls.offers.push(this.offer);
    const hello = this.messages(0, TlsEpoch.plaintext, HandshakeType.clientHello);
    const first = {
      type: initial,
      number: 0,
      to: originalConnectionId,
      frames: [built.crypto(0, hello.bytes)],
    };
    if (early.length === 0) return this.send(0, [{ ...first, padTo: smallest }]);
    return this.send(0, [
      // The token of the first visit's NEW_TOKEN frame.
      { ...first, tokenBytes: 32 },
      { type: zeroRtt, number: 0, to: originalConnectionId, frames: early, padTo: smallest },
    ]);
  }

  private serverHello(): { offset: number; bytes: number } {
    this.builder.trace.tls.answers.push(this.answer);
    return this.messages(1, TlsEpoch.plaintext, HandshakeType.serverHello);
  }

  /** ServerHello in an Initial, the rest behind it in as many Handshake packets as it takes. */
  private serverHandshake(): number[] {
    const hello = this.serverHello();
    const { encryptedExtensions, certificate, certificateVerify, finished } = HandshakeType;
    const types = [encryptedExtensions, certificate, certificateVerify, finished];
    const { bytes } = this.messages(1, TlsEpoch.handshake, ...types);
    const first = Math.min(bytes, roomForCrypto - hello.bytes - 100);
    const packets = [
      this.send(1, [
        { type: initial, number: 0, frames: [built.ack(0, [0, 0]), built.crypto(0, hello.bytes)] },
        { type: handshake, number: 0, frames: [built.crypto(0, first)], padTo: smallest },
      ]),
    ];
    for (let at = first, number = 1; at < bytes; at += roomForCrypto, number += 1) {
      const frames = [built.crypto(at, Math.min(roomForCrypto, bytes - at))];
      packets.push(this.send(1, [{ type: handshake, number, frames }]));
    }
    return packets;
  }

  /** The server's HANDSHAKE_DONE, a ticket, and the page, over two or three packets. */
  private response(delay: number): number[] {
    const { builder } = this;
    builder.write(1, serverControl, controlText, this.connection);
    builder
      .write(1, requestStream, responseText, this.connection)
      .write(1, requestStream, bodyBytes, this.connection);
    const ticket = this.messages(1, TlsEpoch.application, HandshakeType.newSessionTicket);
    const all = responseText.length + bodyBytes;
    const third = Math.ceil(all / 3);
    const pieces = [0, third, 2 * third].map((at) => {
      const bytes = Math.min(third, all - at);
      return built.stream(requestStream, at, bytes, at + bytes === all);
    });
    const ack = built.ack(delay, [0, 0]);
    const control = built.stream(serverControl, 0, controlText.length);
    return [
      this.send(1, [
        {
          type: oneRtt,
          number: 0,
          frames: [ack, built.handshakeDone(), built.crypto(ticket.offset, ticket.bytes), built.newToken(32)],
        },
      ]),
      this.send(1, [{ type: oneRtt, number: 1, frames: [control, pieces[0]!] }]),
      ...pieces
        .slice(1)
        .map((piece, index) => this.send(1, [{ type: oneRtt, number: 2 + index, frames: [piece] }])),
      this.send(0, [{ type: oneRtt, number: 1, frames: [built.ack(160, [0, 3])] }]),
    ];
  }

  private send(from: 0 | 1, packets: Parameters<QuicTraceBuilder['datagram']>[1]): number {
    return this.builder.carry(this.builder.datagram(from, packets, this.connection));
  }
}

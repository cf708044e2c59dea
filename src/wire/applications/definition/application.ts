import type { DissectedLayer } from '../../dissection/layer';
import type { FrameFormat } from './frame-format';
import type { Message, WrittenText } from './message';
import type { StreamEnd, WrittenContents } from './written-contents';

/** What an application's bytes lie in. */
export type ApplicationCarrier = 'tcp' | 'tls' | 'quic' | 'udp';

/** How packets with an application's bytes are coloured. */
export type ApplicationColour = 'http-request' | 'http-response' | 'other';

/** Bytes of an application: those of a stream from an offset on, or a datagram's. */
export interface ApplicationBytes {
  readonly carrier: ApplicationCarrier;
  /** Where they come from; undefined: nothing is known but the bytes. */
  readonly stream: StreamEnd | undefined;
  /** The stream's offset of the first of them. */
  readonly from: number;
  readonly bytes: Uint8Array;
  /** Where they stand in the frame. */
  readonly base: number;
}

/** A field of the packet filter. Its values stand under its name in `Message.values`. */
export interface ApplicationField {
  readonly name: string;
  readonly says: string;
  readonly type: 'number' | 'text';
}

/**
 * An application over a transport: all that is true of it alone, in one folder. `list.ts` names the applications; nobody
 * else does. An application knows its own bytes, and of a trace what `WrittenContents` answers. It never sees records,
 * packets, a run or a screen, and what its ends do is not here: that is `engine/`.
 */
export interface Application {
  /** In traces and documents: its ALPN identifier (RFC 7301) where it has one. */
  readonly name: string;
  /** To those who read, in the list's protocol column and on the lens's envelope: `HTTP/2`. */
  readonly title: string;
  readonly carriers: readonly ApplicationCarrier[];
  /** Of packets that carry its bytes, by the end that sends: the opener's, the other's. */
  readonly colours: readonly [ApplicationColour, ApplicationColour];
  /** How the packet filter finds packets in which a message begins. */
  readonly filter: {
    readonly name: string;
    readonly says: string;
    readonly fields: readonly ApplicationField[];
  };
  /** What bytes say, a layer for each message or frame in them; none where they cannot be read. */
  dissect(bytes: ApplicationBytes, written: WrittenContents | undefined): DissectedLayer[];
  /** Whether bytes of which nothing is known begin as only this application's do. */
  recognises?(bytes: Uint8Array): boolean;
  /** What begins in a text. */
  messagesIn(text: WrittenText): Message[];
  /** How it writes frames at a beat, where it has such: what the traffic of calls can be. */
  readonly frames?: FrameFormat;
}

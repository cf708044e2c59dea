/** What applications wrote into the streams of connections, as those offer it who hold a trace. It may go on growing. */

/** One direction of one stream. `stream`: the QUIC stream's id, 0 on TCP and UDP. */
export interface StreamEnd {
  readonly connection: number;
  readonly end: 0 | 1;
  readonly stream: number;
}

/** Bytes that were written at once. */
export interface WrittenSpan extends StreamEnd {
  /** Where they stand in the stream. */
  readonly offset: number;
  readonly length: number;
}

export interface WrittenContents {
  /** All that was written, in the order in which it was. */
  readonly spans: readonly WrittenSpan[];
  /** A span's text (ISO 8859-1); undefined where it is filling, which says nothing. */
  textOf(span: number): string | undefined;
  /** The name of the application that a connection carries. */
  applicationOf(connection: number): string;
  /** Bytes of a stream; zeros where nothing was written. */
  read(stream: StreamEnd, offset: number, length: number): Uint8Array;
  /** Where the latest text that is accepted begins, at or before an offset of a stream; undefined: none does. */
  textAtOrBefore(stream: StreamEnd, offset: number, accepts: (text: string) => boolean): number | undefined;
}

/** What a reader learns of contents on its way, kept for as long as they are. */
export function rememberedBy<Knowledge>(
  learn: (written: WrittenContents) => Knowledge,
): (written: WrittenContents) => Knowledge {
  const known = new WeakMap<WrittenContents, Knowledge>();
  return (written) => {
    let knowledge = known.get(written);
    if (knowledge === undefined) {
      knowledge = learn(written);
      known.set(written, knowledge);
    }
    return knowledge;
  };
}

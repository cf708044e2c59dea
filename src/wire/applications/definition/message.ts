/** A text as an application wrote it, whole, and where. */
export interface WrittenText {
  /** ISO 8859-1. */
  readonly text: string;
  /** The QUIC stream's id; 0 on TCP and UDP. */
  readonly stream: number;
  /** Where it begins in the stream. */
  readonly offset: number;
  /** What is known of the request or response that it belongs to: `GET /a`, `200`; '' where nothing is. */
  readonly about: string;
}

/** A message, or a frame, that begins in a text: what packets are called by. */
export interface Message {
  /** In a word or two: `GET /a`, `200`, `SETTINGS`, `frame 13`. */
  readonly short: string;
  /** As a list shows it: `HEADERS[1] GET /a`. */
  readonly long: string;
  /** head: packets are called by it, and told how many more there are; detail: where there is no head; filling: never. */
  readonly weight: 'head' | 'detail' | 'filling';
  /** The stream that it says it is on, in applications with streams of their own. */
  readonly stream?: number;
  /** By the names of the application's filter fields. */
  readonly values?: Readonly<Record<string, number | string>>;
}

/** The heads among messages: `GET /a`, `200 +1`; undefined where there is none. */
export function headName(messages: readonly Message[]): string | undefined {
  const heads = messages.filter(({ weight }) => weight === 'head');
  const [first] = heads;
  return first && heads.length > 1 ? `${first.short} +${heads.length - 1}` : first?.short;
}

/** What a packet is called by what begins in it; undefined where nothing that tells does. */
export function messageName(messages: readonly Message[]): string | undefined {
  return headName(messages) ?? messages.find(({ weight }) => weight === 'detail')?.short;
}

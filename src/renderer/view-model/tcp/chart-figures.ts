/** A place in a figure: row and column. */
type Place = readonly [row: number, column: number];

/** Where the RFCs draw the states of a machine. */
export interface ChartFigure {
  readonly places: Readonly<Record<string, Place>>;
  readonly rows: number;
  readonly columns: number;
  /** The second place of the initial state, where the machine comes back to it. */
  readonly end: Place | undefined;
  /** States below this row come back to the second place. */
  readonly lastRowNearStart: number;
  /** Events that break a machine off: drawn when they matter. */
  readonly breakdowns: ReadonlySet<string>;
}

/** RFC 9293 section 3.3.2, figure 5. */
const tcpConnection: ChartFigure = {
  places: {
    CLOSED: [0, 1],
    LISTEN: [1, 1],
    'SYN-RECEIVED': [2, 0],
    'SYN-SENT': [2, 2],
    ESTABLISHED: [3, 1],
    'FIN-WAIT-1': [4, 0],
    'CLOSE-WAIT': [4, 2],
    'FIN-WAIT-2': [5, 0],
    CLOSING: [5, 1],
    'LAST-ACK': [5, 2],
    'TIME-WAIT': [6, 1],
  },
  rows: 7,
  columns: 3,
  end: [6, 2],
  lastRowNearStart: 2,
  breakdowns: new Set(['ABORT', 'SEGMENT.RST', 'TIMEOUT.USER']),
};

/** RFC 9000 section 10.2, with the handshake of RFC 9001 section 4 before it. */
const quicConnection: ChartFigure = {
  places: {
    IDLE: [0, 1],
    HANDSHAKING: [1, 1],
    ESTABLISHED: [2, 1],
    CONFIRMED: [3, 1],
    CLOSING: [4, 0],
    DRAINING: [4, 2],
    CLOSED: [5, 1],
  },
  rows: 6,
  columns: 3,
  end: undefined,
  lastRowNearStart: Infinity,
  breakdowns: new Set(['ABORT', 'TIMEOUT.IDLE']),
};

/** RFC 9000 section 3.1, figure 2. */
const sendingPart: ChartFigure = {
  places: {
    Ready: [0, 1],
    Send: [1, 1],
    'Data Sent': [2, 0],
    'Reset Sent': [2, 2],
    'Data Recvd': [3, 0],
    'Reset Recvd': [3, 2],
  },
  rows: 4,
  columns: 3,
  end: undefined,
  lastRowNearStart: Infinity,
  breakdowns: new Set(),
};

/** RFC 9000 section 3.2, figure 3. */
const receivingPart: ChartFigure = {
  ...sendingPart,
  places: {
    Recv: [0, 1],
    'Size Known': [1, 0],
    'Data Recvd': [2, 0],
    'Reset Recvd': [2, 2],
    'Data Read': [3, 0],
    'Reset Read': [3, 2],
  },
};

/** RFC 9113 section 5.1, figure 2. */
const http2Stream: ChartFigure = {
  ...sendingPart,
  places: {
    idle: [0, 1],
    'reserved (local)': [1, 0],
    open: [1, 1],
    'reserved (remote)': [1, 2],
    'half-closed (remote)': [2, 0],
    'half-closed (local)': [2, 2],
    closed: [3, 1],
  },
  breakdowns: new Set(['SEND.RST_STREAM', 'RECEIVE.RST_STREAM']),
};

const figures: Readonly<Record<string, ChartFigure>> = {
  'TCP connection': tcpConnection,
  'QUIC connection': quicConnection,
  'QUIC stream, sending part': sendingPart,
  'QUIC stream, receiving part': receivingPart,
  'HTTP/2 stream': http2Stream,
};

/** The figure of a machine by its name; a machine without one is drawn in rows, one after the other. */
export function figureOf(machine: string): ChartFigure {
  return figures[machine] ?? { ...sendingPart, places: {}, rows: 0 };
}

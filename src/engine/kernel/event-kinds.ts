/** What the event queue's entries mean; `a` and `b` by kind. One dispatch in `world/simulation.ts`. */
export const EventKind = {
  /** The oldest frame of a link direction arrives. a: direction, b: the direction's epoch. */
  linkArrival: 1,
  /** A frame that left the order of its link (lost, late, early, copied) meets its fate. a: direction, b: slot. */
  linkStray: 2,
  /** A TCP connection's earliest timer. a: device, b: timer ticket. */
  tcpTimer: 3,
  /** The oldest TIME-WAIT entry of a device. a: device. */
  timeWait: 4,
  /** A workload's next request. a: workload, b: how many it has started. */
  workload: 5,
  /** A server has thought. a: device, b: request ticket. */
  think: 6,
  /** A fault sets in, or ends. a: which moment of all that faults have. */
  fault: 7,
  /** A test's script takes its next step. a, b: the script's own. */
  script: 8,
  /** A QUIC connection's earliest timer. a: device, b: the connection's slot. */
  quicTimer: 9,
  /** Something that a host has put off. a: device, b: ticket. */
  later: 10,
} as const;

/** What happens, in words that go before the place where it does. */
export const eventNames: Readonly<Record<number, string>> = {
  [EventKind.linkArrival]: 'a frame arrives over',
  [EventKind.linkStray]: 'a frame arrives, or is lost, on',
  [EventKind.tcpTimer]: 'a timer of TCP fires at',
  [EventKind.timeWait]: 'TIME-WAIT is over at',
  [EventKind.workload]: 'a request begins of',
  [EventKind.think]: 'an answer is ready at',
  [EventKind.fault]: 'a fault strikes',
  [EventKind.script]: 'a script goes on with',
  [EventKind.quicTimer]: 'a timer of QUIC fires at',
  [EventKind.later]: 'something put off comes due at',
};

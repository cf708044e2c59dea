/** Packet number spaces, RFC 9000 section 12.3. */
export const QuicSpace = { initial: 0, handshake: 1, application: 2 } as const;
export const quicSpaces = ['Initial', 'Handshake', 'application data'] as const;

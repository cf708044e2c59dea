/** Keys under which bytes are protected; also QUIC's encryption levels (RFC 9001 section 2.1). */
export const TlsEpoch = { plaintext: 0, earlyData: 1, handshake: 2, application: 3 } as const;
export const tlsEpochs = ['plaintext', 'early data', 'handshake', 'application'] as const;

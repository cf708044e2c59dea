import type { Application } from '../definition/application';

/** Bytes of which nobody knows what they say. */
export const plain: Application = {
  name: '',
  title: 'Data',
  carriers: ['tcp', 'tls', 'quic', 'udp'],
  colours: ['other', 'other'],
  filter: { name: 'data', says: 'carries bytes of no known application', fields: [] },
  dissect: () => [],
  messagesIn: () => [],
};

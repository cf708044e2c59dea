import { definitionOf, tableByKind, type RecordKindKey } from '../../../shared/trace/record-table';
import { deviceSentences } from './device-sentences';
import { httpSentences } from './http-sentences';
import { linkSentences } from './link-sentences';
import { mediaSentences } from './media-sentences';
import { quicSentences } from './quic-sentences';
import { runSentences } from './run-sentences';
import type { SentenceSource } from './sentence-source';
import { tcpSentences } from './tcp-sentences';
import { Telling, type Sentences } from './telling';
import { tlsSentences } from './tls-sentences';

const sentences: Sentences = {
  ...runSentences,
  ...linkSentences,
  ...deviceSentences,
  ...tcpSentences,
  ...tlsSentences,
  ...httpSentences,
  ...quicSentences,
  ...mediaSentences,
};

type Teller = (source: SentenceSource, record: number) => string;
const tellers = tableByKind<Teller>(
  Object.fromEntries(
    (Object.keys(sentences) as RecordKindKey[]).map((key) => [key, tellerOf(key, sentences[key])]),
  ),
);

/** One record as a plain sentence without its time: `#2 SYN-ACK arrives at client`. */
export function recordSentence(source: SentenceSource, record: number): string {
  const tell = tellers[source.trace.kind(record)] ?? plainSentence;
  return tell(source, record);
}

function tellerOf<Kind extends RecordKindKey>(kind: Kind, sentence: Sentences[Kind]): Teller {
  return sentence ? (source, record) => sentence(new Telling(source, record, kind)) : plainSentence;
}

/** A record of a kind that has no sentence of its own: what its definition says, and where. */
function plainSentence({ trace, topology }: SentenceSource, record: number): string {
  const kind = trace.kind(record);
  const says = definitionOf(kind)?.says.replace(/\.$/, '') ?? `Record of kind ${kind}`;
  const device = topology.deviceOf(trace, record);
  return device < 0 ? says : `${says} (${topology.deviceId(device)})`;
}

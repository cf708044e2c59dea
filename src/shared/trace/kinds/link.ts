import { inBoth, inDetail, nanoseconds, number, word, type RecordKindDefinitions } from './definition';
import { dropReasons } from './drop-reasons';

const timeToLive = inDetail(number, 'Time to Live');
const reason = inDetail(word(dropReasons), 'reason for the loss');

export const linkKinds = {
  linkSend: {
    code: 10,
    name: 'link.send',
    says: "A frame is handed to a link's sending end, and waits there before its first bit leaves.",
    layer: 1,
    place: 'sender',
    packet: 'always',
    connection: 'sometimes',
    fields: { wait: inBoth(nanoseconds, 'wait'), timeToLive },
  },
  linkArrive: {
    code: 11,
    name: 'link.arrive',
    says: "A frame's last bit has reached the link's other end.",
    layer: 1,
    place: 'receiver',
    packet: 'always',
    connection: 'sometimes',
    fields: { timeToLive },
  },
  linkDrop: {
    code: 12,
    name: 'link.drop',
    says: 'A frame is lost on, or refused by, a link.',
    layer: 1,
    place: 'sender',
    packet: 'always',
    connection: 'sometimes',
    fields: { reason },
  },
  linkCut: {
    code: 13,
    name: 'link.cut',
    says: 'A link is cut: what is on it, or waits for it, is lost.',
    layer: 1,
    place: 'link',
    fields: {},
    isFault: true,
  },
  linkMend: {
    code: 14,
    name: 'link.mend',
    says: 'A cut link works again.',
    layer: 1,
    place: 'link',
    fields: {},
    isFault: true,
  },
} as const satisfies RecordKindDefinitions;

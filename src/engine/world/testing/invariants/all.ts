import {
  framesAreConserved,
  nothingIsLostBeforeItLeft,
  nothingOutrunsLight,
  orderIsKept,
  packetsFit,
  queuesRefuseOnlyWhenFull,
  transmissionsNeverOverlap,
} from './link-invariants';
import { causesComeFirst, timesNeverFall } from './record-invariants';
import { answersFollowRequests, requestsEndOnce } from './request-invariants';
import type { Invariant } from './run-under-test';
import { nothingIsDeliveredThatWasNotWritten, tcpDeliversInOrder } from './stream-invariants';

/** What holds in every run of every lab, by what it says. */
export const invariants: Readonly<Record<string, Invariant>> = {
  'times never fall': timesNeverFall,
  'each cause lies before its effect': causesComeFirst,
  'no frame arrives before light could': nothingOutrunsLight,
  'no frame is lost on the way before it has left': nothingIsLostBeforeItLeft,
  'no two frames of one direction leave at once': transmissionsNeverOverlap,
  'no link carries more than its MTU, and TCP never offers it more': packetsFit,
  'frames arrive in order where nothing holds single ones back': orderIsKept,
  'sent = arrived + lost + on the way, in each direction': framesAreConserved,
  'a queue refuses only when it is full': queuesRefuseOnlyWhenFull,
  'every request is answered, failed or pending, and never two of them': requestsEndOnce,
  'an answer is read after it was given, and given after the request was read': answersFollowRequests,
  'TCP delivers in order, no byte twice, and none that was not sent': tcpDeliversInOrder,
  'no stream delivers more than was written to it': nothingIsDeliveredThatWasNotWritten,
};

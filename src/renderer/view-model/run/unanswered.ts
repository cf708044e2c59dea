import { RequestStatus } from '../../../shared/trace/fold/state/columns';
import type { LabState } from '../../../shared/trace/fold/state/lab-state';

/** How many requests have begun by a state, and were neither answered nor have failed. */
export function unansweredRequests({ requests }: LabState): number {
  let unanswered = 0;
  for (let request = 0; request < requests.rows; request += 1) {
    const status = requests.get(request, 'status');
    if (status >= RequestStatus.started && status < RequestStatus.complete) unanswered += 1;
  }
  return unanswered;
}

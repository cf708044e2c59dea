import { defineCongestionControl } from './congestion-control';
import { CongestionController } from './congestion-controller';

/** No congestion control: the receiver's window alone limits the sender. */
class UnlimitedController extends CongestionController {
  constructor(segment: number) {
    super(segment, 1e6);
  }
  onLoss(): void {
    // Nothing is given up.
  }
  override onTimeout(): void {
    // Nothing is given up.
  }
  protected avoid(): void {
    // Nothing to grow.
  }
}

export const unlimited = defineCongestionControl({
  name: 'none',
  words: { title: 'None', about: 'only the receiver limits the sender', source: '' },
  create: (segment) => new UnlimitedController(segment),
});

import type { FaultPlanner } from './fault-planner';
import { ResponseLoss } from './response-loss';

/** The packet with a certain byte of a response is lost, whenever it comes. */
export const planResponseLosses: FaultPlanner<'drop-response'> = (faults, stage) => {
  const { links, writer } = stage;
  for (const { direction, workload, path, byte } of faults) {
    const loss = new ResponseLoss(writer.trace, workload, path, byte);
    stage.onRequest((request, asked, of) => loss.began(request, asked, of));
    links[direction]?.dropWhere((packet) => loss.strikes(packet));
  }
  return [];
};

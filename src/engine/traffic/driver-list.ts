import type { LabWorkload, WorkloadKind } from '../../shared/workloads/workload';
import type { Driver, DriverFactory } from './driver/driver';
import type { DriverSite } from './driver/driver-site';
import { createHttpGetDriver } from './http-get/http-get-driver';
import { createMediaDriver } from './media/media-driver';
import { createPageLoadDriver } from './page-load/page-load-driver';
import { createSynFloodDriver } from './syn-flood/syn-flood-driver';

/** What makes each kind of workload happen. A kind that `shared/workloads/list.ts` names must be here. */
const factories: { readonly [Kind in WorkloadKind]: DriverFactory<Kind> } = {
  'http-get': createHttpGetDriver,
  'page-load': createPageLoadDriver,
  media: createMediaDriver,
  'syn-flood': createSynFloodDriver,
};

/** Makes what makes a workload happen, at its site. */
export function createDriver(workload: LabWorkload, site: DriverSite): Driver {
  // The entry of a kind takes the workloads of that kind.
  const create = factories[workload.kind] as (workload: LabWorkload, site: DriverSite) => Driver;
  return create(workload, site);
}

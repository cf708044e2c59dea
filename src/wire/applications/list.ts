import type { Application } from './application';
import type { FrameFormat } from './frame-format';
import { http1 } from './http1/http1-application';
import { http2 } from './http2/http2-application';
import { http3 } from './http3/http3-application';
import { plain } from './plain/plain-application';
import { rtp } from './rtp/rtp-application';

/** Every application over a transport that there is, in the order in which the packet filter names them. */
export const applications: readonly Application[] = [http1, http2, http3, rtp];

const byName = new Map(applications.map((application) => [application.name, application]));

/** The application of that name; of any other name, the one of which only the bytes are known. */
export function applicationNamed(name: string): Application {
  return byName.get(name) ?? plain;
}

/** An application that writes frames at a beat. */
export interface FramedApplication extends Application {
  readonly frames: FrameFormat;
}

/** Those that calls can be made of. */
export const framedApplications: readonly FramedApplication[] = applications.filter(
  (application): application is FramedApplication => application.frames !== undefined,
);

import type { Application } from './definition/application';
import type { FrameFormat } from './definition/frame-format';
import { applicationList } from './list';
import { plain } from './plain/plain-application';

/** All applications, to those who know them as many. */
export const applications: readonly Application[] = applicationList;

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

/** An application that calls can be made of, by its name. Throws a TypeError where that is none. */
export function framedApplication(name: string): FramedApplication {
  const application = framedApplications.find((one) => one.name === name);
  if (!application) throw new TypeError(`${name} writes no frames`);
  return application;
}

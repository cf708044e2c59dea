import {
  createStageFrames,
  reserveFrames,
  type StageFrames,
  type StagePicture,
} from '../../view-model/picture/stage-picture';
import { device, link, picture, type StageScene } from './stage-scene';

const hosts = 12;

/** Twelve clients and twelve servers round two routers, and so many frames spread evenly over all links. */
export function crowd(count: number): StageScene {
  return {
    name: `crowd-${count}`,
    picture: () => {
      const shown = crowdedNetwork();
      moveCrowd(shown.frames, shown.links.length, count, 0);
      return shown;
    },
  };
}

function crowdedNetwork(): StagePicture {
  const devices = [device('router-a', 'router', 380, 0), device('router-b', 'router', 900, 0)];
  const links = [link('router-a', 'router-b', '10 ms · 1 Gbps')];
  for (let host = 0; host < hosts; host++) {
    const y = (host - (hosts - 1) / 2) * 84;
    devices.push(device(`client-${host}`, 'client', 0, y), device(`server-${host}`, 'server', 1280, y));
    links.push(link(`client-${host}`, 'router-a', '1 ms · 100 Mbps'));
    links.push(link('router-b', `server-${host}`, '1 ms · 100 Mbps'));
  }
  return picture(devices, links, { frames: createStageFrames(16) });
}

/** Places frames for a moment, 0 to 1 of the way that each goes: evenly spaced, both directions. */
export function moveCrowd(columns: StageFrames, links: number, count: number, moment: number): void {
  reserveFrames(columns, count);
  columns.count = count;
  for (let frame = 0; frame < count; frame++) {
    const tail = (frame * 0.618034 + moment) % 1;
    columns.link[frame] = frame % links;
    columns.towards[frame] = Math.floor(frame / links) % 2;
    columns.tail[frame] = tail;
    columns.head[frame] = Math.min(1, tail + 0.01);
    columns.tint[frame] = frame % 8;
    columns.packet[frame] = frame;
    columns.record[frame] = frame;
    columns.labels[frame] = '';
  }
}

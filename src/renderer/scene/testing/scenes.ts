import { building } from './building.scene';
import { crowd } from './crowd.scene';
import { dense } from './dense.scene';
import { longLink } from './long-link.scene';
import { parallelLinks } from './parallel-links.scene';
import type { StageScene } from './stage-scene';
import { troubles } from './troubles.scene';

export const scenes: readonly StageScene[] = [
  longLink,
  troubles,
  parallelLinks,
  building,
  dense,
  crowd(1000),
  crowd(10_000),
];

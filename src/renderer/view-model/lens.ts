export { layerCrossings, countCrossings, crossingDevice } from './layer-crossings';
export type { Layer, LayerCrossing, Motion } from './layer-crossings';

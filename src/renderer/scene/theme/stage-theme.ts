import { mix } from '../shapes/colour';
import { requestColours } from '../../view-model/run/request-colours';
import { protocolClasses, type ProtocolClass } from '../../view-model/picture/stage-picture';

/** The stage's colours (0xRRGGBB) and typefaces (CSS font families). */
export interface StageTheme {
  readonly ground: number;
  readonly gridDot: number;
  readonly track: number;
  readonly trackBusy: number;
  readonly card: number;
  readonly cardHovered: number;
  readonly cardBorder: number;
  readonly tile: number;
  readonly text: number;
  readonly textDim: number;
  readonly textFaint: number;
  readonly accent: number;
  readonly accentSoft: number;
  readonly ok: number;
  readonly warn: number;
  readonly bad: number;
  readonly shadow: number;
  /** Opacity of the shadow under a card; 0 where the ground is too dark to show one. */
  readonly shadowStrength: number;
  /** By index in `protocolClasses`; then those of requests, as `requestTint` has them. */
  readonly protocols: readonly number[];
  readonly textFont: string;
  readonly codeFont: string;
}

/** The CSS token of a protocol class's colour. */
export function protocolToken(name: ProtocolClass): `--${string}` {
  return `--proto-${name}`;
}

/**
 * The stage's theme from the window's tokens.
 * @param colour looks a token's colour up, 0xRRGGBB
 * @param family looks a token's font family up
 */
export function stageTheme(
  colour: (token: `--${string}`) => number,
  family: (token: `--${string}`) => string,
  name: 'light' | 'dark',
): StageTheme {
  return {
    ground: colour('--surface-0'),
    gridDot: colour('--line'),
    track: mix(colour('--line'), colour('--line-strong'), 0.2),
    trackBusy: colour('--line-strong'),
    card: colour(name === 'dark' ? '--surface-2' : '--surface-1'),
    cardHovered: colour(name === 'dark' ? '--surface-3' : '--surface-1'),
    cardBorder: colour('--line'),
    tile: colour(name === 'dark' ? '--surface-0' : '--surface-2'),
    text: colour('--text'),
    textDim: colour('--text-dim'),
    textFaint: colour('--text-faint'),
    accent: colour('--accent'),
    accentSoft: colour('--accent-soft'),
    ok: colour('--ok'),
    warn: colour('--warn'),
    bad: colour('--bad'),
    shadow: 0x18202c,
    shadowStrength: name === 'dark' ? 0 : 0.08,
    protocols: [
      ...protocolClasses.map((protocol) => colour(protocolToken(protocol))),
      ...requestColours.map((token) => colour(token)),
    ],
    textFont: family('--font-text'),
    codeFont: family('--font-code'),
  };
}

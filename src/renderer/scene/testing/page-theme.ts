import { tokenColour, type ThemeName } from '../../theme/theme';
import { stageTheme, type StageTheme } from '../theme/stage-theme';

/** Puts a theme into effect on a page without the app around it; returns the stage's. The page has tokens.css. */
export function pageTheme(name: ThemeName): StageTheme {
  const { documentElement } = document;
  documentElement.style.colorScheme = name;
  const fonts = getComputedStyle(documentElement);
  return stageTheme(tokenColour, (token) => fonts.getPropertyValue(token), name);
}

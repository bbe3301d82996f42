import type { ModuleScreens } from './screen.ts';

/** Every module's screens. A module adds one by listing it in its own `web/screens.ts`; nothing here changes. */
const found = import.meta.glob<ModuleScreens>('../modules/*/web/screens.ts', {
  eager: true,
  import: 'default',
});

export const modules: readonly ModuleScreens[] = Object.values(found).sort((a, b) => a.order - b.order);

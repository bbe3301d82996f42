import { setAppearance } from '../../../web/appearance.ts';
import { q, queryClient } from '../../../web/kit/api.ts';
import { setSingleKeys } from '../../../web/kit/keys.ts';
import { getProfile } from '../profile/contract.ts';

/** How somebody likes it, in a browser they have just come to. What was chosen in this browser before, stays. */
export async function applyOwnPreferences(): Promise<void> {
  const { preferences } = await queryClient.ensureQueryData(q(getProfile));
  const { theme = 'system', keyboardShortcuts = true } = preferences;
  const hasChosen = document.documentElement.dataset.appearance !== undefined;
  if (theme !== 'system' && !hasChosen) setAppearance(theme);
  if (!keyboardShortcuts) setSingleKeys(false);
}

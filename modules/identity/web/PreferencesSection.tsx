import { type Appearance, appearanceLooks, setAppearance, useAppearance } from '../../../web/appearance.ts';
import { q, queryClient } from '../../../web/kit/api.ts';
import { RadioGroup, Switch } from '../../../web/kit/Choice.tsx';
import { setSingleKeys } from '../../../web/kit/keys.ts';
import { editOne, useSend } from '../../../web/kit/send.ts';
import { getProfile, type Preferences, type Profile, patchMe } from '../profile/contract.ts';

const looks = appearanceLooks.map(({ value, label }) => ({
  value,
  label: value === 'system' ? 'Like the system' : label,
}));

/** Each takes effect when it is chosen, here and where they sign in next. */
export function PreferencesSection({ profile: { preferences } }: { profile: Profile }) {
  const appearance = useAppearance();
  const save = useSend(patchMe, {
    failureTitle: 'This could not be kept',
    changes: ({ body }) => [
      editOne(getProfile, [], (shown) => ({
        ...shown,
        preferences: { ...shown.preferences, ...(body.preferences as Preferences) },
      })),
    ],
    onReply: (reply) => {
      queryClient.setQueryData(q(getProfile).queryKey, reply);
    },
  });
  const change = (part: Preferences) => save.send({ body: { preferences: part } });
  return (
    <div className="flex flex-col gap-6">
      <RadioGroup
        name="theme"
        label="Appearance"
        options={looks}
        value={appearance}
        onChange={(next) => {
          setAppearance(next as Appearance);
          change({ theme: next as Appearance });
        }}
      />
      <Switch
        name="keyboardShortcuts"
        label="Single keys"
        hint="Keys without Ctrl or ⌘. Turn them off if you speak to your computer."
        value={preferences.keyboardShortcuts ?? true}
        onChange={(on) => {
          setSingleKeys(on);
          change({ keyboardShortcuts: on });
        }}
      />
    </div>
  );
}

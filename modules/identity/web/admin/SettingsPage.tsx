import { useState } from 'react';
import { pagesOf, q, queryClient, useLoaded } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/Button.tsx';
import { RadioGroup } from '../../../../web/kit/Choice.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import { Combobox } from '../../../../web/kit/Select.tsx';
import { editOne, sendNow, useSend } from '../../../../web/kit/send.ts';
import { Time } from '../../../../web/kit/time.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import {
  getInstallationSettings,
  type InstallationSettings,
  listAlertAddresses,
  patchInstallationSettings,
} from '../../administration/contract.ts';
import { getSignInOptions, signUpModes } from '../../sign-in/contract.ts';
import { administratorsLoader, forAdministrators } from './AdminPage.tsx';
import { AlertAddresses } from './AlertAddresses.tsx';
import { missing } from './field-errors.ts';
import { oneOf } from './filters.ts';
import { MomentField } from './MomentField.tsx';
import { zoneLabel } from './words.ts';
import { momentOf, wallClockOf } from './zoned.ts';

type Mode = InstallationSettings['signUp'];

const modes: { value: Mode; label: string; hint: string }[] = [
  {
    value: 'open',
    label: 'Anybody',
    hint: 'Whoever comes to the sign-up page makes an account.',
  },
  {
    value: 'application',
    label: 'Whoever you approve',
    hint: 'The sign-up page leads to the application form and the waiting list. You decide, and they get a link.',
  },
  {
    value: 'invitation',
    label: 'Whoever is invited',
    hint: 'Only by an invitation into a workspace, or by a link from here. The sign-up page says so.',
  },
];
const stale = [[getInstallationSettings.path], [getSignInOptions.path]];

export const loader = administratorsLoader(() => {
  void queryClient.prefetchInfiniteQuery(pagesOf(listAlertAddresses));
  return queryClient.ensureQueryData(q(getInstallationSettings));
});
export default forAdministrators('Settings', SettingsPage);

function SettingsPage() {
  const settings = useLoaded(q(getInstallationSettings));
  const { updatedAt, updatedBy } = settings;
  return (
    <Page
      title="Settings"
      hint={
        updatedBy ? (
          <>
            How this installation lets people in. Last changed by {updatedBy.name}, <Time at={updatedAt} />.
          </>
        ) : (
          'How this installation lets people in.'
        )
      }
    >
      <SignUp mode={settings.signUp} />
      <Launch key={settings.updatedAt.getTime()} settings={settings} />
      <AlertAddresses />
    </Page>
  );
}

const words = (mode: Mode) => modes.find(({ value }) => value === mode)!.label.toLowerCase();

/** Takes effect at once, and can be taken back. */
function setMode(mode: Mode, before: Mode): void {
  void sendNow(
    patchInstallationSettings,
    { body: { signUp: mode } },
    {
      changes: () => [editOne(getInstallationSettings, [], (all) => ({ ...all, signUp: mode }))],
      stale,
      failureTitle: 'Sign-up is as it was',
      onReply: () => toast({ title: `Now ${words(mode)} may sign up`, undo: () => setMode(before, mode) }),
    },
  ).catch(() => undefined);
}

function SignUp({ mode }: { mode: Mode }) {
  return (
    <Section title="Who may sign up">
      <div className="max-w-xl">
        <RadioGroup
          name="signUp"
          label="Accounts are for"
          options={modes}
          value={mode}
          onChange={(value) => {
            const next = oneOf(signUpModes, value);
            if (next && next !== mode) setMode(next, mode);
          }}
        />
      </div>
    </Section>
  );
}

const zoneOptions = (chosen: string) => {
  const zones = Intl.supportedValuesOf('timeZone');
  return (zones.includes(chosen) ? zones : [chosen, ...zones]).map((zone) => ({
    value: zone,
    label: zoneLabel(zone),
  }));
};

const useSaveLaunch = () =>
  useSend(patchInstallationSettings, {
    stale,
    onReply: (reply) => {
      queryClient.setQueryData(q(getInstallationSettings).queryKey, reply);
      toast({ title: reply.launchAt ? 'The launch is set' : 'There is no date of launch any more' });
    },
  });

const lackingIn = (at: Date | null | undefined, zone: string) =>
  missing({
    launchAt: at === undefined ? 'Choose a day and a time.' : undefined,
    launchTimezone: zone === '' ? 'Choose a time zone.' : undefined,
  });

function Launch({ settings }: { settings: InstallationSettings }) {
  const { launchAt, launchTimezone } = settings;
  const before = { zone: launchTimezone, when: launchAt ? wallClockOf(launchTimezone, launchAt) : '' };
  const [written, setWritten] = useState(before);
  const [refusal, setRefusal] = useState<Error>();
  const [zones] = useState(() => zoneOptions(launchTimezone));
  const { send, isPending, error } = useSaveLaunch();
  const save = (when: string) => {
    const at = when === '' ? null : momentOf(written.zone, when);
    const lacking = lackingIn(at, written.zone);
    setRefusal(lacking);
    if (at !== undefined && !lacking) send({ body: { launchAt: at, launchTimezone: written.zone } });
  };
  const isSame = written.when === before.when && written.zone === before.zone;
  return (
    <Section
      title="Launch"
      hint="Whoever is on the waiting list sees a countdown, and gets a mail 14, 7 and 1 days before and on the day."
    >
      <Form
        onSubmit={() => save(written.when)}
        error={refusal ?? error}
        unsaved={!isSame}
        className="flex max-w-xl flex-col gap-5"
      >
        <div className="grid gap-5 sm:grid-cols-2">
          <MomentField
            name="launchAt"
            label="Day and time"
            zone={written.zone}
            value={written.when}
            onChange={(when) => setWritten({ ...written, when })}
          />
          <Combobox
            name="launchTimezone"
            label="Time zone"
            options={zones}
            value={written.zone}
            onChange={(zone) => setWritten({ ...written, zone })}
          />
        </div>
        <div className="flex flex-wrap gap-2">
          <Submit busy={isPending} disabledReason={isSame ? 'Nothing has changed yet.' : undefined}>
            Save launch
          </Submit>
          {launchAt && (
            <Button look="quiet" onClick={() => save('')}>
              Take the date away
            </Button>
          )}
        </div>
      </Form>
    </Section>
  );
}

import { useState } from 'react';
import { newId } from '../../../../kit/ids.ts';
import { q, queryClient, useLoaded } from '../../../../web/kit/api.ts';
import { Checkbox, RadioGroup } from '../../../../web/kit/Choice.tsx';
import { TextArea, TextField } from '../../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { Link } from '../../../../web/kit/Link.tsx';
import { Select } from '../../../../web/kit/Select.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { paths } from '../../../../web/paths.ts';
import { ApplicationId, putApplication, signUpLinkDays } from '../../applications/contract.ts';
import { getSignInOptions } from '../../sign-in/contract.ts';
import { firstOf } from '../admin/field-errors.ts';
import { filledIn, useKept } from './kept.ts';
import { PublicFrame } from './PublicFrame.tsx';
import { missingOfWho, Next, Sent, Step, Trap, WhoFields } from './parts.tsx';

const platforms = ['Instagram', 'TikTok', 'YouTube', 'Facebook', 'LinkedIn', 'X', 'Pinterest', 'WhatsApp'];
const audiences = [
  'Under 1,000',
  '1,000 to 10,000',
  '10,000 to 100,000',
  '100,000 to 1 million',
  'Over 1 million',
];
const sizes = ['Only me', '2 to 10', '11 to 50', '51 to 200', 'Over 200'];
const options = (values: readonly string[]) => values.map((value) => ({ value, label: value }));

const fresh = () => ({
  /** The id belongs to the form: sent again after a lost answer, it is one application. */
  id: newId(ApplicationId) as string,
  accountType: 'creator',
  ...{ name: '', email: '', companyName: '', companySize: '', website: '', audienceSize: '', niche: '' },
  platforms: [] as string[],
  ...{ country: '', heardFrom: '', message: '', trap: '' },
});
type Draft = ReturnType<typeof fresh>;
interface PartProps {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
}

export async function loader() {
  await queryClient.ensureQueryData(q(getSignInOptions));
  return null;
}

export default function ApplyPage() {
  const kept = useKept('application', fresh);
  if (kept.sentTo !== undefined) {
    return (
      <PublicFrame title="We have your application">
        <Sent to={kept.sentTo} again="Apply with another address" onAgain={kept.startAgain}>
          There is a mail on its way already that says so.
        </Sent>
        <WhatIsNext />
      </PublicFrame>
    );
  }
  return (
    <PublicFrame title="Apply" hint={<Hint />}>
      <ApplyForm {...kept} />
      <WhatIsNext />
    </PublicFrame>
  );
}

function Hint() {
  const { signUp } = useLoaded(q(getSignInOptions));
  if (signUp !== 'open') return 'Tell us who you are and what you do. It takes about three minutes.';
  return (
    <>
      You need not apply: <Link to={paths.signUp()}>anybody can sign up</Link> here at the moment. Whoever
      would rather tell us about themselves first is welcome to.
    </>
  );
}

const WhatIsNext = () => (
  <Next
    steps={[
      'A person reads it. There is no machine that decides.',
      'You get a mail either way, with the reason if it is a no.',
      `If it is a yes, the mail has a link to sign up that is good for ${signUpLinkDays} days.`,
    ]}
  />
);

interface ApplyFormProps extends PartProps {
  isBegun: boolean;
  markSent: (email: string) => void;
}

function ApplyForm({ draft, change, isBegun, markSent }: ApplyFormProps) {
  const [refusal, setRefusal] = useState<Error>();
  const { send, isPending, error } = useSend(putApplication, {
    onReply: (_, { body }) => markSent(body.email),
  });
  const submit = () => {
    const lacking = missingOfWho(draft);
    setRefusal(lacking);
    if (!lacking) send({ params: { applicationId: ApplicationId.parse(draft.id) }, body: bodyOf(draft) });
  };
  return (
    <Form onSubmit={submit} error={refusal ?? firstOf(error)}>
      <Step number={1} title="Who you are">
        <RadioGroup
          name="accountType"
          label="You apply as"
          options={[
            { value: 'creator', label: 'Creator', hint: 'You publish under your own name or brand.' },
            { value: 'agency', label: 'Agency', hint: 'You work for other creators or brands.' },
          ]}
          value={draft.accountType}
          onChange={(accountType) => change({ accountType })}
        />
        <WhoFields name={draft.name} email={draft.email} change={change} />
      </Step>
      <Step number={2} title="What you do">
        {draft.accountType === 'agency' ? (
          <AgencyFields draft={draft} change={change} />
        ) : (
          <CreatorFields draft={draft} change={change} />
        )}
        <PlatformFields draft={draft} change={change} />
      </Step>
      <Step number={3} title="Anything else">
        <MoreFields draft={draft} change={change} />
      </Step>
      <Trap value={draft.trap} onChange={(trap) => change({ trap })} />
      <div className="flex flex-wrap items-center justify-between gap-4">
        <p className="text-sm text-faint" aria-live="polite">
          {isBegun && 'What you write is kept in this browser until you send it.'}
        </p>
        <Submit busy={isPending}>Send application</Submit>
      </div>
    </Form>
  );
}

function CreatorFields({ draft, change }: PartProps) {
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <Select
        name="audienceSize"
        label="People who follow you"
        optional
        options={options(audiences)}
        value={draft.audienceSize}
        onChange={(audienceSize) => change({ audienceSize })}
      />
      <TextField
        name="niche"
        label="What it is about"
        optional
        placeholder="Travel, ceramics, tax law"
        maxLength={120}
        value={draft.niche}
        onChange={(niche) => change({ niche })}
      />
      <Website draft={draft} change={change} />
    </div>
  );
}

function AgencyFields({ draft, change }: PartProps) {
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <TextField
        name="companyName"
        label="Agency"
        optional
        autoComplete="organization"
        maxLength={120}
        value={draft.companyName}
        onChange={(companyName) => change({ companyName })}
      />
      <Select
        name="companySize"
        label="People who work there"
        optional
        options={options(sizes)}
        value={draft.companySize}
        onChange={(companySize) => change({ companySize })}
      />
      <Website draft={draft} change={change} />
    </div>
  );
}

const Website = ({ draft, change }: PartProps) => (
  <TextField
    name="website"
    label="Website"
    optional
    type="url"
    placeholder="example.com"
    autoComplete="url"
    maxLength={300}
    className="sm:col-span-2"
    value={draft.website}
    onChange={(website) => change({ website })}
  />
);

function PlatformFields({ draft, change }: PartProps) {
  const toggled = (platform: string, on: boolean) =>
    platforms.filter((one) => (one === platform ? on : draft.platforms.includes(one)));
  return (
    <fieldset>
      <legend className="mb-2 text-sm font-[550]">
        Where you are <span className="ml-1.5 font-normal text-faint">optional</span>
      </legend>
      <div className="grid grid-cols-2 gap-x-4 gap-y-1.5 sm:grid-cols-4">
        {platforms.map((platform) => (
          <Checkbox
            key={platform}
            name={`platforms ${platform}`}
            label={platform}
            value={draft.platforms.includes(platform)}
            onChange={(on) => change({ platforms: toggled(platform, on) })}
          />
        ))}
      </div>
    </fieldset>
  );
}

function MoreFields({ draft, change }: PartProps) {
  return (
    <>
      <TextArea
        name="message"
        label="What you want to do with it"
        optional
        rows={4}
        maxLength={2_000}
        value={draft.message}
        onChange={(message) => change({ message })}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          name="country"
          label="Country"
          optional
          autoComplete="country-name"
          maxLength={60}
          value={draft.country}
          onChange={(country) => change({ country })}
        />
        <TextField
          name="heardFrom"
          label="How you heard of us"
          optional
          maxLength={120}
          value={draft.heardFrom}
          onChange={(heardFrom) => change({ heardFrom })}
        />
      </div>
    </>
  );
}

/** Of the two kinds only what belongs to the one that was chosen, and a website as people write it. */
function bodyOf(draft: Draft) {
  const { accountType, name, email, platforms, country, heardFrom, message, trap } = draft;
  const { companyName, companySize, audienceSize, niche } = draft;
  const website = draft.website.trim();
  const isAgency = accountType === 'agency';
  return {
    ...{ email, name },
    accountType: isAgency ? ('agency' as const) : ('creator' as const),
    ...filledIn(isAgency ? { companyName, companySize } : { audienceSize, niche }),
    ...filledIn({ country, heardFrom, message, website_url: trap }),
    ...(platforms.length > 0 && { platforms }),
    ...(website !== '' && { website: /^https?:\/\//i.test(website) ? website : `https://${website}` }),
  };
}

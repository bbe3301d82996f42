import { useState } from 'react';
import { dollars } from '../../../../web/kit/dollars.ts';
import { TextArea } from '../../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { Time } from '../../../../web/kit/time.tsx';
import { toast } from '../../../../web/kit/toast.ts';
import {
  type Affiliate,
  clearingDays,
  getAffiliate,
  payoutMinMicro,
  putAffiliateApplication,
} from '../../contract.ts';

const aboutLengthMax = 2_000;

/** Before somebody is an affiliate: what it is, and how to ask. */
export function ApplicationForm({ affiliate }: { affiliate: Affiliate | null }) {
  const before = affiliate?.about ?? '';
  const [about, setAbout] = useState(before);
  const { send, isPending, error } = useSend(putAffiliateApplication, {
    stale: [[getAffiliate.path]],
    onReply: () => toast({ title: 'Your application is sent' }),
  });
  const isWaiting = affiliate?.status === 'applied';
  const whyNot =
    about.trim() === ''
      ? 'Write a few words first.'
      : isWaiting && about.trim() === before
        ? 'Nothing is changed yet.'
        : undefined;
  return (
    <>
      <Section title={titleOf(affiliate)} hint={hintOf(affiliate)}>
        <Form
          className="flex max-w-2xl flex-col gap-5"
          error={error}
          unsaved={about !== before}
          onSubmit={() => send({ body: { about } })}
        >
          <TextArea
            name="about"
            label="How you would bring people"
            hint="Where you write or speak, and to whom. Whoever decides reads it."
            maxLength={aboutLengthMax}
            value={about}
            onChange={setAbout}
          />
          <div>
            <Submit busy={isPending} disabledReason={whyNot}>
              {isWaiting ? 'Change application' : affiliate ? 'Apply again' : 'Apply'}
            </Submit>
          </div>
        </Form>
      </Section>
      <HowItGoes />
    </>
  );
}

const HowItGoes = () => (
  <Section title="How it goes">
    <ul className="flex max-w-prose list-disc flex-col gap-2 pl-5 text-soft">
      <li>You get a link. Whoever follows it and signs up is yours to have brought, once and for all.</li>
      <li>
        A payment clears after {clearingDays} days. What is given back of it is taken back of your share, in
        proportion.
      </li>
      <li>
        What has cleared is paid at the beginning of a month, from {dollars(payoutMinMicro)} on: as credits
        here, or as money.
      </li>
    </ul>
  </Section>
);

function titleOf(affiliate: Affiliate | null): string {
  if (affiliate?.status === 'applied') return 'Your application waits';
  return affiliate ? 'Your application was refused' : 'Become an affiliate';
}

function hintOf(affiliate: Affiliate | null) {
  if (!affiliate) return 'Whoever looks after this installation decides who becomes one.';
  if (affiliate.status === 'rejected')
    return affiliate.decisionNote ?? 'You may apply again when something has changed.';
  return (
    <>
      Sent <Time at={affiliate.appliedAt} />. Until it is decided you can change it.
    </>
  );
}

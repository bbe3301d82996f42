import { useState } from 'react';
import { q, queryClient, useLoaded } from '../../../../web/kit/api.ts';
import { TextField } from '../../../../web/kit/Field.tsx';
import { Form, Submit } from '../../../../web/kit/Form.tsx';
import { Link } from '../../../../web/kit/Link.tsx';
import { Page } from '../../../../web/kit/Page.tsx';
import { Section } from '../../../../web/kit/Section.tsx';
import { useSend } from '../../../../web/kit/send.ts';
import { Empty } from '../../../../web/kit/states.tsx';
import { dayIn } from '../../../../web/kit/time-words.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { paths } from '../../../../web/paths.ts';
import {
  type CampaignFigures,
  type CampaignStatus,
  type CampaignStep,
  campaignCountMax,
  campaignStatuses,
  deleteBounce,
  getMailHook,
  listCampaigns,
} from '../../campaigns/contract.ts';
import { MailAddress } from '../../texts/contract.ts';
import { administratorsLoader, forAdministrators } from './AdminPage.tsx';
import { Copyable } from './Copyable.tsx';
import { missing } from './field-errors.ts';

export const loader = administratorsLoader(() =>
  Promise.all([queryClient.ensureQueryData(q(listCampaigns)), queryClient.ensureQueryData(q(getMailHook))]),
);
export default forAdministrators('Campaigns', CampaignsPage);

const stepWords: Record<CampaignStep, string> = {
  t14: '14 days before',
  t7: '7 days before',
  t1: 'The day before',
  launch: 'Launch',
  trial_7: '7 days left',
  trial_3: '3 days left',
  trial_1: 'The last day',
};
const statusWords: Record<CampaignStatus, { readonly label: string; readonly hint: string }> = {
  queued: { label: 'Waiting', hint: 'Goes out shortly' },
  claimed: { label: 'Going out', hint: 'Handed to the mail server just now' },
  sent: { label: 'Sent', hint: 'The mail server took it' },
  skipped: { label: 'Left out', hint: 'Unsubscribed, bounced, or overtaken by the next step' },
  failed: { label: 'Refused', hint: 'The mail server did not take it' },
  unknown: { label: 'Not known', hint: 'The answer was lost; it is not sent twice' },
};

function CampaignsPage() {
  const { items } = useLoaded(q(listCampaigns));
  const campaigns = Object.entries(Object.groupBy(items, ({ campaign }) => campaign));
  return (
    <Page
      title="Campaigns"
      hint="Mails to many: the countdown to a launch, step by step. Each goes to each once."
    >
      {campaigns.length === 0 && (
        <Empty title="Nothing was sent yet">
          With a date of launch in the <Link to={paths.adminSettings()}>settings</Link>, whoever is on the
          waiting list and wants mail hears of it 14, 7 and 1 days before, and on the day.
        </Empty>
      )}
      {campaigns.map(([campaign, steps]) => (
        <Section key={campaign} title={titleOf(campaign)}>
          <Figures label={titleOf(campaign)} steps={steps ?? []} />
        </Section>
      ))}
      <CameBack />
    </Page>
  );
}

/** `launch:2026-12-01` */
function titleOf(campaign: string): string {
  const [, kind, day] = /^(launch|trial):(?:.*:)?(\d{4}-\d\d-\d\d)$/.exec(campaign) ?? [];
  if (!kind || !day) return campaign;
  const date = dayIn('UTC', new Date(`${day}T12:00:00Z`));
  return kind === 'launch' ? `Launch on ${date}` : `Trials that end on ${date}`;
}

function Figures({ label, steps }: { label: string; steps: readonly CampaignFigures[] }) {
  const cell = 'border-b border-line py-2.5 pl-6 text-right';
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is reached by the keyboard too.
    // biome-ignore lint/a11y/useSemanticElements: a region that scrolls is no part of the page's outline.
    <div role="group" aria-label={label} tabIndex={0} className="overflow-x-auto">
      <table className="w-full min-w-2xl table-fixed border-collapse">
        <thead>
          <tr>
            <th scope="col" className="label border-b border-firm/60 py-2 text-left">
              Step
            </th>
            {campaignStatuses.map((status) => (
              <th
                key={status}
                scope="col"
                title={statusWords[status].hint}
                className="label border-b border-firm/60 py-2 pl-6 text-right whitespace-nowrap"
              >
                {statusWords[status].label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {steps.map(({ step, counts }) => (
            <tr key={step}>
              <th scope="row" className="border-b border-line py-2.5 text-left font-normal whitespace-nowrap">
                {stepWords[step]}
              </th>
              {campaignStatuses.map((status) => (
                <td key={status} className={cell}>
                  <Figure value={counts[status] ?? 0} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Figure({ value }: { value: number }) {
  if (value === 0) return <span className="text-faint">0</span>;
  const words = value.toLocaleString('en');
  return value < campaignCountMax ? words : <span title="No count goes beyond">{words} and more</span>;
}

/** Mail that did not arrive: where we are told of it, and the way back for a mailbox that works again. */
function CameBack() {
  const { url } = useLoaded(q(getMailHook));
  return (
    <Section
      title="Mail that came back"
      hint="A mailbox that does not take our mail, or whose owner complained, gets no such mail any more."
    >
      <div className="flex max-w-2xl flex-col gap-6">
        <Copyable
          label="Bounce address"
          hint="Your mail provider tells us here. Keep it to yourselves."
          text={url}
        />
        <WriteAgain />
      </div>
    </Section>
  );
}

function WriteAgain() {
  const [email, setEmail] = useState('');
  const [refusal, setRefusal] = useState<Error>();
  const { send, isPending, error } = useSend(deleteBounce, {
    onReply: () => {
      toast({ title: `${email} gets mail again` });
      setEmail('');
    },
  });
  const submit = () => {
    const parsed = MailAddress.safeParse(email);
    setRefusal(parsed.success ? undefined : missing({ email: 'Write an address like name@example.com.' }));
    if (parsed.success) send({ params: { email: parsed.data } });
  };
  return (
    <Form
      onSubmit={submit}
      error={refusal ?? notFoundWords(error)}
      className="flex flex-wrap items-end gap-3"
    >
      <TextField
        name="email"
        label="Write to this mailbox again"
        type="email"
        placeholder="name@example.com"
        className="w-80 max-w-full"
        autoComplete="off"
        value={email}
        onChange={setEmail}
      />
      <Submit busy={isPending}>Write again</Submit>
    </Form>
  );
}

/** "Not found" says nothing to whoever looks for an address. */
const notFoundWords = (error: Error | null) =>
  error && 'status' in error && error.status === 404
    ? missing({ email: 'No mail to this address has come back.' })
    : error;

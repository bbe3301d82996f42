import { type Brand, type Written, written } from '../../../kit/mail/letter.ts';
import type { Claimed, Launch } from './campaign-mails.sql.ts';
import type { CampaignStep } from './contract.ts';

export interface Sender {
  readonly brand: Brand;
  readonly publicUrl: string;
  readonly unsubscribeUrl: string;
}

interface Words {
  readonly subject: string;
  readonly text: string;
  readonly label: string;
  readonly path: string;
}

/** What a mail of a campaign says, step by step. */
export function campaignLetter(
  mail: Pick<Claimed, 'step' | 'name' | 'facts'>,
  launch: Launch,
  { brand, publicUrl, unsubscribeUrl }: Sender,
): Written {
  const { subject, text, label, path } = wordsOf(mail, launch, brand.name);
  const isTrial = mail.step.startsWith('trial_');
  const why = isTrial
    ? 'You get this because the trial is yours.'
    : 'You get this because you are on our waiting list and wanted to hear from us.';
  return written(
    {
      subject,
      preheader: text,
      title: subject,
      parts: [
        { kind: 'text', text: `${mail.name ? `${mail.name}, ` : ''}${mail.name ? text : capitalized(text)}` },
        { kind: 'action', label, href: `${publicUrl}${path}` },
      ],
      footnote: `${why} No more of it: ${unsubscribeUrl}`,
    },
    brand,
  );
}

function wordsOf(mail: Pick<Claimed, 'step' | 'facts'>, launch: Launch, brand: string): Words {
  const { workspaceId, workspaceName = 'your workspace', endsOn = 'soon' } = mail.facts;
  const day = launch.launchAt ? dayOf(launch.launchAt, launch.launchTimezone) : 'soon';
  const trial = (left: string): Words => ({
    subject: `${left} of the trial of ${workspaceName}`,
    text: `the trial of ${workspaceName} ends on ${endsOn}. Nothing in it is lost: choose a plan, and it goes on as it is.`,
    label: 'Look at the workspace',
    path: workspaceId ? `/w/${workspaceId}` : '/',
  });
  const waiting = (subject: string, text: string): Words => ({
    subject,
    text,
    label: `Look at ${brand}`,
    path: '/waiting-list',
  });
  const byStep: Record<CampaignStep, () => Words> = {
    t14: () =>
      waiting(`Two weeks until ${brand}`, `${brand} opens on ${day}. Your place on the list is kept.`),
    t7: () => waiting(`A week until ${brand}`, `${brand} opens on ${day}: one more week.`),
    t1: () =>
      waiting(`Tomorrow: ${brand}`, `${brand} opens on ${day}. We write to you once more when it does.`),
    launch: () => ({
      subject: `${brand} is open`,
      text: `${brand} is open, and you can come in.`,
      label: 'Come in',
      path: '/sign-up',
    }),
    trial_7: () => trial('One more week'),
    trial_3: () => trial('Three more days'),
    trial_1: () => trial('The last day'),
  };
  return byStep[mail.step]();
}

const dayOf = (instant: Date, timeZone: string) =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone }).format(instant);
const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

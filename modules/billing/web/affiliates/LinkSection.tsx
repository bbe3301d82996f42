import { lazy, Suspense, useState } from 'react';
import { Button } from '../../../../web/kit/Button.tsx';
import { Facts, Section } from '../../../../web/kit/Section.tsx';
import { paths } from '../../../../web/paths.ts';
import { Copyable } from '../../../../web/shared.ts';
import type { Affiliate } from '../../contract.ts';
import { percent, wordOf } from './words.ts';

const SettingsDialog = lazy(() => import('./SettingsDialog.tsx'));

interface Props {
  affiliate: Affiliate;
  ratePpm: number | null;
}

export function LinkSection({ affiliate, ratePpm }: Props) {
  const [isOpen, setOpen] = useState(false);
  const { payoutMethod, payoutEmail } = affiliate;
  return (
    <Section
      title="Your link"
      actions={<Button onClick={() => setOpen(true)}>Change link and payment</Button>}
    >
      <div className="max-w-2xl">
        <Copyable label="Link" text={`${location.origin}${paths.referral({ word: wordOf(affiliate) })}`} />
      </div>
      <div className="mt-4">
        <Facts
          facts={[
            ['Your share', ratePpm === null ? 'None' : percent(ratePpm)],
            [
              'Paid as',
              <span key="as" className="wrap-anywhere">
                {payoutMethod === 'credits' ? 'Credits, in your own workspace' : `Money, to ${payoutEmail}`}
              </span>,
            ],
          ]}
        />
      </div>
      <Suspense>{isOpen && <SettingsDialog affiliate={affiliate} onClose={() => setOpen(false)} />}</Suspense>
    </Section>
  );
}
